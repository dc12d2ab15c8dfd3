package org.polarbeam.pipelines;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of {@code judge}. */
public interface JudgeOptions extends CastOptions {
  @Description("Responses as JSON lines, such as RUN/responses/*.jsonl.")
  List<String> getResponses();

  void setResponses(List<String> value);

  @Description(
      "Write a sample of items to this CSV file for people to label: as many of each language and of"
          + " each of the judge's labels. It does not show the judge's label. Must not exist yet.")
  String getReviewSheet();

  void setReviewSheet(String value);

  @Description("How many items a language to put on the review sheet.")
  @Default.Integer(200)
  int getReviewItems();

  void setReviewItems(int value);

  @Description(
      "The review sheet with people's labels filled in. Writes judge_errors.csv: how often the judge"
          + " errs, with intervals. Give it to analyze too, which corrects for these errors.")
  String getHumanLabels();

  void setHumanLabels(String value);

  @Description("The share of labels a simulated judge gets wrong, in [0, 1).")
  @Default.Double(0.045)
  double getJudgeErrorRate();

  void setJudgeErrorRate(double value);
}
