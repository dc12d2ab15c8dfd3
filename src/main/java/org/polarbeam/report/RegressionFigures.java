package org.polarbeam.report;

import static org.polarbeam.report.RunTables.FAMILY;
import static org.polarbeam.report.RunTables.LANGUAGE;
import static org.polarbeam.report.RunTables.METRIC;
import static org.polarbeam.report.RunTables.MODEL;
import static org.polarbeam.report.RunTables.REGRESSIONS;
import static org.polarbeam.report.RunTables.TERM;
import static org.polarbeam.report.RunTables.inBrackets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.CsvTable;
import org.polarbeam.record.Tables;
import org.polarbeam.report.chart.DataRows;
import org.polarbeam.report.chart.IntervalChart;
import org.polarbeam.report.chart.Picture;
import org.polarbeam.report.chart.ScatterChart;
import org.polarbeam.stats.Normal;

/** The figures of the regressions: coefficients, what they are fitted to, and how well they fit. */
final class RegressionFigures {
  static final String SLOPE_TERM = "multilingual:";
  static final String PERSONA_TERM = "persona:";
  static final String OVER_LANGUAGE_TERM = "persona_over_language:";

  /** What a two-sided test at 5% finds with 80% power, in standard errors. */
  private static final double DETECTABLE = 1.959964 + 0.841621;

  private static final String BENCHMARKS = Tables.BENCHMARKS.file();
  private static final String RESIDUALS = Tables.RESIDUALS.file();
  private static final String CAPABILITY = "capability";
  private static final String ALIGNMENT = "alignment";
  private static final String REGRESSION = "regression";
  private static final int MOST_POINTS = 2000;

  private final RunTables run;

  RegressionFigures(RunTables run) {
    this.run = run;
  }

  private List<CsvTable.Row> terms(String prefix) {
    return run.rows(REGRESSIONS, r -> r.text(TERM).startsWith(prefix));
  }

  private static void addEstimate(DataRows data, CsvTable.Row row, String... names) {
    String[] cells = Arrays.copyOf(names, names.length + 4);
    int at = names.length;
    for (String column : List.of(TERM, "estimate", "ci_low", "ci_high")) {
      cells[at++] = row.optional(column);
    }
    data.add(cells);
  }

  /** Figure 1: slopes of capability on alignment. */
  Picture slopes() {
    DataRows data = DataRows.empty(FAMILY, LANGUAGE, TERM, "estimate", "ci_low", "ci_high");
    for (CsvTable.Row row : terms(SLOPE_TERM)) {
      String term = row.text(TERM);
      addEstimate(data, row, inBrackets(term, FAMILY), inBrackets(term, LANGUAGE));
    }
    return new Picture(
        "figure-1-capability",
        "Figure 1. Coefficients of capability on alignment",
        "By model family and language, from the linear mixed model with a random intercept a"
            + " model: the change in alignment with the speakers of the language as capability"
            + " goes from 0 to 1. Bars are 95% intervals.",
        IntervalChart.plain(data, LANGUAGE, "coefficient").in(FAMILY));
  }

  /** Capability, in [0, 1], by model and language. */
  private Map<List<String>, Double> capabilities() {
    return run.rows(BENCHMARKS).stream()
        .collect(
            Collectors.groupingBy(
                r -> List.of(r.text(MODEL), r.text(LANGUAGE)),
                Collectors.averagingDouble(r -> r.number("score") / 100)));
  }

