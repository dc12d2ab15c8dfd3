package org.polarbeam.pipelines;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Options of {@code fit}. */
public interface FitOptions extends PipelineOptions {
  @Description(
      "A table of rounds. rq1: model, family, language, round, alignment, consistency,"
          + " multilingual. rq2: model, language, group, us, round, alignment.")
  String getRounds();

  void setRounds(String value);

  @Description("rq1 (linear mixed model, REML) or rq2 (ordinary least squares).")
  String getRegression();

  void setRegression(String value);

  @Description("The CSV file to write the coefficients to.")
  String getOutput();

  void setOutput(String value);
}
