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

/** The figures of the regressions: coefficients, what they are fitted to, and how well they fit. */
final class RegressionFigures {
  /** The slope of capability that answers RQ1. */
  static final String CAPABILITY_TERM = "capability";

  /** Slopes by family and language: exploratory, or what the published formula gives. */
  static final String SLOPE_TERM = "multilingual:";

  static final String PERSONA_TERM = "persona:";
  static final String OVER_LANGUAGE_TERM = "persona_over_language:";

  /** What a two-sided test at 5% finds with 80% power, in standard errors. */
  private static final double DETECTABLE = 1.959964 + 0.841621;

  private static final String BENCHMARKS = Tables.BENCHMARKS.file();
  static final String RESIDUALS = Tables.RESIDUALS.file();
  private static final String CAPABILITY = "capability";
  private static final String ALIGNMENT = "alignment";
  private static final String REGRESSION = "regression";

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
        "By model family and language, from a linear mixed model with a random intercept a"
            + " model: the change in alignment with the speakers of the language as capability"
            + " goes from 0 to 1. Bars are 95% intervals."
            + (!run.hasOneSlope()
                ? " The published formula has no intercept, so these are above zero by construction."
                : " Exploratory: the one slope that answers RQ1 is in the sentence above; with so"
                    + " many some exclude zero by chance, and regressions.csv has p-values adjusted"
                    + " for that."),
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
        "A mark is a model; the lines are the fit of the linear mixed model"
            + (!run.hasOneSlope() ? " for each family" : ", with one slope for all")
            + ", at the mean of what self-consistency and the models' own intercepts add, where a"
            + " family has models of different capability.",
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
    double slope =
        coefficient(
            !run.hasOneSlope()
                ? SLOPE_TERM + "family[" + family + "]:language[" + language + "]"
                : CAPABILITY_TERM);
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
            + " exceeds alignment with "
            + run.comparedWith()
            + ", beyond what a"
            + " respondent with random answers shows. Bars are 95% intervals"
            + run.covers()
            + ".",
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

  /** What size of effect the run could have seen. */
  Picture power() {
    DataRows data =
        DataRows.empty(
            REGRESSION, "effect", TERM, MODEL, LANGUAGE, "what", "estimate", "ci_low", "ci_high");
    List<String> order = List.of("size of the estimate", "smallest detectable");
    List<String> prefixes =
        new ArrayList<>(List.of(run.hasOneSlope() ? CAPABILITY_TERM : SLOPE_TERM));
    run.references().forEach(country -> prefixes.add(RunTables.biasTerm(country)));
    for (String prefix : run.isPublished() ? List.<String>of() : prefixes) {
      for (CsvTable.Row row : terms(prefix)) {
        double error = RunTables.value(row, "std_err");
        if (!(error > 0)) {
          continue;
        }
        String term = row.text(TERM);
        boolean isSlope = prefix.equals(CAPABILITY_TERM);
        String model = isSlope ? "" : inBrackets(term, MODEL);
        String language = isSlope ? "" : inBrackets(term, LANGUAGE);
        double[] sizes = {Math.abs(RunTables.value(row, "estimate")), DETECTABLE * error};
        for (int i = 0; i < sizes.length; i++) {
          data.add(
              row.text(REGRESSION),
              isSlope
                  ? term.equals(CAPABILITY_TERM) ? "slope of capability" : term
                  : model + " in " + language,
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
            + " 2.8 times its standard error. Where the second is far to the right, the"
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
            + " Bars are 95% intervals"
            + run.covers()
            + "; topics are drawn alike for both.",
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
