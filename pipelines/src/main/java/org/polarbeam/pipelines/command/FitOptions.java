package org.polarbeam.pipelines.command;

import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.pipelines.cli.Option;

/** Options of {@code fit}. */
public interface FitOptions extends PipelineOptions {
  @Option(
      value =
          "A table of rounds. rq1: model, family, language, round, alignment, consistency,"
              + " multilingual. rq2: model, language, group, us, round, alignment.",
      kind = Option.Kind.FILE)
  String getRounds();

  void setRounds(String value);

  @Option(
      value = "rq1: linear mixed model, REML. rq2: ordinary least squares.",
      choices = {"rq1", "rq2"})
  String getRegression();

  void setRegression(String value);

  @Option(value = "The CSV file to write the coefficients to.", kind = Option.Kind.NEW_FILE)
  String getOutput();

  void setOutput(String value);
}
