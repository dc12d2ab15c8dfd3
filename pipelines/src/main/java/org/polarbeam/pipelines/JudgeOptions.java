package org.polarbeam.pipelines;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of {@code judge}. */
public interface JudgeOptions extends CastOptions {
  @Description("Responses as JSON lines, such as RUN/responses/*.jsonl.")
  List<String> getResponses();

  void setResponses(List<String> value);

  @Description("The share of labels a simulated judge gets wrong, in [0, 1).")
  @Default.Double(0.045)
  double getJudgeErrorRate();

  void setJudgeErrorRate(double value);
}
