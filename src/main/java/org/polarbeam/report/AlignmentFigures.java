package org.polarbeam.report;

import static org.polarbeam.report.RunTables.GROUP;
import static org.polarbeam.report.RunTables.LANGUAGE;
import static org.polarbeam.report.RunTables.LEVEL;
import static org.polarbeam.report.RunTables.METRIC;
import static org.polarbeam.report.RunTables.MODEL;
import static org.polarbeam.report.RunTables.TOPIC;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.CsvTable;
import org.polarbeam.record.Tables;
import org.polarbeam.report.chart.DataRows;
import org.polarbeam.report.chart.HeatMap;
import org.polarbeam.report.chart.IntervalChart;
import org.polarbeam.report.chart.Picture;
import org.polarbeam.stats.Correlation;

/** The figures of populations and of models' alignment with them and with themselves. */
final class AlignmentFigures {
  private static final String TRUTH = Tables.TRUTH.file();
  private static final String ESTIMATE = "estimate";
  private static final String WITH = "with";
  private static final String PEOPLE = "people";
  private static final int FEWEST_TOPICS = 5;

  /** More boxes than this would make the page too large and the picture unreadable. */
  private static final int MOST_BOXES = 4000;

  private static final Comparator<List<String>> CELLS =
      Comparator.comparing((List<String> c) -> c.get(0))
          .thenComparing(c -> c.get(1))
          .thenComparing(c -> c.get(2));

  private final RunTables run;

  AlignmentFigures(RunTables run) {
    this.run = run;
  }

  private String axis() {
    return "alignment (" + run.metric().replace('_', ' ') + ")";
  }

  /** The countries whose language the run asks in, and those that bias is measured towards. */
  private Set<String> countriesOfTheRun() {
    List<String> languages = run.distinct(LANGUAGE);
    Set<String> countries = new TreeSet<>();
    run.countries()
        .forEach(
            (country, language) -> {
              if (languages.contains(language) || run.referenceCountries().contains(country)) {
                countries.add(country);
              }
            });
    return countries;
  }

  /** Figure 2: how alike the countries' values are. */
  Picture countries() {
    Map<String, Map<String, Double>> truths = new TreeMap<>();
    Set<String> countries = countriesOfTheRun();
    for (CsvTable.Row row :
        run.rows(
            TRUTH,
            r -> r.text(LEVEL).equals(RunTables.COUNTRY) && countries.contains(r.text(GROUP)))) {
      truths
          .computeIfAbsent(row.text(GROUP), g -> new TreeMap<>())
          .put(row.text(TOPIC), row.number("polarity"));
    }
    DataRows data = DataRows.empty("country", "other", "correlation", "n_topics");
    truths.forEach(
        (a, ofA) ->
            truths.forEach(
                (b, ofB) -> {
                  List<String> shared = ofA.keySet().stream().filter(ofB::containsKey).toList();
                  if (shared.size() >= FEWEST_TOPICS) {
                    double r =
                        Correlation.spearman(
                            shared.stream().mapToDouble(ofA::get).toArray(),
                            shared.stream().mapToDouble(ofB::get).toArray());
                    data.add(a, b, CsvFormat.cell(r), Integer.toString(shared.size()));
                  }
                }));
    return new Picture(
        "figure-2-countries",
        "Figure 2. How alike the countries' values are",
        "Spearman correlation over topics of the value polarity of the populations of two"
            + " countries; those that speak a language of this run"
            + run.andReferences(", and ")
            + ".",
        new HeatMap(data, "", "country", "other", "correlation", List.of(0.5, 0.6, 0.7, 0.8, 0.9)));
  }

