package org.polarbeam.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarbeam.files.CsvTable;

/** Figures of R (lme4, lmerTest, stats) on data that lie in this repository. */
class KnownAnswersTest {
  private static final List<String> LANGUAGES = List.of("en", "nl", "pt");

  private static CsvTable table(String file) {
    try (Reader reader =
        new InputStreamReader(
            KnownAnswersTest.class.getResourceAsStream("known/" + file), StandardCharsets.UTF_8)) {
      return CsvTable.read(file, reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, CsvTable.Row> expected(String file) {
    Map<String, CsvTable.Row> byTerm = new HashMap<>();
    table(file).rows().forEach(row -> byTerm.put(row.text("term"), row));
    return byTerm;
  }

  /** The value of a term such as {@code languageen:consistency} in a row; 1 for the intercept. */
  private static double value(CsvTable.Row row, String term) {
    double value = 1;
    for (String part : term.equals("(Intercept)") ? new String[0] : term.split(":")) {
      value *=
          part.startsWith("language")
              ? indicator(row, "language", part)
              : part.startsWith("family") ? indicator(row, "family", part) : row.number(part);
    }
    return value;
  }

  private static double indicator(CsvTable.Row row, String column, String part) {
    return row.text(column).equals(part.substring(column.length())) ? 1 : 0;
  }

  private static double[][] design(List<CsvTable.Row> rows, List<String> terms) {
    return rows.stream()
        .map(row -> terms.stream().mapToDouble(term -> value(row, term)).toArray())
        .toArray(double[][]::new);
  }

  private static double[] outcome(List<CsvTable.Row> rows) {
    return rows.stream().mapToDouble(row -> row.number("alignment")).toArray();
  }

  private static void near(double expected, double actual, double relative, String what) {
    assertEquals(expected, actual, relative * Math.max(1e-4, Math.abs(expected)), what);
  }

  @ParameterizedTest
  @CsvSource({
    "cells, cells, reml",
    "cells, cells, ml",
    "cells-one-each, cells-one-each, reml",
    "cells-one-each, cells-one-each, ml",
    "cells, cells-slopes, reml",
    "cells, cells-slopes, ml",
    "singular, singular, reml",
    "singular, singular, ml",
    "large-intercepts, large-intercepts, reml",
    "large-intercepts, large-intercepts, ml"
  })
  void aRandomInterceptIsAsLme4(String data, String set, String method) {
    List<CsvTable.Row> rows = table(data + ".csv").rows();
    Map<String, CsvTable.Row> expected = expected(set + "." + method + ".expected.csv");
    List<String> terms =
        table(set + "." + method + ".expected.csv").rows().stream()
            .map(row -> row.text("term"))
            .takeWhile(term -> !term.startsWith("var:"))
            .toList();
    int[] group = new int[rows.size()];
    Map<String, Integer> groups = new TreeMap<>();
    for (int i = 0; i < group.length; i++) {
      group[i] = groups.computeIfAbsent(rows.get(i).text("model"), m -> groups.size());
    }
    RandomIntercept fit =
        RandomIntercept.fit(
            Design.of(terms, design(rows, terms)),
            outcome(rows),
            group,
            RandomIntercept.Method.valueOf(method.toUpperCase(Locale.ROOT)));
    for (Coefficient c : fit.coefficients()) {
      CsvTable.Row row = expected.get(c.term());
      near(row.number("estimate"), c.estimate(), 1e-4, "estimate of " + c.term());
      near(row.number("std_err"), c.stdErr(), 1e-5, "standard error of " + c.term());
      near(row.number("df"), c.df(), 1e-3, "degrees of freedom of " + c.term());
    }
    double logLik = expected.get("logLik").number("estimate");
    assertTrue(fit.logLik() >= logLik - 1e-6, fit.logLik() + " < " + logLik);
    assertEquals(logLik, fit.logLik(), 1e-4);
    near(expected.get("var:model").number("estimate"), fit.groupVariance(), 1e-3, "between");
    near(expected.get("var:Residual").number("estimate"), fit.residualVariance(), 1e-4, "within");
    assertEquals(set.equals("singular"), fit.singular());
  }

  @Test
  void leastSquaresWithInteractionsAreAsR() {
    List<CsvTable.Row> rows = table("cells.csv").rows();
    Map<String, CsvTable.Row> expected = expected("cells-interaction.ols.expected.csv");
    List<String> terms = new ArrayList<>(List.of("(Intercept)", "consistency"));
    LANGUAGES.forEach(l -> terms.add("language" + l));
    terms.addAll(List.of("familybirch", "familycedar"));
    LANGUAGES.forEach(l -> terms.add("consistency:language" + l));
    LeastSquares fit = LeastSquares.fit(Design.of(terms, design(rows, terms)), outcome(rows));
    for (Coefficient c : fit.coefficients()) {
      CsvTable.Row row = expected.get(c.term());
      near(row.number("estimate"), c.estimate(), 1e-9, c.term());
      near(row.number("std_err"), c.stdErr(), 1e-9, c.term());
      near(row.number("statistic"), c.statistic(), 1e-9, c.term());
      near(row.number("p_value"), c.pValue(), 1e-8, c.term());
      near(row.number("ci_low"), c.ciLow(), 1e-8, c.term());
      near(row.number("ci_high"), c.ciHigh(), 1e-8, c.term());
    }
    near(expected.get("r2").number("estimate"), fit.rSquared(), 1e-10, "R squared");
    near(expected.get("sigma").number("estimate"), fit.residualSd(), 1e-10, "sigma");
  }

  @Test
  void aDependentColumnIsNamed() {
    List<CsvTable.Row> rows = table("rank-deficient.csv").rows();
    List<String> terms = List.of("(Intercept)", "consistency", "half", "languageen");
    SingularDesignException e =
        assertThrows(SingularDesignException.class, () -> Design.of(terms, design(rows, terms)));
    assertTrue(e.getMessage().contains("half"), e.getMessage());
  }

  @Test
  void adjustedPValuesAreAsR() {
    List<CsvTable.Row> rows = table("p-adjust.csv").rows();
    double[] adjusted =
        AdjustedP.benjaminiHochberg(rows.stream().mapToDouble(r -> r.number("p")).toArray());
    double[] holm = AdjustedP.holm(rows.stream().mapToDouble(r -> r.number("p")).toArray());
    for (int i = 0; i < adjusted.length; i++) {
      near(rows.get(i).number("bh"), adjusted[i], 1e-10, "row " + i);
      near(rows.get(i).number("holm"), holm[i], 1e-10, "row " + i);
    }
  }

  @Test
  void correlationsWithManyTiesAreExact() {
    List<CsvTable.Row> rows = table("ties.csv").rows();
    double[] x = rows.stream().mapToDouble(r -> r.number("x")).toArray();
    double[] y = rows.stream().mapToDouble(r -> r.number("y")).toArray();
    Map<String, Double> expected = new HashMap<>();
    table("ties.expected.csv")
        .rows()
        .forEach(r -> expected.put(r.text("statistic"), r.number("value")));
    assertEquals(expected.get("pearson"), Correlation.pearson(x, y), 1e-12);
    assertEquals(expected.get("spearman"), Correlation.spearman(x, y), 1e-12);
  }
}
