package org.polarbeam.report;

import static org.polarbeam.report.RegressionFigures.RESIDUALS;
import static org.polarbeam.report.RunTables.LANGUAGE;
import static org.polarbeam.report.RunTables.MODEL;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.CsvTable;
import org.polarbeam.report.chart.DataRows;
import org.polarbeam.report.chart.Picture;
import org.polarbeam.report.chart.ScatterChart;
import org.polarbeam.stats.Normal;

/** The figures of how well the regressions fit. */
final class FitFigures {
  private static final String REGRESSION = "regression";
  private static final int MOST_POINTS = 2000;

  private final RunTables run;

  FitFigures(RunTables run) {
    this.run = run;
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
        "Against the fitted values; a mark is one model, language and group"
            + (run.isPublished() ? " in one round" : "")
            + ". A good fit shows no pattern around zero."
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
}
