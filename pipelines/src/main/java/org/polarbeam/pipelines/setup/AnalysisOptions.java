package org.polarbeam.pipelines.setup;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.polarbeam.alignment.Resampling;
import org.polarbeam.pipelines.cli.Option;

/** How scores are aligned, resampled and regressed. */
public interface AnalysisOptions extends StudyOptions {
  @Option(
      value =
          "What populations answered: truth.csv as the truth command writes it, or the released"
              + " study's three files; several may be given, with commas or globs.",
      kind = Option.Kind.FILES)
  List<String> getTruth();

  void setTruth(List<String> value);

  @Option(
      value =
          "Benchmark scores in percent: model, language, benchmark, score. Without it the"
              + " regression on capability (RQ1) is left out.",
      kind = Option.Kind.FILE)
  String getBenchmarks();

  void setBenchmarks(String value);

  @Option(
      value =
          "How well people of each country agree with each other, for the report: country,"
              + " consistency, as human_consistency.csv of the truth command, or the released study's"
              + " file. Not needed with --survey.",
      group = Option.Group.ANALYSIS,
      kind = Option.Kind.FILE)
  String getHumanConsistency();

  void setHumanConsistency(String value);

  @Option(value = "Bootstrap rounds.", least = 1, most = 100_000)
  @Default.Integer(1000)
  int getRounds();

  void setRounds(int value);

  @Option(
      value =
          "valid: estimates on the responses as they are, with intervals that cover what they say."
              + " published: the scheme of the released tables, whose standard errors are too small.",
      group = Option.Group.ANALYSIS,
      choices = {"valid", "published"})
  @Default.String("valid")
  String getInference();

  void setInference(String value);

  @Option(
      value =
          "random: topics are a sample, and intervals are for topics like these. fixed: these very"
              + " topics are meant, and intervals are for them.",
      group = Option.Group.ANALYSIS,
      choices = {"random", "fixed"})
  @Default.String("random")
  String getTopicEffects();

  void setTopicEffects(String value);

  @Option(
      value =
          "Draw populations' polarities anew in each round, too, by their standard errors in the"
              + " truth, so that intervals take in the survey's own uncertainty.",
      group = Option.Group.ANALYSIS)
  boolean getSurveyError();

  void setSurveyError(boolean value);

  @Option(
      value = "Fewer topics than this make no interval.",
      group = Option.Group.ANALYSIS,
      least = 3,
      most = 1000)
  @Default.Integer(Resampling.LEAST_TOPICS)
  int getLeastTopics();

  void setLeastTopics(int value);

  @Option(
      value = "The alignment the regressions explain. All are written to alignment.csv.",
      group = Option.Group.ANALYSIS,
      choices = {"spearman", "pearson", "mean_alignment", "js_similarity"})
  @Default.String("spearman")
  String getMetric();

  void setMetric(String value);

  @Option(
      value = "The self-consistency RQ1 adjusts for. All three are written to consistency.csv.",
      group = Option.Group.ANALYSIS,
      choices = {"spearman", "spearman_disattenuated", "pearson"})
  @Default.String("spearman_disattenuated")
  String getConsistencyMetric();

  void setConsistencyMetric(String value);
}
