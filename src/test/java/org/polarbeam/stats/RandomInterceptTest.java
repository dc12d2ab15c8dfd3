package org.polarbeam.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.polarbeam.Shared;
import org.polarbeam.files.CsvTable;

class RandomInterceptTest {

  /** The balanced one-way layout has closed-form REML variances. */
  @Test
  void givenBalancedGroups_thenVariancesAreThoseOfTheAnalysisOfVariance() {
    double[] y = {1, 2, 3, 4, 6, 7, 8, 9, 2, 3, 3, 4};
    int[] group = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2};
    double[][] ones = new double[12][1];
    for (double[] row : ones) {
      row[0] = 1;
    }
    RandomIntercept fit =
        RandomIntercept.fit(
            Design.of(List.of("Intercept"), ones), y, group, RandomIntercept.Method.REML);
    double within = (5 + 5 + 2) / 9.0;
    double[] means = {2.5, 7.5, 3};
    double grand = 13.0 / 3;
    double between = 0;
    for (double mean : means) {
      between += 4 * (mean - grand) * (mean - grand) / 2;
    }
    assertEquals(within, fit.residualVariance(), 1e-7);
    assertEquals((between - within) / 4, fit.groupVariance(), 1e-6);
    assertEquals(grand, fit.coefficients().get(0).estimate(), 1e-12);
    assertEquals(Math.sqrt(between / 12), fit.coefficients().get(0).stdErr(), 1e-7);
    assertEquals(2, fit.coefficients().get(0).df(), 1e-5);
  }

  @ParameterizedTest
  @EnumSource
  void givenSleepstudy_thenAsLme4(RandomIntercept.Method method) {
    check("sleepstudy", "Reaction", "Subject", "Days", method);
  }

  @ParameterizedTest
  @EnumSource
  void givenUnbalancedSleepstudy_thenAsLme4(RandomIntercept.Method method) {
    check("sleepstudy-unbalanced", "Reaction", "Subject", "Days", method);
  }

  @ParameterizedTest
  @EnumSource
  void givenDyestuff_thenAsLme4(RandomIntercept.Method method) {
    check("dyestuff", "Yield", "Batch", null, method);
  }

  @ParameterizedTest
  @EnumSource
  void givenNoVarianceBetweenBatches_thenSingularAsLme4(RandomIntercept.Method method) {
    assertTrue(check("dyestuff2-singular", "Yield", "Batch", null, method).singular());
  }

  @Test
  void givenDependentColumns_thenTheErrorNamesOne() {
    double[][] rows = {{1, 2}, {2, 4}, {3, 6}};
    SingularDesignException e =
        assertThrows(
            SingularDesignException.class, () -> Design.of(List.of("one", "double"), rows));
    assertTrue(e.getMessage().contains("double"), e.getMessage());
  }

  private static RandomIntercept check(
      String set, String outcome, String grouping, String slope, RandomIntercept.Method method) {
    List<CsvTable.Row> rows = Shared.table("known/" + set + ".csv").rows();
    List<String> terms = new ArrayList<>(List.of("(Intercept)"));
    if (slope != null) {
      terms.add(slope);
    }
    double[][] x = new double[rows.size()][];
    double[] y = new double[rows.size()];
    int[] group = new int[rows.size()];
    Map<String, Integer> groups = new HashMap<>();
    for (int i = 0; i < x.length; i++) {
      CsvTable.Row row = rows.get(i);
      x[i] = slope == null ? new double[] {1} : new double[] {1, row.number(slope)};
      y[i] = row.number(outcome);
      group[i] = groups.computeIfAbsent(row.text(grouping), g -> groups.size());
    }
    RandomIntercept fit = RandomIntercept.fit(Design.of(terms, x), y, group, method);

    Map<String, CsvTable.Row> expected = new HashMap<>();
    String known = "known/" + set + "." + method.name().toLowerCase(Locale.ROOT) + ".expected.csv";
    Shared.table(known).rows().forEach(row -> expected.put(row.text("term"), row));
    for (Coefficient c : fit.coefficients()) {
      CsvTable.Row row = expected.get(c.term());
      near(row, "estimate", 1e-5, c, Coefficient::estimate);
      near(row, "std_err", 1e-5, c, Coefficient::stdErr);
      assertEquals(row.number("df"), c.df(), 1e-3, set + " df of " + c.term());
      near(row, "t", 1e-5, c, Coefficient::statistic);
    }
    double between = expected.get("var:" + grouping).number("estimate");
    assertEquals(between, fit.groupVariance(), Math.max(1e-9, 1e-5 * between));
    double within = expected.get("var:Residual").number("estimate");
    assertEquals(within, fit.residualVariance(), 1e-5 * within);
    double logLik = expected.get("logLik").number("estimate");
    assertTrue(fit.logLik() >= logLik - 1e-6, fit.logLik() + " < " + logLik);
    assertEquals(logLik, fit.logLik(), 1e-4);
    return fit;
  }

  private static void near(
      CsvTable.Row row,
      String column,
      double relative,
      Coefficient c,
      ToDoubleFunction<Coefficient> figure) {
    double expected = row.number(column);
    assertEquals(
        expected, figure.applyAsDouble(c), relative * Math.abs(expected), column + " " + c.term());
  }
}
