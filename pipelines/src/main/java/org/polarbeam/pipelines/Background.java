package org.polarbeam.pipelines;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.polarbeam.alignment.Capabilities;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.study.Study;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.Truth;

/**
 * What a run is about besides its answers, so that its directory explains itself: the topics, the
 * benchmarks that capability is the mean of, and how well people agree with each other.
 */
final class Background {
  private static final String TOPICS = "topics.csv";
  private static final String BENCHMARKS = "benchmarks.csv";

  private Background() {}

  /**
   * The self-consistency of people, by country, with the country's language.
   *
   * @param simulated whether the file says that the people are
   */
  record People(List<List<String>> rows, boolean simulated) {}

  /** Adds the steps that write the tables; people's self-consistency only where a file gave it. */
  static void write(
      Pipeline pipeline,
      RunDirectory directory,
      Study study,
      Capabilities capabilities,
      People people,
      boolean simulated) {
    List<List<String>> topics = study.topics().values().stream().map(Tables::topic).toList();
    write(pipeline, directory, TOPICS, Tables.TOPICS, "topic", topics, simulated);
    if (capabilities != null) {
      List<List<String>> benchmarks =
          capabilities.benchmarks().stream().map(Tables::benchmark).toList();
      write(
          pipeline,
          directory,
          BENCHMARKS,
          Tables.BENCHMARKS,
          Tables.BENCHMARKS_ORDER,
          benchmarks,
          simulated);
    }
    if (people != null) {
      write(
          pipeline,
          directory,
          TruthCommand.PEOPLE,
          Tables.PEOPLE,
          Tables.PEOPLE_ORDER,
          people.rows(),
          simulated);
    }
  }

  private static void write(
      Pipeline pipeline,
      RunDirectory directory,
      String name,
      String header,
      String order,
      List<List<String>> rows,
      boolean simulated) {
    directory.awaits(
        pipeline
            .apply("Rows of " + name, Create.of(rows).withCoder(ListCoder.of(StringUtf8Coder.of())))
            .apply("Write " + name, WriteTable.to(directory.file(name), header, order, simulated)));
  }

  /**
   * Reads people's self-consistency: {@code country} or {@code cntry_AN}, and {@code consistency}
   * or {@code self_consistency}.
   *
   * @param file null for none
   * @param truths for the language of each country; one that they lack is left out, and said so
   * @throws InputException on a missing column, a number outside [-1, 1] or a country given twice
   */
  static People people(String file, List<Truth> truths) {
    if (file == null) {
      return null;
    }
    CsvTable table = Storage.table(file);
    String country = table.has("cntry_AN") ? "cntry_AN" : "country";
    String consistency = table.has("self_consistency") ? "self_consistency" : "consistency";
    table.require(country, consistency);
    Map<String, String> languages = new TreeMap<>();
    truths.stream()
        .filter(t -> t.level().equals(Level.COUNTRY.label()))
        .forEach(t -> languages.put(t.group(), t.language()));
    Map<String, List<String>> rows = new TreeMap<>();
    Set<String> unknown = new TreeSet<>();
    for (CsvTable.Row row : table.rows()) {
      double value = row.number(consistency);
      if (value < -1 || value > 1) {
        throw row.bad(consistency, value + " is outside [-1, 1]", "It is a correlation");
      }
      String name = row.text(country);
      List<String> cells =
          List.of(
              name,
              languages.getOrDefault(name, ""),
              CsvFormat.cell(value),
              row.optional("n_topics"),
              row.optional("n_respondents"));
      if (rows.put(name, cells) != null) {
        throw row.bad(country, name + " is there already", "Remove one of the two rows");
      }
    }
    rows.keySet().stream().filter(c -> !languages.containsKey(c)).forEach(unknown::add);
    if (!unknown.isEmpty()) {
      System.err.println(
          "The truth does not have these countries of "
              + file
              + ", which are left out: "
              + unknown);
      rows.keySet().removeAll(unknown);
    }
    return new People(List.copyOf(rows.values()), Inputs.isSimulated(table));
  }
}