  /** Figure 4: capability against alignment, with the fit of the mixed model. */
  Picture capability() {
    Map<List<String>, Double> capabilities = capabilities();
    DataRows data =
        DataRows.empty(LANGUAGE, FAMILY, MODEL, ScatterChart.KIND, CAPABILITY, ALIGNMENT);
    for (CsvTable.Row row :
        run.rows(
            RunTables.ALIGNMENT,
            r ->
                RunTables.isPlain(r)
                    && r.text(METRIC).equals(run.metric())
                    && r.text(RunTables.LEVEL).equals(RunTables.SPEAKERS)
                    && r.text(RunTables.GROUP).equals(r.text(LANGUAGE)))) {
      Double capability = capabilities.get(List.of(row.text(MODEL), row.text(LANGUAGE)));
      if (capability != null && !row.optional("estimate").isEmpty()) {
        data.add(
            row.text(LANGUAGE),
            row.text(FAMILY),
            row.text(MODEL),
            ScatterChart.OBSERVED,
            CsvFormat.cell(capability),
            row.text("estimate"));
      }
    }
    List<String> families = data.distinct(FAMILY).stream().sorted().toList();
    for (String language : data.distinct(LANGUAGE).stream().sorted().toList()) {
      families.forEach(family -> fit(data, language, family));
    }
    data.rows().sort(Comparator.comparing(r -> data.text(r, LANGUAGE)));
    return new Picture(
        "figure-4-alignment-by-capability",
        "Figure 4. Capability against alignment",
        "A mark is a model; the lines are the fit of the linear mixed model for each family, at"
            + " the mean of what self-consistency and the models' own intercepts add, where a family"
            + " has models of different capability.",
        new ScatterChart(
            data,
            LANGUAGE,
            CAPABILITY,
            ALIGNMENT,
            FAMILY,
            families,
            "capability (mean of benchmarks)",
            "alignment (" + run.metric().replace('_', ' ') + ")"));
  }

  /** Adds the ends of a family's line in a language, where its models differ in capability. */
  private void fit(DataRows data, String language, String family) {
    List<List<String>> its =
        data.rows().stream()
            .filter(
                r -> data.text(r, LANGUAGE).equals(language) && data.text(r, FAMILY).equals(family))
            .toList();
    double[] x = its.stream().mapToDouble(r -> data.number(r, CAPABILITY)).sorted().toArray();
    Map<String, Double> capability = new HashMap<>();
    its.forEach(r -> capability.put(data.text(r, MODEL), data.number(r, CAPABILITY)));
    double slope = coefficient(SLOPE_TERM + "family[" + family + "]:language[" + language + "]");
    // What the fit adds to the slope's part: consistency and the models' own intercepts.
    double start =
        run
            .rows(
                RESIDUALS,
                r ->
                    r.text(REGRESSION).equals("rq1")
                        && r.text(LANGUAGE).equals(language)
                        && capability.containsKey(r.text(MODEL)))
            .stream()
            .mapToDouble(r -> r.number("fitted") - slope * capability.get(r.text(MODEL)))
            .average()
            .orElse(Double.NaN);
    if (x.length < 2 || x[0] == x[x.length - 1] || !Double.isFinite(start + slope)) {
      return;
    }
    for (double end : new double[] {x[0], x[x.length - 1]}) {
      data.add(
          language,
          family,
          "",
          ScatterChart.FIT,
          CsvFormat.cell(end),
          CsvFormat.cell(start + slope * end));
    }
  }