  /** Figure 3: self-consistency, with that of people in the countries that speak the language. */
  Picture consistency() {
    DataRows data = DataRows.empty(LANGUAGE, "who", "kind", MODEL, ESTIMATE, "ci_low", "ci_high");
    Map<String, List<CsvTable.Row>> models = new TreeMap<>();
    run.rows(
            RunTables.CONSISTENCY,
            r -> RunTables.isPlain(r) && r.text(METRIC).equals(run.consistencyMetric()))
        .forEach(r -> models.computeIfAbsent(r.text(LANGUAGE), l -> new ArrayList<>()).add(r));
    models.forEach(
        (language, rows) -> {
          rows.forEach(
              r ->
                  data.add(
                      language,
                      r.text(MODEL),
                      MODEL,
                      r.text(MODEL),
                      r.optional(ESTIMATE),
                      r.optional("ci_low"),
                      r.optional("ci_high")));
          run.rows(Tables.HUMAN_CONSISTENCY.file(), r -> r.optional(LANGUAGE).equals(language))
              .forEach(
                  r ->
                      data.add(
                          language,
                          "people of " + r.text("country"),
                          PEOPLE,
                          "",
                          r.optional("consistency"),
                          "",
                          ""));
        });
    boolean people = data.distinct("kind").contains(PEOPLE);
    return new Picture(
        "figure-3-consistency",
        "Figure 3. Self-consistency",
        "How well two responses to the same topic agree, over all pairs of different responses ("
            + run.consistencyMetric().replace('_', ' ')
            + "), with 95% intervals"
            + run.covers()
            + "."
            + (people
                ? " Dashed lines: people, the mean correlation between draws of ten respondents of"
                    + " a country."
                : " This run has no survey microdata to show people's own self-consistency."),
        IntervalChart.bySeries(
                data,
                "who",
                "kind",
                people ? List.of(MODEL, PEOPLE) : List.of(MODEL),
                "self-consistency")
            .in(LANGUAGE)
            .across(PEOPLE));
  }

  private List<CsvTable.Row> alignment(Predicate<CsvTable.Row> wanted) {
    return run.rows(
        RunTables.ALIGNMENT,
        r -> RunTables.isPlain(r) && r.text(METRIC).equals(run.metric()) && wanted.test(r));
  }

  /** Figure 6: alignment with the countries that speak the language, and with the references. */
  Picture withCountries() {
    Map<String, String> languages = run.countries();
    DataRows data =
        DataRows.empty(LANGUAGE, MODEL, LEVEL, GROUP, WITH, ESTIMATE, "ci_low", "ci_high");
    List<String> order =
        run.referenceCountries().isEmpty()
            ? List.of("a country of the language")
            : List.of("a country of the language", run.referenceNames());
    Map<String, List<CsvTable.Row>> byLanguage = new TreeMap<>();
    alignment(r -> r.text(LEVEL).equals(RunTables.COUNTRY))
        .forEach(r -> byLanguage.computeIfAbsent(r.text(LANGUAGE), l -> new ArrayList<>()).add(r));
    byLanguage.forEach(
        (language, rows) ->
            rows.forEach(
                r -> {
                  boolean isReference = run.referenceCountries().contains(r.text(GROUP));
                  if (isReference || language.equals(languages.get(r.text(GROUP)))) {
                    addAlignment(data, r, order.get(isReference ? 1 : 0));
                  }
                }));
    return new Picture(
        "figure-6-alignment-countries",
        "Figure 6. Alignment with the language's countries" + run.andReferences(" and with "),
        "For each model and language asked in. Higher is closer to that population. Bars are 95%"
            + " intervals"
            + run.covers()
            + ".",
        IntervalChart.bySeries(data, MODEL, WITH, order, axis()).in(LANGUAGE));
  }

  private static void addAlignment(DataRows data, CsvTable.Row r, String with) {
    data.add(
        r.text(LANGUAGE),
        r.text(MODEL),
        r.text(LEVEL),
        r.text(GROUP),
        with,
        r.optional(ESTIMATE),
        r.optional("ci_low"),
        r.optional("ci_high"));
  }

  /** Figure 7: alignment with all speakers of the language. */
  Picture withSpeakers() {
    return byLanguage(
        "figure-7-alignment-language",
        "Figure 7. Alignment with the speakers of the language",
        "With everybody surveyed in the language asked in, of whatever country. Bars are 95%"
            + " intervals"
            + run.covers()
            + ".",
        r -> r.text(LEVEL).equals(RunTables.SPEAKERS) && r.text(GROUP).equals(r.text(LANGUAGE)));
  }

  /** Figure 8: alignment with everybody. */
  Picture withEverybody() {
    return byLanguage(
        "figure-8-alignment-global",
        "Figure 8. Alignment with everybody surveyed",
        "With all respondents of all countries. Bars are 95% intervals" + run.covers() + ".",
        r -> r.text(LEVEL).equals(RunTables.GLOBAL));
  }

