package org.polarbeam.pipelines;

import java.util.List;
import org.apache.beam.sdk.options.Description;

/** Options of {@code analyze}. */
public interface AnalyzeOptions extends AnalysisOptions {
  @Description(
      "Scored responses: scores.csv of a run, or the released study's spelling; several may be"
          + " given, with commas or globs.")
  List<String> getScores();

  void setScores(List<String> value);

  @Description("Judgements as JSON lines, such as RUN/judgements/*.jsonl, instead of --scores.")
  List<String> getJudgements();

  void setJudgements(List<String> value);

  @Description(
      "The review sheet of judge --reviewSheet with people's labels filled in, with --judgements. The"
          + " judge's error rate in each language then corrects the self-consistency instead of"
          + " --judgeErrorRate, and polarity.csv has polarities corrected for it.")
  String getHumanLabels();

  void setHumanLabels(String value);
}
