package org.polarbeam.pipelines.stage;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.DataMark;
import org.polarbeam.pipelines.rundir.Sinks;
import org.polarbeam.pipelines.setup.Inputs;
import org.polarbeam.record.HumanConsistency;
import org.polarbeam.record.Tables;
import org.polarbeam.record.Topic;
import org.polarbeam.record.Truth;
import org.polarbeam.regression.Capabilities;
import org.polarbeam.study.Study;
import org.polarbeam.survey.Level;

/**
 * What a run is about besides its answers, so that its directory explains itself: the topics, the
 * benchmarks that capability is the mean of, and how well people agree with each other.
 */
public final class Background {
  private Background() {}

  /**
   * The self-consistency of people, by country, with the country's language.
   *
   * @param isSimulated whether the file says that the people are
   */
  public record People(List<HumanConsistency> rows, boolean isSimulated) {}

  /**
   * Writes the tables.
   *
   * @param told how a survey's answers to the topics were read; none where no survey was
   * @param capabilities null where they are unknown
   * @param people null where no file gave their self-consistency
   */
  public static void write(
      Study study, List<Topic.Told> told, Capabilities capabilities, People people, Sinks sinks) {
    Map<String, Topic.Told> rows = new TreeMap<>();
    study.topics().values().forEach(topic -> rows.put(topic.key(), topic.told()));
    told.forEach(t -> rows.put(t.topic(), t.with(study.topics().get(t.topic()))));
    sinks.table(Tables.TOPICS, List.copyOf(rows.values()));
    if (capabilities != null) {
      sinks.table(Tables.BENCHMARKS, capabilities.benchmarks());
    }
    if (people != null) {
      sinks.table(Tables.HUMAN_CONSISTENCY, people.rows());
    }
  }

  /**
   * Reads people's self-consistency: {@code country} or {@code cntry_AN}, and {@code consistency}
   * or {@code self_consistency}.
   *
   * @param file null for none
   * @param truths for the language of each country; one that they lack is left out, and said so
   * @throws InputException on a missing column, a number outside [-1, 1] or a country given twice
   */
  public static People people(String file, List<Truth> truths, Inputs inputs) {
    if (file == null) {
      return null;
    }
    CsvTable table = inputs.table(file);
    String country = table.has("cntry_AN") ? "cntry_AN" : "country";
    String consistency = table.has("self_consistency") ? "self_consistency" : "consistency";
    table.require(country, consistency);
    Map<String, String> languages = new TreeMap<>();
    truths.stream()
        .filter(t -> t.level().equals(Level.COUNTRY.label()))
        .forEach(t -> languages.put(t.group(), t.language()));
    Map<String, HumanConsistency> rows = new TreeMap<>();
    Set<String> unknown = new TreeSet<>();
    for (CsvTable.Row row : table.rows()) {
      double value = row.number(consistency);
      if (value < -1 || value > 1) {
        throw row.bad(consistency, value + " is outside [-1, 1]", "It is a correlation");
      }
      String name = row.text(country);
      HumanConsistency its =
          new HumanConsistency(
              name,
              languages.getOrDefault(name, ""),
              value,
              row.countOrNull("n_topics"),
              longOrNull(row.countOrNull("n_respondents")));
      if (rows.put(name, its) != null) {
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
    return new People(List.copyOf(rows.values()), DataMark.isSimulated(table));
  }

  private static Long longOrNull(Integer count) {
    return count == null ? null : count.longValue();
  }
}
