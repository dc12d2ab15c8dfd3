package org.polarbeam.pipelines;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of {@code run}. */
public interface RunOptions extends AnalysisOptions, CastOptions {
  @Description(
      "Survey microdata to make the truth from, instead of --truth. Without either, a synthetic"
          + " survey is made if all models are simulated.")
  List<String> getSurvey();

  void setSurvey(List<String> value);

  @Description("Respondents a country in the synthetic survey.")
  @Default.Integer(300)
  int getSurveyRespondents();

  void setSurveyRespondents(int value);
}
