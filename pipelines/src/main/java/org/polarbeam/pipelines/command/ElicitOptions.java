package org.polarbeam.pipelines.command;

import java.util.List;
import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.pipelines.cli.TableOptions;
import org.polarbeam.pipelines.setup.AskingOptions;
import org.polarbeam.pipelines.setup.RespondentOptions;
import org.polarbeam.pipelines.setup.TranslatorOptions;

/** Options of {@code elicit}. */
public interface ElicitOptions
    extends RespondentOptions, TranslatorOptions, AskingOptions, TableOptions {
  @Option(
      value = "For simulated respondents only: the truth that their views are made of.",
      kind = Option.Kind.FILES)
  List<String> getTruth();

  void setTruth(List<String> value);
}
