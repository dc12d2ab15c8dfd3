package org.polarbeam.pipelines.stage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.polarbeam.alignment.CommonTopics;
import org.polarbeam.alignment.ConsistencyMetric;
import org.polarbeam.alignment.ErrorRates;
import org.polarbeam.alignment.Inference;
import org.polarbeam.alignment.Metric;
import org.polarbeam.alignment.Resampling;
import org.polarbeam.alignment.Speakers;
import org.polarbeam.alignment.TopicEffects;
import org.polarbeam.files.InputException;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.setup.AnalysisOptions;
import org.polarbeam.pipelines.setup.JudgingOptions;
import org.polarbeam.pipelines.setup.MemoryNeed;
import org.polarbeam.record.Truth;
import org.polarbeam.regression.Capabilities;
import org.polarbeam.study.Study;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

/**
 * An analysis whose inputs have been checked.
 *
 * @param truths of the populations it compares with
 * @param categories the kinds of topics, by key
 * @param personas the countries that prompts name
 * @param level of the populations that bias is measured among
 * @param references the populations that bias is measured towards
 * @param source the language that all prompts are worded in first
 * @param capabilities of the models; null to leave out RQ1
 */
public record AnalysisSettings(
    List<Truth> truths,
    Map<String, String> categories,
    Set<String> personas,
    Level level,
    List<String> references,
    String source,
    Capabilities capabilities,
    Metric metric,
    ConsistencyMetric consistencyMetric,
    Resampling resampling,
    ErrorRates judgeErrors) {

  /** The truths, indexed. */
  public TruthTable table() {
    return TruthTable.of(truths).withCategories(categories);
  }

  /** The seed of every draw. */
  public long seed() {
    return resampling.seed();
  }

  /** How many bootstrap rounds there are. */
  public int rounds() {
    return resampling.rounds();
  }

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
    Level level = new Level(study.referenceLevel());
    if (!references.equals(List.of(TruthTable.US)) || !level.equals(Level.COUNTRY)) {
      table.requireGroups(level, references, files);
    } else if (!table.hasAny(level, references)) {
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
        study.categories(),
        personas,
        level,
        references,
        study.source(),
        capabilities,
        of(options.getMetric(), Metric.values(), Metric::label),
        of(options.getConsistencyMetric(), ConsistencyMetric.values(), ConsistencyMetric::label),
        resampling(options, TruthTable.of(comparable.truths()), files),
        rates(options, ErrorRates.of(args.as(JudgingOptions.class).getJudgeErrorRate())));
  }

  private static ErrorRates rates(AnalysisOptions options, ErrorRates rates) {
    return options.getInference().equals(Inference.PUBLISHED.name().toLowerCase(Locale.ROOT))
        ? rates.asPublished()
        : rates;
  }

  private static Resampling resampling(AnalysisOptions options, TruthTable truths, String files) {
    if (options.getSurveyError() && !truths.hasErrors()) {
      throw InputException.in(
          files,
          "--surveyError needs a standard error of every polarity, and some have none",
          "Make the truth from survey microdata by the truth command, or leave --surveyError out");
    }
    return new Resampling(
        of(options.getInference(), Inference.values(), i -> i.name().toLowerCase(Locale.ROOT)),
        of(options.getTopicEffects(), TopicEffects.values(), TopicEffects::label),
        options.getSurveyError(),
        options.getRounds(),
        options.getLeastTopics(),
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
    MemoryNeed.require(responses, count, populations, rounds());
  }

  /** What of them decides the results besides the options. */
  public Map<String, String> decisive() {
    Map<String, String> decisive = new TreeMap<>();
    if (!references.equals(List.of(TruthTable.US))) {
      decisive.put("reference", String.join(",", references));
    }
    if (!level.equals(Level.COUNTRY)) {
      decisive.put("reference_level", level.label());
    }
    return decisive;
  }

  private static <T> T of(String value, T[] all, Function<T, String> label) {
    return Arrays.stream(all).filter(c -> label.apply(c).equals(value)).findFirst().orElseThrow();
  }

  /** The same with error rates that people's labels gave. */
  public AnalysisSettings with(ErrorRates measured) {
    return new AnalysisSettings(
        truths,
        categories,
        personas,
        level,
        references,
        source,
        capabilities,
        metric,
        consistencyMetric,
        resampling,
        judgeErrors.isPublished() ? measured.asPublished() : measured);
  }
}
