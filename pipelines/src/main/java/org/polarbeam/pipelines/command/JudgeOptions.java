package org.polarbeam.pipelines.command;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.pipelines.cli.TableOptions;
import org.polarbeam.pipelines.setup.AskingOptions;
import org.polarbeam.pipelines.setup.JudgingOptions;

/** Options of {@code judge}. */
public interface JudgeOptions extends JudgingOptions, AskingOptions, TableOptions {
  @Option(
      value = "Responses as JSON lines, such as RUN/responses/*.jsonl.",
      kind = Option.Kind.FILES)
  List<String> getResponses();

  void setResponses(List<String> value);

  @Option(
      value =
          "Write a sample of items to this CSV file for people to label: as many of each"
              + " language and of each of the judge's labels. It does not show the judge's label."
              + " Must not exist yet.",
      group = Option.Group.PEOPLE,
      kind = Option.Kind.NEW_FILE,
      decides = false,
      local = true)
  String getReviewSheet();

  void setReviewSheet(String value);

  @Option(
      value = "How many items a language to put on the review sheet.",
      group = Option.Group.PEOPLE,
      least = 1,
      most = 1000000,
      decides = false,
      local = true)
  @Default.Integer(200)
  int getReviewItems();

  void setReviewItems(int value);

  @Option(
      value =
          "The review sheet with people's labels filled in. Writes judge_errors.csv: how often"
              + " the judge errs, with intervals. Give it to analyze too, which corrects for these"
              + " errors.",
      group = Option.Group.PEOPLE,
      kind = Option.Kind.FILE,
      decides = false)
  String getHumanLabels();

  void setHumanLabels(String value);
}
