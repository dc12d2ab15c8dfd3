package org.polarbeam.pipelines.command;

import org.apache.beam.sdk.options.Default;
import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.pipelines.setup.AskingOptions;
import org.polarbeam.pipelines.setup.JudgingOptions;
import org.polarbeam.pipelines.setup.RespondentOptions;
import org.polarbeam.pipelines.setup.TranslatorOptions;

/** Options of {@code plan}. */
public interface PlanOptions
    extends RespondentOptions, JudgingOptions, TranslatorOptions, AskingOptions {
  @Option(
      value = "Answers a second that the endpoints give, to estimate the time by.",
      least = 0.000001,
      most = 1e6)
  @Default.Double(10)
  double getThroughput();

  void setThroughput(double value);

  @Option(
      value = "Tokens a usual answer has; less where a model's limit is lower.",
      least = 1,
      most = 1_000_000)
  @Default.Integer(700)
  int getAnswerTokens();

  void setAnswerTokens(int value);
}
