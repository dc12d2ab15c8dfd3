package org.polarbeam.report;

import static org.polarbeam.report.RunTables.value;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.CsvTable;
import org.polarbeam.report.chart.DataRows;
import org.polarbeam.report.chart.IntervalChart;
import org.polarbeam.report.chart.Picture;
import org.polarbeam.stats.AdjustedP;
import org.polarbeam.stats.Normal;

/**
 * What changed between two runs. Where both are on the same topics a figure has moved when its
 * change is more than 1.96 standard errors for these topics, of both runs: topics are no chance
 * then, and counting them as one would hide any change. Elsewhere it has moved when each run's
 * estimate lies outside the other's interval; two independent runs of the same thing differ that
 * much in one figure of six (P(|Z| &gt; 1.96 / √2) = 0.17). All changes are tested as well, and the
 * tests corrected for their number.
 */
final class Comparison {
  private static final double FALSE_DISCOVERIES = 0.05;
  private static final int MOST_DRAWN = 60;
  private static final String LOW = "ci_low";
  private static final String HIGH = "ci_high";
  private static final String ESTIMATE = "estimate";
  private static final String FIXED = "std_err_fixed";
  private static final String TOPICS = "topics_id";

  /** A change of so many standard errors is due to chance in one of twenty. */
  private static final double FAR = 1.959964;

  /** A figure that both runs have, with its interval in both. */
  private record Pair(List<String> key, CsvTable.Row before, CsvTable.Row now, double p) {
    boolean hasMoved() {
      if (isOnSameTopics()) {
        return Math.abs(change()) > FAR * fixedError(before, now);
      }
      return !isWithin(value(now, ESTIMATE), before) && !isWithin(value(before, ESTIMATE), now);
    }

    private static boolean isWithin(double estimate, CsvTable.Row row) {
      return value(row, LOW) <= estimate && estimate <= value(row, HIGH);
    }

    boolean isOnSameTopics() {
      return !isOfRegression(key) && isOnSameTopics(before, now);
    }

    /** Whether both have a standard error for the very topics, and those are the same. */
    static boolean isOnSameTopics(CsvTable.Row before, CsvTable.Row now) {
      return !now.optional(TOPICS).isEmpty()
          && now.optional(TOPICS).equals(before.optional(TOPICS))
          && fixedError(before, now) > 0;
    }

    static double fixedError(CsvTable.Row before, CsvTable.Row now) {
      return Math.hypot(value(before, FIXED), value(now, FIXED));
    }

    double change() {
      return value(now, ESTIMATE) - value(before, ESTIMATE);
    }
  }

  private final RunTables before;
  private final RunTables now;
  private final String name;
  private final List<Pair> pairs = new ArrayList<>();
  private final double[] adjusted;
  private int onlyBefore;
  private int onlyNow;

  /**
   * Compares two runs.
   *
   * @param name what to call the earlier one
   */
  Comparison(RunTables before, RunTables now, String name) {
    this.before = before;
    this.now = now;
    this.name = name;
    Map<List<String>, CsvTable.Row> old = figures(before);
    Map<List<String>, CsvTable.Row> young = figures(now);
    young.forEach(
        (key, row) -> {
          CsvTable.Row its = old.get(key);
          if (its == null) {
            onlyNow++;
          } else {
            pairs.add(
                new Pair(
                    key, its, row, isTestable(key) ? pOf(its, row, errorOf(key)) : Double.NaN));
          }
        });
    onlyBefore = (int) old.keySet().stream().filter(k -> !young.containsKey(k)).count();
    adjusted = AdjustedP.benjaminiHochberg(pairs.stream().mapToDouble(Pair::p).toArray());
  }

  /** The figures of a run that have an interval: of the kind, model, language and what of them. */
  private Map<List<String>, CsvTable.Row> figures(RunTables run) {
    Map<List<String>, CsvTable.Row> figures = new LinkedHashMap<>();
    for (CsvTable.Row r :
        run.rows(RunTables.ALIGNMENT, r -> r.text(RunTables.METRIC).equals(now.metric()))) {
      put(
          figures,
          r,
          "alignment",
          r.text(RunTables.MODEL),
          r.text(RunTables.LANGUAGE),
          r.optional("persona"),
          r.text(RunTables.LEVEL),
          r.text(RunTables.GROUP));
    }
    for (CsvTable.Row r :
        run.rows(
            RunTables.CONSISTENCY, r -> r.text(RunTables.METRIC).equals(now.consistencyMetric()))) {
      put(
          figures,
          r,
          "self-consistency",
          r.text(RunTables.MODEL),
          r.text(RunTables.LANGUAGE),
          r.optional("persona"),
          "",
          "");
    }
    for (CsvTable.Row r : run.rows(RunTables.REGRESSIONS)) {
      put(figures, r, r.text("regression"), "", "", "", "", r.text(RunTables.TERM));
    }
    return figures;
  }

  private static void put(
      Map<List<String>, CsvTable.Row> figures, CsvTable.Row row, String... key) {
    boolean whole = List.of(ESTIMATE, LOW, HIGH).stream().allMatch(c -> !row.optional(c).isEmpty());
    if (whole) {
      figures.put(List.of(key), row);
    }
  }

  /** Published inference gives terms of regressions standard errors that are far too small. */
  private boolean isTestable(List<String> key) {
    return !isOfRegression(key) || !(before.isPublished() || now.isPublished());
  }

  private static boolean isOfRegression(List<String> key) {
    return key.get(1).isEmpty();
  }

  /** The column with the standard error of such a figure. */
  private static String errorOf(List<String> key) {
    return isOfRegression(key) ? "std_err" : "boot_sd";
  }

