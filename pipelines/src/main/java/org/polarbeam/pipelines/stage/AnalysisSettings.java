package org.polarbeam.pipelines.stage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.polarbeam.alignment.Capabilities;
import org.polarbeam.alignment.ConsistencyMetric;
import org.polarbeam.alignment.ErrorRates;
import org.polarbeam.alignment.Inference;
import org.polarbeam.alignment.Metric;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.setup.AnalysisOptions;
import org.polarbeam.pipelines.setup.JudgingOptions;
import org.polarbeam.pipelines.setup.MemoryNeed;
import org.polarbeam.record.Truth;
import org.polarbeam.study.Study;
import org.polarbeam.survey.CommonTopics;
import org.polarbeam.survey.Speakers;
import org.polarbeam.survey.TruthTable;

/**
 * An analysis whose inputs have been checked.
 *
 * @param truths of the populations it compares with
 * @param personas the countries that prompts name
 * @param references the countries that bias is measured towards
 * @param source the language that all prompts are worded in first
 * @param capabilities of the models; null to leave out RQ1
 */
public record AnalysisSettings(
    List<Truth> truths,
    Set<String> personas,
    List<String> references,
    String source,
    Capabilities capabilities,
    Metric metric,
    ConsistencyMetric consistencyMetric,
    Inference inference,
    int rounds,
    ErrorRates judgeErrors,
    long seed) {

  /**
   * Checks that truth and benchmarks have what the cells need.
   *
   * @param cells the languages each model has, baselines left out
   * @param personas the countries that prompts name
   * @param study whose references and source count
   * @param files what to call the truth in a message
   */
  public static AnalysisSettings of(
      Arguments args,
      Study study,
      Map<String, Set<String>> cells,
      Set<String> personas,
      List<Truth> truths,
      String files,
      Capabilities capabilities) {
    Set<String> languages =
        cells.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    List<Truth> spoken = Speakers.inLanguages(languages, truths);
    TruthTable table = TruthTable.of(spoken);
    table.requireGroupsFor(languages, files);
    table.requireCountries(personas, files);
    List<String> references = study.references();
    if (!references.equals(List.of(TruthTable.US))) {
      table.requireCountries(references, files);
    } else if (!table.hasAny(references)) {
      System.err.println(
          "The truth has no country US, so RQ2, which asks whether models are closer to it, is left"
              + " out. Another country to compare with is the study's reference:.");
    }
    Set<String> others = new TreeSet<>(personas);
    others.addAll(references);
    require(capabilities, cells);
    AnalysisOptions options = args.as(AnalysisOptions.class);
    CommonTopics comparable =
        CommonTopics.of(TruthTable.relevantTo(languages, others, spoken), study.topics().keySet());
    comparable.notes().forEach(System.err::println);
    return new AnalysisSettings(
        comparable.truths(),
        personas,
        references,
        study.source(),
        capabilities,
        of(options.getMetric(), Metric.values(), Metric::label),
        of(options.getConsistencyMetric(), ConsistencyMetric.values(), ConsistencyMetric::label),
        of(options.getInference(), Inference.values(), i -> i.name().toLowerCase(Locale.ROOT)),
        options.getRounds(),
        ErrorRates.of(args.as(JudgingOptions.class).getJudgeErrorRate()),
        options.getSeed());
  }

  /**
   * Checks that there is a benchmark for every cell.
   *
   * @param capabilities null for none at all
   */
  public static void require(Capabilities capabilities, Map<String, Set<String>> cells) {
    if (capabilities != null) {
      cells.forEach((model, its) -> its.forEach(l -> capabilities.require(model, l)));
    }
  }

  /**
   * Checks that this process may have the memory that the analysis takes.
   *
   * @param responses how many are analysed
   * @param cells the languages each model has
   */
  public void requireMemory(long responses, Map<String, Set<String>> cells) {
    long populations = truths.stream().map(t -> t.level() + "/" + t.group()).distinct().count();
    long count = cells.values().stream().mapToLong(Set::size).sum() * (1 + personas.size());
    MemoryNeed.require(responses, count, populations, rounds);
  }

  /** What of them decides the results besides the options. */
  public Map<String, String> decisive() {
    return references.equals(List.of(TruthTable.US))
        ? Map.of()
        : Map.of("reference", String.join(",", references));
  }

  private static <T> T of(String value, T[] all, Function<T, String> label) {
    return Arrays.stream(all).filter(c -> label.apply(c).equals(value)).findFirst().orElseThrow();
  }

  /** The same with error rates that people's labels gave. */
  public AnalysisSettings with(ErrorRates measured) {
    return new AnalysisSettings(
        truths,
        personas,
        references,
        source,
        capabilities,
        metric,
        consistencyMetric,
        inference,
        rounds,
        measured,
        seed);
  }
}
