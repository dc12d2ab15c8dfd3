package org.polarbeam.pipelines.command;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.pipelines.cli.TableOptions;
import org.polarbeam.pipelines.setup.AnalysisOptions;
import org.polarbeam.pipelines.setup.AskingOptions;
import org.polarbeam.pipelines.setup.JudgingOptions;
import org.polarbeam.pipelines.setup.RespondentOptions;
import org.polarbeam.pipelines.setup.SurveyOptions;
import org.polarbeam.pipelines.setup.TranslatorOptions;

/** Options of {@code run}. */
public interface RunOptions
    extends AnalysisOptions,
        RespondentOptions,
        JudgingOptions,
        TranslatorOptions,
        AskingOptions,
        TableOptions,
        SurveyOptions {
  @Option(
      value =
          "Survey microdata to make the truth from, instead of --truth. Without either, a"
              + " synthetic survey is made if all models are simulated.",
      kind = Option.Kind.FILES)
  List<String> getSurvey();

  void setSurvey(List<String> value);

  @Option(
      value = "Respondents a country in the synthetic survey.",
      group = Option.Group.ANALYSIS,
      least = 1,
      most = 100000,
      decides = false,
      local = true)
  @Default.Integer(300)
  int getSurveyRespondents();

  void setSurveyRespondents(int value);
}
