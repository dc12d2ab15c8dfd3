package org.polarbeam.report;

import static org.polarbeam.report.RunTables.GROUP;
import static org.polarbeam.report.RunTables.LANGUAGE;
import static org.polarbeam.report.RunTables.LEVEL;
import static org.polarbeam.report.RunTables.METRIC;
import static org.polarbeam.report.RunTables.MODEL;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polarbeam.files.CsvTable;
import org.polarbeam.record.Tables;
import org.polarbeam.report.chart.DataRows;
import org.polarbeam.report.chart.IntervalChart;
import org.polarbeam.report.chart.Picture;

/** Alignment with the further levels of a survey, and by measures that see what ranks do not. */
final class PopulationFigures {
  private static final String ESTIMATE = "estimate";

  private final RunTables run;

  PopulationFigures(RunTables run) {
    this.run = run;
  }

  private List<CsvTable.Row> alignment(String metric) {
    return ofModels(RunTables.ALIGNMENT, metric);
  }

  /** The rows of a table on a metric, artificial respondents and named countries left out. */
  private List<CsvTable.Row> ofModels(String table, String metric) {
    return run.rows(
        table,
        r ->
            RunTables.isPlain(r)
                && r.text(METRIC).equals(metric)
                && !r.optional(RunTables.FAMILY).equalsIgnoreCase(RunTables.BASELINE));
  }

  /** A figure for each level that the survey's description names: whose values, exactly? */
  List<Picture> levels() {
    Map<String, List<CsvTable.Row>> byLevel = new TreeMap<>();
    List<String> standard = List.of(RunTables.COUNTRY, RunTables.SPEAKERS, RunTables.GLOBAL);
    alignment(run.metric()).stream()
        .filter(r -> !standard.contains(r.text(LEVEL)))
        .forEach(r -> byLevel.computeIfAbsent(r.text(LEVEL), l -> new ArrayList<>()).add(r));
    List<Picture> pictures = new ArrayList<>();
    byLevel.forEach((level, rows) -> pictures.add(level(level, rows)));
    return pictures;
  }

  /** The alignments of models with each value of a column, in order. */
  private static DataRows byModel(List<CsvTable.Row> rows, String column) {
    DataRows data =
        DataRows.of(rows, LANGUAGE, column, MODEL, ESTIMATE, "ci_low", "ci_high", "n_topics");
    data.rows()
        .sort(
            Comparator.comparing((List<String> r) -> data.text(r, LANGUAGE))
                .thenComparing(r -> inOrder(data.text(r, column)))
                .thenComparing(r -> data.text(r, MODEL)));
    return data;
  }

  private static IntervalChart chart(DataRows data, String column) {
    List<String> models = data.distinct(MODEL).stream().sorted().toList();
    return IntervalChart.bySeries(data, column, MODEL, models, "alignment").in(LANGUAGE);
  }

  private Picture level(String level, List<CsvTable.Row> rows) {
    DataRows data = byModel(rows, GROUP);
    List<String> topics = data.distinct("n_topics").stream().sorted().toList();
    String name = level.replace(":", " and ").replace('_', ' ');
    return new Picture(
        "figure-level-" + level.replace(':', '-').replace('_', '-'),
        "Alignment by " + name,
        "Whose values, exactly: alignment ("
            + run.metric().replace('_', ' ')
            + ") with each group of the survey's level "
            + level
            + ", on the topics that all of them were asked ("
            + String.join(", ", topics)
            + " topics). Bars are 95% intervals"
            + run.covers()
            + "; groups share their draws of topics, so bars that overlap may yet differ.",
        chart(data, GROUP));
  }

  /** Bands of ages or years in their order: "to 29" before "30-49". */
  private static String inOrder(String group) {
    int last = group.lastIndexOf(':') + 1;
    Matcher number = Pattern.compile("\\d+").matcher(group.substring(last));
    return group.substring(0, last)
        + (number.find() ? String.format(Locale.ROOT, "%12s", number.group()) : "")
        + group;
  }

  /** Alignment with the speakers of the language by kind of topic. */
  Picture categories() {
    List<CsvTable.Row> rows = ofModels(Tables.CATEGORIES.file(), run.metric());
    DataRows data = byModel(rows, "category");
    return new Picture(
        "figure-18-categories",
        "Figure 18. Alignment by kind of topic",
        "With the speakers of the language ("
            + run.metric().replace('_', ' ')
            + "), on the topics of each kind alone. Bars are 95% intervals"
            + run.covers()
            + "; kinds with few topics have none.",
        chart(data, "category"));
  }

  /** Whether responses are more pro or more con than the speakers of the language. */
  Picture signedBias() {
    return ofSpeakers(
        "signed_bias",
        "figure-16-signed-bias",
        "Figure 16. More pro, or more con",
        "The mean over topics of responses' polarity minus that of the speakers of the language."
            + " A model that is shifted on every topic alike may still rank them as people do, which"
            + " correlation alone cannot see. bias.csv has each topic.",
        "signed bias");
  }

  /** How far responses are from the speakers of the language. */
  Picture distance() {
    return ofSpeakers(
        "topic_distance",
        "figure-17-distance",
        "Figure 17. How far from the speakers of the language",
        "The mean absolute difference of polarity over topics: 0 is the same. ceilings.csv tells how"
            + " large it would be for people drawn by chance.",
        "mean absolute distance");
  }

  private Picture ofSpeakers(String metric, String id, String title, String caption, String axis) {
    List<CsvTable.Row> rows =
        alignment(metric).stream()
            .filter(
                r ->
                    r.text(LEVEL).equals(RunTables.SPEAKERS)
                        && r.text(GROUP).equals(r.text(LANGUAGE)))
            .toList();
    DataRows data = DataRows.of(rows, LANGUAGE, MODEL, ESTIMATE, "ci_low", "ci_high");
    List<String> languages = data.distinct(LANGUAGE).stream().sorted().toList();
    return new Picture(
        id,
        title,
        caption + " Bars are 95% intervals" + run.covers() + ".",
        IntervalChart.bySeries(data, MODEL, LANGUAGE, languages, axis));
  }
}
