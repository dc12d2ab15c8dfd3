package org.polarbeam.pipelines.command;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.pipelines.cli.TableOptions;
import org.polarbeam.pipelines.setup.AnalysisOptions;

/** Options of {@code analyze}. */
public interface AnalyzeOptions extends AnalysisOptions, TableOptions {
  @Option(
      value =
          "Scored responses: scores.csv of a run, or the released study's spelling; several may"
              + " be given, with commas or globs.",
      kind = Option.Kind.FILES)
  List<String> getScores();

  void setScores(List<String> value);

  @Option(
      value = "Judgements as JSON lines, such as RUN/judgements/*.jsonl, instead of --scores.",
      kind = Option.Kind.FILES)
  List<String> getJudgements();

  void setJudgements(List<String> value);

  @Option(
      value =
          "The review sheet of judge --reviewSheet with people's labels filled in, with"
              + " --judgements. The judge's errors in each language then correct the"
              + " disattenuated figures instead of --judgeErrorRate, and polarity.csv has"
              + " polarities corrected for them.",
      group = Option.Group.PEOPLE,
      kind = Option.Kind.FILE,
      with = "judgements")
  String getHumanLabels();

  void setHumanLabels(String value);

  @Option(
      value = "The share of labels the judge gets wrong, in [0, 1).",
      group = Option.Group.ANALYSIS,
      least = 0,
      most = 0.999999)
  @Default.Double(0.045)
  double getJudgeErrorRate();

  void setJudgeErrorRate(double value);
}
