package org.polarbeam.pipelines;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of {@code plan}. */
public interface PlanOptions extends CastOptions {
  @Description("Answers a second that the endpoints give, to estimate the time by.")
  @Default.Double(10)
  double getThroughput();

  void setThroughput(double value);

  @Description("Tokens a usual answer has; less where a model's limit is lower.")
  @Default.Integer(700)
  int getAnswerTokens();

  void setAnswerTokens(int value);
}
