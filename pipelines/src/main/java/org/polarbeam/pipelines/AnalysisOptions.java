package org.polarbeam.pipelines;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** How scores are aligned, resampled and regressed. */
public interface AnalysisOptions extends StudyOptions {
  @Description(
      "What populations answered: truth.csv as the truth command writes it, or the released"
          + " study's three files; several may be given, with commas or globs.")
  List<String> getTruth();

  void setTruth(List<String> value);

  @Description(
      "Benchmark scores in percent: model, language, benchmark, score. Without it the regression"
          + " on capability (RQ1) is left out.")
  String getBenchmarks();

  void setBenchmarks(String value);

  @Description(
      "How well people of each country agree with each other, for the report: country, consistency,"
          + " as human_consistency.csv of the truth command, or the released study's file. Not"
          + " needed with --survey.")
  String getHumanConsistency();

  void setHumanConsistency(String value);

  @Description("Bootstrap rounds.")
  @Default.Integer(1000)
  int getRounds();

  void setRounds(int value);

  @Description(
      "valid: resample topics and responses, refit the regressions in every round. published:"
          + " the scheme of the released tables, whose standard errors are too small.")
  @Default.String("valid")
  String getInference();

  void setInference(String value);

  @Description(
      "The alignment the regressions explain: spearman, pearson or mean_alignment. All three are"
          + " written to alignment.csv.")
  @Default.String("spearman")
  String getMetric();

  void setMetric(String value);

  @Description(
      "The self-consistency RQ1 adjusts for: spearman, spearman_disattenuated or pearson. All"
          + " three are written to consistency.csv.")
  @Default.String("spearman_disattenuated")
  String getConsistencyMetric();

  void setConsistencyMetric(String value);

  @Description("The share of labels the judge gets wrong, in [0, 1).")
  @Default.Double(0.045)
  double getJudgeErrorRate();

  void setJudgeErrorRate(double value);
}
