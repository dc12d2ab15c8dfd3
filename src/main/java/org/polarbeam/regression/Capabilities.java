package org.polarbeam.regression;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.language.LanguageTag;
import org.polarbeam.record.Benchmark;
import org.polarbeam.record.Tables;

/**
 * The capability of each model in each language: the mean of its benchmark scores there, as a share
 * (paper, §2.3).
 */
public final class Capabilities implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final TreeMap<String, Double> capability = new TreeMap<>();
  private final ArrayList<Benchmark> benchmarks = new ArrayList<>();

  private Capabilities(String file) {
    this.file = file;
  }

  /**
   * Reads {@code benchmarks.csv}: {@code model, language, benchmark, score}, scores in percent.
   *
   * @throws InputException on a missing column, a score outside [0, 100] or a benchmark given twice
   */
  public static Capabilities read(CsvTable table) {
    table.require(Tables.BENCHMARKS, "score");
    Map<String, double[]> sums = new HashMap<>();
    Set<String> seen = new HashSet<>();
    Capabilities capabilities = new Capabilities(table.file());
    for (CsvTable.Row row : table.rows()) {
      String cell = key(row.text("model"), row.text("language"));
      double score = row.number("score");
      if (score < 0 || score > 100) {
        throw row.bad("score", score + " is outside [0, 100]", "Benchmark scores are percentages");
      }
      if (score > 0 && score <= 1) {
        throw row.bad(
            "score",
            score + " would be less than one per cent",
            "Multiply shares by 100: benchmark scores are percentages");
      }
      if (!seen.add(cell + "\0" + row.name("benchmark"))) {
        throw row.bad(
            "benchmark",
            "the benchmark "
                + row.text("benchmark")
                + " of "
                + row.text("model")
                + " in "
                + row.text("language")
                + " is there already",
            "Remove one of the two rows");
      }
      double[] sum = sums.computeIfAbsent(cell, k -> new double[2]);
      sum[0] += score;
      sum[1]++;
      capabilities.benchmarks.add(
          new Benchmark(row.text("model"), row.text("language"), row.text("benchmark"), score));
    }
    sums.forEach((cell, sum) -> capabilities.capability.put(cell, sum[0] / sum[1] / 100));
    return capabilities;
  }

  /**
   * Capabilities that are known already.
   *
   * @param source where from, for messages
   * @param known capability in [0, 1] by model and language
   */
  public static Capabilities of(String source, Map<String, Map<String, Double>> known) {
    Capabilities capabilities = new Capabilities(source);
    known.forEach(
        (model, byLanguage) ->
            byLanguage.forEach(
                (language, value) -> {
                  capabilities.capability.put(key(model, language), value);
                  capabilities.benchmarks.add(
                      new Benchmark(model, language, "as " + source + " says", 100 * value));
                }));
    return capabilities;
  }

  /** What makes capabilities less comparable, in sentences: they are means over benchmarks. */
  public List<String> notes() {
    Map<String, Map<String, Set<String>>> byLanguage = new TreeMap<>();
    for (Benchmark b : benchmarks) {
      String name = b.benchmark().replaceFirst("\\s*\\(.*", "").toLowerCase(Locale.ROOT);
      byLanguage
          .computeIfAbsent(b.language(), l -> new TreeMap<>())
          .computeIfAbsent(b.model(), m -> new TreeSet<>())
          .add(name);
    }
    List<String> unlike =
        byLanguage.entrySet().stream()
            .filter(e -> Set.copyOf(e.getValue().values()).size() > 1)
            .map(Map.Entry::getKey)
            .toList();
    return unlike.isEmpty()
        ? List.of()
        : List.of(
            file
                + ": not all models have the same benchmarks in "
                + String.join(", ", unlike)
                + ", so their capabilities there are means of unlike scores.");
  }

  private static String key(String model, String language) {
    return model + "\0" + language;
  }

  /** The scores that capability is the mean of, sorted. */
  public List<Benchmark> benchmarks() {
    return benchmarks.stream().sorted(Benchmark.ORDER).toList();
  }

  /**
   * The capability, in [0, 1]; null when the model has no benchmark in the language. One in {@code
   * pt} is one in {@code pt-BR} where that has none of its own.
   */
  public Double of(String model, String language) {
    Double own = capability.get(key(model, language));
    if (own != null) {
      return own;
    }
    String prefix = key(model, "");
    for (Map.Entry<String, Double> other :
        capability.subMap(prefix, prefix + Character.MAX_VALUE).entrySet()) {
      if (LanguageTag.of(language)
          .isSpokenWhere(LanguageTag.of(other.getKey().substring(prefix.length())))) {
        return other.getValue();
      }
    }
    return null;
  }

  /**
   * Checks that a model has a benchmark in a language.
   *
   * @throws InputException naming both when there is none
   */
  public void require(String model, String language) {
    if (of(model, language) == null) {
      throw InputException.at(
          file,
          1,
          "model",
          "there is no benchmark of the model " + model + " in the language " + language,
          "Add its rows, or leave out --benchmarks to skip the regression on capability");
    }
  }
}