  /** Of the difference being zero, by the standard errors of both; NaN where they are unknown. */
  private static double pOf(CsvTable.Row before, CsvTable.Row now, String errorOf) {
    boolean isFixed = errorOf.equals("boot_sd") && Pair.isOnSameTopics(before, now);
    double error =
        isFixed
            ? Pair.fixedError(before, now)
            : Math.hypot(value(before, errorOf), value(now, errorOf));
    double z = Math.abs(value(now, ESTIMATE) - value(before, ESTIMATE)) / error;
    return error > 0 ? Normal.twoSidedP(z) : Double.NaN;
  }

  /** Whether either run is simulated. */
  boolean isSimulated() {
    return before.isSimulated() || now.isSimulated();
  }

  private boolean isSure(int i) {
    return adjusted[i] <= FALSE_DISCOVERIES;
  }

  private List<Integer> moved() {
    List<Integer> moved = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      if (pairs.get(i).hasMoved()) {
        moved.add(i);
      }
    }
    moved.sort(Comparator.comparingDouble(i -> pairs.get(i).p));
    return moved;
  }

  /** What moved, in sentences. */
  List<String> sentences() {
    List<Integer> moved = moved();
    long sure = moved.stream().filter(this::isSure).count();
    List<String> sentences = new ArrayList<>();
    if (pairs.isEmpty()) {
      sentences.add("The two runs have no figure in common, so nothing can be compared.");
    } else if (moved.isEmpty()) {
      sentences.add("Of " + pairs.size() + " figures that both runs have, none moved.");
    } else {
      sentences.add(
          "Of "
              + pairs.size()
              + " figures that both runs have, "
              + moved.size()
              + " moved: "
              + (pairs.stream().anyMatch(Pair::isOnSameTopics)
                  ? "on the same topics by more than 1.96 standard errors for these topics, else"
                      + " beyond both 95% intervals."
                  : "each run's estimate is outside the other's 95% interval."));
      sentences.add(
          sure
              + " of them "
              + (sure == 1 ? "remains" : "remain")
              + " when looking at so many figures is allowed for (difference tested against both"
              + " standard errors, Benjamini-Hochberg at 5%). By chance alone one figure in twenty"
              + " would move on the same topics, and up to one in six elsewhere, so trust this number"
              + " rather than the first.");
    }
    if (onlyNow + onlyBefore > 0) {
      sentences.add(onlyNow + " figures are new and " + onlyBefore + " are no longer there.");
    }
    if (before.isSimulated() != now.isSimulated()) {
      sentences.add("One of the two runs is simulated and the other is not: do not compare them.");
    }
    return sentences;
  }

  /** The figures that moved, in both runs. */
  Picture picture() {
    DataRows data =
        DataRows.empty(
            "kind",
            "figure",
            "model",
            "language",
            "level",
            "group",
            "run",
            ESTIMATE,
            LOW,
            HIGH,
            "change",
            "adjusted_p");
    List<String> order = List.of("before", "now");
    List<Integer> drawn = new ArrayList<>(moved().stream().limit(MOST_DRAWN).toList());
    drawn.sort(Comparator.comparing(i -> pairs.get(i).key.get(0)));
    for (int i : drawn) {
      Pair pair = pairs.get(i);
      List<String> k = pair.key;
      for (String run : order) {
        CsvTable.Row row = run.equals("now") ? pair.now : pair.before;
        data.add(
            k.get(0),
            label(k),
            k.get(1),
            k.get(2),
            k.get(4),
            k.get(5),
            run,
            row.text(ESTIMATE),
            row.text(LOW),
            row.text(HIGH),
            CsvFormat.cell(pair.change()),
            CsvFormat.cell(adjusted[i]));
      }
    }
    return new Picture(
        "figure-moved",
        "What moved",
        "The surest of each kind first"
            + (moved().size() > MOST_DRAWN ? ", and no more than " + MOST_DRAWN : "")
            + ". Bars are 95% intervals.",
        IntervalChart.bySeries(data, "figure", "run", order, "estimate").in("kind"));
  }

  /** A figure in few words: who, asked in what, compared with whom; or the term of a regression. */
  private static String label(List<String> key) {
    String persona = key.get(3).isEmpty() ? "" : " as " + key.get(3);
    String group = key.get(5).isEmpty() ? "" : " with " + key.get(5);
    return key.get(1).isEmpty()
        ? key.get(5).replaceAll("\\w+\\[([^\\]]*)\\]", "$1").replace(":", " · ")
        : key.get(1) + " in " + key.get(2) + persona + group;
  }

  /** The options and inputs in which the runs differ. */
  DataRows differences() {
    DataRows data = DataRows.empty("option", "before", "now");
    Map<String, String> old = options(before);
    Map<String, String> young = options(now);
    TreeSet<String> all = new TreeSet<>(old.keySet());
    all.addAll(young.keySet());
    for (String option : all) {
      String a = old.getOrDefault(option, "");
      String b = young.getOrDefault(option, "");
      if (!a.equals(b)) {
        data.add(option, a, b);
      }
    }
    return data;
  }

  private static Map<String, String> options(RunTables run) {
    Map<String, String> options = new TreeMap<>();
    JsonNode made = run.manifest().path("made_from");
    made.fieldNames().forEachRemaining(f -> options.put(f, made.path(f).asText()));
    options.put("polarbeam", run.manifest().path("polarbeam").asText());
    return options;
  }

  /** The heading under which this stands. */
  String heading() {
    String started = before.manifest().path("started").asText();
    return "What moved since " + name + (started.isEmpty() ? "" : " (begun " + started + ")");
  }
}
