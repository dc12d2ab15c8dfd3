package org.polarbeam.pipelines;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.polarbeam.alignment.Capabilities;
import org.polarbeam.alignment.ConsistencyMetric;
import org.polarbeam.alignment.ErrorRates;
import org.polarbeam.alignment.Inference;
import org.polarbeam.alignment.Metric;
import org.polarbeam.files.InputException;
import org.polarbeam.survey.Truth;
import org.polarbeam.survey.TruthTable;

/**
 * An analysis whose inputs have been checked.
 *
 * @param truths of the populations it compares with
 * @param personas the countries that prompts name
 * @param capabilities of the models; null to leave out RQ1
 */
record AnalysisSettings(
    List<Truth> truths,
    Set<String> personas,
    Capabilities capabilities,
    Metric metric,
    ConsistencyMetric consistencyMetric,
    Inference inference,
    int rounds,
    ErrorRates judgeErrors,
    long seed) {

  /**
   * Checks the options and that truth and benchmarks have what the cells need.
   *
   * @param cells the languages each model has, baselines left out
   * @param personas the countries that prompts name
   * @param files what to call the truth in a message
   */
  static AnalysisSettings of(
      AnalysisOptions options,
      Map<String, Set<String>> cells,
      Set<String> personas,
      List<Truth> truths,
      String files,
      Capabilities capabilities) {
    Set<String> languages =
        cells.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    TruthTable table = TruthTable.of(truths);
    table.requireGroupsFor(languages, files);
    table.requireCountries(personas, files);
    if (capabilities != null) {
      cells.forEach((model, its) -> its.forEach(l -> capabilities.require(model, l)));
    }
    check(options);
    return new AnalysisSettings(
        TruthTable.relevantTo(languages, personas, truths),
        personas,
        capabilities,
        metric(options),
        consistencyMetric(options),
        inference(options),
        options.getRounds(),
        ErrorRates.of(options.getJudgeErrorRate()),
        options.getSeed());
  }

  /**
   * Checks the options that need no data.
   *
   * @throws InputException on the first mistake
   */
  static void check(AnalysisOptions options) {
    if (options.getRounds() < 1) {
      throw new InputException("--rounds=" + options.getRounds() + " is too few. Give 1 or more.");
    }
    double errorRate = options.getJudgeErrorRate();
    if (!(errorRate >= 0 && errorRate < 1)) {
      throw new InputException(
          "--judgeErrorRate=" + errorRate + " is no error rate. Give a share in [0, 1).");
    }
    metric(options);
    consistencyMetric(options);
    inference(options);
  }

  private static Metric metric(AnalysisOptions options) {
    return choice("metric", options.getMetric(), Metric.values(), Metric::label);
  }

  private static ConsistencyMetric consistencyMetric(AnalysisOptions options) {
    return choice(
        "consistencyMetric",
        options.getConsistencyMetric(),
        ConsistencyMetric.values(),
        ConsistencyMetric::label);
  }

  private static Inference inference(AnalysisOptions options) {
    return choice(
        "inference",
        options.getInference(),
        Inference.values(),
        i -> i.name().toLowerCase(Locale.ROOT));
  }

  static <T> T choice(String option, String value, T[] choices, Function<T, String> label) {
    return Arrays.stream(choices)
        .filter(c -> label.apply(c).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "--"
                        + option
                        + "="
                        + value
                        + " is unknown. Give one of "
                        + Arrays.stream(choices).map(label).collect(Collectors.joining(", "))
                        + "."));
  }

  /** The same with error rates that people's labels gave. */
  AnalysisSettings with(ErrorRates measured) {
    return new AnalysisSettings(
        truths,
        personas,
        capabilities,
        metric,
        consistencyMetric,
        inference,
        rounds,
        measured,
        seed);
  }

  /** What of it decides the results, for the manifest. */
  Map<String, String> decisive() {
    Map<String, String> decisive = new TreeMap<>();
    decisive.put("metric", metric.label());
    decisive.put("consistency_metric", consistencyMetric.label());
    decisive.put("inference", inference.name().toLowerCase(Locale.ROOT));
    decisive.put("rounds", Integer.toString(rounds));
    decisive.put("judge_error_rate", judgeErrors.toString());
    return decisive;
  }
}
