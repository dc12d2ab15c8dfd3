package org.polarbeam.pipelines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.alignment.Capabilities;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.study.Study;
import org.polarbeam.study.Topic;
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

  /** The self-consistency of people, by country, with the country's language. */
  record People(List<List<String>> rows) {}

  /** Writes the tables; people's self-consistency only where a file gave it. */
  static void write(
      RunDirectory directory,
      Study study,
      Capabilities capabilities,
      People people,
      boolean simulated)
      throws IOException {
    table(
        directory,
        TOPICS,
        Tables.TOPICS,
        study.topics().values().stream()
            .sorted(Comparator.comparing(Topic::key))
            .map(Tables::topic)
            .toList(),
        simulated);
    if (capabilities != null) {
      table(
          directory,
          BENCHMARKS,
          Tables.BENCHMARKS,
          capabilities.benchmarks().stream().map(Tables::benchmark).toList(),
          simulated);
    }
    if (people != null) {
      table(directory, TruthCommand.PEOPLE, Tables.PEOPLE, people.rows(), simulated);
    }
  }

  private static void table(
      RunDirectory directory,
      String name,
      String header,
      List<List<String>> rows,
      boolean simulated)
      throws IOException {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of(header.split(",")));
    lines.addAll(rows);
    directory.write(name, CsvFormat.lines(Reviews.marked(lines, simulated)));
  }

  /**
   * Reads people's self-consistency: {@code country} or {@code cntry_AN}, and {@code consistency}
   * or {@code self_consistency}.
   *
   * @param file null for none
   * @param truths for the language of each country
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
    return new People(List.copyOf(rows.values()));
  }
}