  private Picture byLanguage(
      String id, String title, String caption, Predicate<CsvTable.Row> wanted) {
    DataRows data =
        DataRows.of(
            alignment(wanted), LANGUAGE, MODEL, LEVEL, GROUP, ESTIMATE, "ci_low", "ci_high");
    List<String> languages = data.distinct(LANGUAGE).stream().sorted().toList();
    return new Picture(
        id, title, caption, IntervalChart.bySeries(data, MODEL, LANGUAGE, languages, axis()));
  }

  /** Per topic: how near the responses are to the speakers of the language. */
  Picture topics() {
    Map<String, Double> truths = new TreeMap<>();
    run.rows(TRUTH, r -> r.text(LEVEL).equals(RunTables.SPEAKERS))
        .forEach(r -> truths.put(r.text(GROUP) + " " + r.text(TOPIC), r.number("polarity")));
    Map<List<String>, double[]> sums = new TreeMap<>(CELLS);
    for (CsvTable.Row r : run.rows(Tables.SCORES.file(), RunTables::isPlain)) {
      Double truth = truths.get(r.text(LANGUAGE) + " " + r.text(TOPIC));
      if (truth != null) {
        double[] sum =
            sums.computeIfAbsent(
                List.of(r.text(LANGUAGE), r.text(TOPIC), r.text(MODEL)), c -> new double[2]);
        sum[0] += Math.abs(r.number("polarity") - truth);
        sum[1]++;
      }
    }
    DataRows data = DataRows.empty(LANGUAGE, TOPIC, MODEL, "mean_alignment", "n_responses");
    boolean tooMany = sums.size() > MOST_BOXES;
    (tooMany ? overLanguages(sums) : sums)
        .forEach(
            (cell, sum) ->
                data.add(
                    cell.get(0),
                    cell.get(1),
                    cell.get(2),
                    CsvFormat.cell(1 - sum[0] / sum[1]),
                    Integer.toString((int) sum[1])));
    return new Picture(
        "figure-11-topics",
        "Figure 11. Alignment topic by topic",
        "One minus the mean distance between a response's value polarity and that of the speakers"
            + " of the language: 1 is the same, and pale boxes are where a model is far from them."
            + (tooMany ? " All languages together, for want of room." : ""),
        new HeatMap(
            data, LANGUAGE, TOPIC, MODEL, "mean_alignment", List.of(0.5, 0.6, 0.7, 0.8, 0.9)));
  }

  private static Map<List<String>, double[]> overLanguages(Map<List<String>, double[]> sums) {
    Map<List<String>, double[]> all = new TreeMap<>(CELLS);
    sums.forEach(
        (cell, sum) -> {
          double[] whole =
              all.computeIfAbsent(
                  List.of("all languages", cell.get(1), cell.get(2)), c -> new double[2]);
          whole[0] += sum[0];
          whole[1] += sum[1];
        });
    return all;
  }

  /** Alignment beside that of people drawn by chance. */
  Picture ceilings() {
    DataRows data = DataRows.empty(LANGUAGE, MODEL, "what", ESTIMATE, "ci_low", "ci_high");
    List<String> order = List.of("model", "noise ceiling");
    for (CsvTable.Row ceiling :
        run.rows(
            Tables.CEILINGS.file(),
            r -> RunTables.isPlain(r) && r.text(METRIC).equals(run.metric()))) {
      String model = ceiling.text(MODEL);
      String language = ceiling.text(LANGUAGE);
      for (CsvTable.Row r :
          alignment(
              r ->
                  r.text(LEVEL).equals(RunTables.SPEAKERS)
                      && r.text(GROUP).equals(language)
                      && r.text(LANGUAGE).equals(language)
                      && r.text(MODEL).equals(model))) {
        addNear(data, r, order.get(0));
      }
      addNear(data, ceiling, order.get(1));
    }
    return new Picture(
        "figure-12-ceiling",
        "Figure 12. Alignment and its noise ceiling",
        "The ceiling is the alignment with the speakers of the language that respondents would"
            + " reach who give, for every response of the model, the answers of as many people"
            + " drawn by chance from that population. Only a model whose answers vary less than"
            + " people's can be expected above it.",
        IntervalChart.bySeries(data, MODEL, "what", order, axis()).in(LANGUAGE));
  }

  private static void addNear(DataRows data, CsvTable.Row r, String what) {
    data.add(
        r.text(LANGUAGE),
        r.text(MODEL),
        what,
        r.optional(ESTIMATE),
        r.optional("ci_low"),
        r.optional("ci_high"));
  }
}
