package org.polarbeam.pipelines.command;

import org.apache.beam.sdk.options.Default;
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

  @Option(
      value = "A table with a row an observation, for --formula; any CSV file with a header.",
      kind = Option.Kind.FILE)
  String getTable();

  void setTable(String value);

  @Option(
      value =
          "A model in the notation of R and patsy, such as 'alignment ~ language + C(family, gemma) +"
              + " capability + (1 | model)': + adds a term, a:b is an interaction and a*b both with"
              + " it, 0 + leaves the intercept out, (1 | column) is a random intercept, and C(column,"
              + " level) a factor with its reference.")
  String getFormula();

  void setFormula(String value);

  @Option(
      value = "What a mixed model maximises: the restricted likelihood, or the likelihood.",
      choices = {"reml", "ml"})
  @Default.String("reml")
  String getLikelihood();

  void setLikelihood(String value);

  @Option(
      value =
          "How a mixed model's standard errors and degrees of freedom are found; kenward_roger needs"
              + " reml.",
      choices = {"kenward_roger", "satterthwaite"})
  @Default.String("kenward_roger")
  String getErrors();

  void setErrors(String value);

  @Option(value = "The CSV file to write the coefficients to.", kind = Option.Kind.NEW_FILE)
  String getOutput();

  void setOutput(String value);
}