  private double coefficient(String term) {
    return terms(term).stream()
        .filter(r -> r.text(TERM).equals(term))
        .mapToDouble(r -> RunTables.value(r, "estimate"))
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Figure 5: the coefficients of the bias towards the US, or the study's own references. */
  Picture countryBias() {
    List<String> references = run.references();
    boolean isOne = references.size() == 1;
    String term = isOne ? references.get(0).toLowerCase(Locale.ROOT) : "country";
    List<CsvTable.Row> all = new ArrayList<>();
    references.forEach(country -> all.addAll(terms(RunTables.biasTerm(country))));
    return new Picture(
        "figure-5-us-bias",
        references.equals(List.of("US"))
            ? "Figure 5. US-centric bias"
            : "Figure 5. Bias towards " + run.referenceNames(),
        "Coefficients "
            + term
            + " × model × language of an ordinary least squares fit: by how much alignment with "
            + run.referenceNames()
            + " exceeds alignment with the countries that speak the language, beyond what a"
            + " respondent with random answers shows. Bars are 95% intervals.",
        byModelAndLanguage(
            all,
            "coefficient of " + term,
            isOne
                ? row -> inBrackets(row.text(TERM), MODEL)
                : row -> inBrackets(row.text(TERM), MODEL) + " to " + countryOf(row)));
  }

  private static String countryOf(CsvTable.Row row) {
    String term = row.text(TERM);
    return term.substring(0, term.indexOf(':')).toUpperCase(Locale.ROOT);
  }

  private static IntervalChart byModelAndLanguage(List<CsvTable.Row> rows, String axis) {
    return byModelAndLanguage(rows, axis, row -> inBrackets(row.text(TERM), MODEL));
  }

  private static IntervalChart byModelAndLanguage(
      List<CsvTable.Row> rows, String axis, Function<CsvTable.Row, String> who) {
    DataRows data = DataRows.empty(MODEL, LANGUAGE, TERM, "estimate", "ci_low", "ci_high");
    for (CsvTable.Row row : rows) {
      String term = row.text(TERM);
      addEstimate(data, row, who.apply(row), inBrackets(term, LANGUAGE));
    }
    List<String> languages = data.distinct(LANGUAGE).stream().sorted().toList();
    return IntervalChart.bySeries(data, MODEL, LANGUAGE, languages, axis);
  }

  /** Figure 9: residuals against fitted values. */
  Picture residuals() {
    DataRows data =
        DataRows.empty(
            REGRESSION, ScatterChart.KIND, MODEL, LANGUAGE, RunTables.GROUP, "fitted", "residual");
    for (List<CsvTable.Row> rows : residualRows().values()) {
      for (CsvTable.Row row : thinned(rows)) {
        data.add(
            row.text(REGRESSION),
            ScatterChart.OBSERVED,
            row.text(MODEL),
            row.text(LANGUAGE),
            row.optional(RunTables.GROUP),
            row.text("fitted"),
            row.text("residual"));
      }
    }
    return new Picture(
        "figure-9-residuals",
        "Figure 9. Residuals of the regressions",
        "Against the fitted values; with valid inference a mark is the mean over rounds of one"
            + " model, language and group. A good fit shows no pattern around zero."
            + thinnedNote(),
        new ScatterChart(
            data, REGRESSION, "fitted", "residual", "", List.of(), "fitted alignment", "residual"));
  }

  /** Figure 9, second part: residuals against normal quantiles. */
  Picture residualQuantiles() {
    DataRows data =
        DataRows.empty(
            REGRESSION, ScatterChart.KIND, MODEL, LANGUAGE, "normal_quantile", "residual");
    residualRows()
        .forEach(
            (name, rows) -> {
              List<CsvTable.Row> sorted = new ArrayList<>(rows);
              sorted.sort(Comparator.comparingDouble(r -> r.number("residual")));
              int n = sorted.size();
              double sd =
                  Math.sqrt(
                      sorted.stream()
                          .mapToDouble(r -> r.number("residual") * r.number("residual"))
                          .average()
                          .orElse(0));
              int every = (n + MOST_POINTS - 1) / MOST_POINTS;
              for (int i = 0; i < n; i += every) {
                CsvTable.Row row = sorted.get(i);
                data.add(
                    name,
                    ScatterChart.OBSERVED,
                    row.text(MODEL),
                    row.text(LANGUAGE),
                    CsvFormat.cell(Normal.quantile((i + 0.5) / n)),
                    row.text("residual"));
              }
              double end = Normal.quantile((n - 0.5) / n);
              for (double x : new double[] {-end, end}) {
                data.add(name, ScatterChart.FIT, "", "", CsvFormat.cell(x), CsvFormat.cell(x * sd));
              }
            });
    return new Picture(
        "figure-9-quantiles",
        "Figure 9, continued. Residuals against the normal distribution",
        "Each residual at the quantile of its rank; marks on the line are normally distributed.",
        new ScatterChart(
            data,
            REGRESSION,
            "normal_quantile",
            "residual",
            "",
            List.of(),
            "quantile of the normal distribution",
            "residual"));
  }

  private Map<String, List<CsvTable.Row>> residualRows() {
    Map<String, List<CsvTable.Row>> byRegression = new TreeMap<>();
    run.rows(RESIDUALS)
        .forEach(
            r ->
                byRegression.computeIfAbsent(r.text(REGRESSION), name -> new ArrayList<>()).add(r));
    return byRegression;
  }

  private static <T> List<T> thinned(List<T> rows) {
    int every = (rows.size() + MOST_POINTS - 1) / MOST_POINTS;
    List<T> kept = new ArrayList<>();
    for (int i = 0; i < rows.size(); i += every) {
      kept.add(rows.get(i));
    }
    return kept;
  }

  private String thinnedNote() {
    return residualRows().values().stream().anyMatch(rows -> rows.size() > MOST_POINTS)
        ? " Not every row is drawn; residuals.csv has them all."
        : "";
  }

  /** What size of effect the run could have seen. */
  Picture power() {
    DataRows data =
        DataRows.empty(
            REGRESSION, "effect", TERM, MODEL, LANGUAGE, "what", "estimate", "ci_low", "ci_high");
    List<String> order = List.of("size of the estimate", "smallest detectable");
    List<String> prefixes = new ArrayList<>(List.of(SLOPE_TERM));
    run.references().forEach(country -> prefixes.add(RunTables.biasTerm(country)));
    for (String prefix : run.isPublished() ? List.<String>of() : prefixes) {
      for (CsvTable.Row row : terms(prefix)) {
        double error = RunTables.value(row, "std_err");
        if (!(error > 0)) {
          continue;
        }
        String term = row.text(TERM);
        String model = prefix.equals(SLOPE_TERM) ? "" : inBrackets(term, MODEL);
        String who = model.isEmpty() ? inBrackets(term, FAMILY) : model;
        String language = inBrackets(term, LANGUAGE);
        double[] sizes = {Math.abs(RunTables.value(row, "estimate")), DETECTABLE * error};
        for (int i = 0; i < sizes.length; i++) {
          data.add(
              row.text(REGRESSION),
              who + " in " + language,
              term,
              model,
              language,
              order.get(i),
              CsvFormat.cell(sizes[i]),
              "",
              "");
        }
      }
    }
    return new Picture(
        "figure-13-power",
        "Figure 13. What this run could detect",
        "The size of each coefficient, and the smallest that a test at 5% finds with 80% power,"
            + " 2.8 times its bootstrap standard error. Where the second is far to the right, the"
            + " run was too small to tell, and no effect seen does not mean that there is none.",
        IntervalChart.bySeries(data, "effect", "what", order, "size of the coefficient")
            .in(REGRESSION));
  }

  /** What naming a country does, where prompts name countries. */
  Picture personaGains() {
    return new Picture(
        "figure-14-personas",
        "Figure 14. Naming a country in the prompt",
        "By how much alignment with a country rises when the prompt names it, against the same"
            + " prompts in the same language naming none: the mean over the countries named."
            + " Bars are 95% intervals; topics are drawn alike for both.",
        byModelAndLanguage(meanTerms(PERSONA_TERM), "gain in alignment"));
  }

  /** Naming a country in English against asking in its language. */
  Picture personaOverLanguage() {
    DataRows data = DataRows.empty(MODEL, TERM, "estimate", "ci_low", "ci_high");
    meanTerms(OVER_LANGUAGE_TERM)
        .forEach(row -> addEstimate(data, row, inBrackets(row.text(TERM), MODEL)));
    return new Picture(
        "figure-15-persona-or-language",
        "Figure 15. Naming a country in English, or asking in its language",
        "Alignment with the country when it is named in English, minus alignment when it is asked"
            + " in its own language and none is named. regressions.csv has the terms of each"
            + " country.",
        IntervalChart.plain(data, MODEL, "difference in alignment"));
  }

  private List<CsvTable.Row> meanTerms(String prefix) {
    Predicate<CsvTable.Row> mean = r -> !r.text(TERM).contains(":country[");
    return terms(prefix).stream().filter(mean).toList();
  }
}
