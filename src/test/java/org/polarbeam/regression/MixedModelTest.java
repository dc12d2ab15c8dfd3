package org.polarbeam.regression;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarbeam.Shared;
import org.polarbeam.files.CsvTable;
import org.polarbeam.stats.Coefficient;
import org.polarbeam.stats.Design;
import org.polarbeam.stats.MixedModel;
import org.polarbeam.stats.RandomIntercept;
import org.polarbeam.stats.SingularDesignException;

/** Mixed models beside lme4, lmerTest and pbkrtest. */
class MixedModelTest {
  private static CsvTable table(String file) {
    try (Reader reader =
        new InputStreamReader(
            MixedModelTest.class.getResourceAsStream("/org/polarbeam/stats/known/" + file),
            StandardCharsets.UTF_8)) {
      return CsvTable.read(file, reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MixedModel fit(
      CsvTable data, String formula, String method, MixedModel.Errors errors) {
    ModelFrame frame = ModelFrame.of(Formula.parse(formula), data);
    return MixedModel.fit(
        frame.design(),
        frame.outcome(),
        frame.groups(),
        RandomIntercept.Method.valueOf(method.toUpperCase(Locale.ROOT)),
        errors);
  }

  private static Map<String, CsvTable.Row> byTerm(CsvTable table) {
    Map<String, CsvTable.Row> rows = new HashMap<>();
    table.rows().forEach(row -> rows.put(sorted(row.text("term").strip()), row));
    return rows;
  }

  private static void near(double expected, double actual, double relative, String what) {
    assertEquals(expected, actual, relative * Math.max(1e-4, Math.abs(expected)), what);
  }

  private static void check(MixedModel fit, CsvTable expected, double reach, String what) {
    Map<String, CsvTable.Row> rows = byTerm(expected);
    for (Coefficient c : fit.coefficients()) {
      CsvTable.Row row = rows.get(rName(c.term()));
      near(row.number("estimate"), c.estimate(), 1e-5, what + " estimate of " + c.term());
      near(row.number("std_err"), c.stdErr(), reach, what + " standard error of " + c.term());
      near(row.number("df"), c.df(), 1e-3, what + " degrees of freedom of " + c.term());
    }
    fit.variances()
        .forEach(
            (name, v) ->
                near(rows.get("var:" + name).number("estimate"), v, 2 * reach, what + name));
    near(rows.get("var:Residual").number("estimate"), fit.residualVariance(), reach, what);
    double logLik = rows.get("logLik").number("estimate");
    assertTrue(fit.logLik() >= logLik - 1e-6, what + fit.logLik() + " < " + logLik);
    assertEquals(logLik, fit.logLik(), 1e-5, what);
    near(rows.get("AIC").number("estimate"), fit.aic(), 1e-6, what + " AIC");
    near(rows.get("BIC").number("estimate"), fit.bic(), 1e-6, what + " BIC");
  }

  /** As R calls a term of ours: {@code language[en]:x} is {@code languageen:x}. */
  private static String rName(String term) {
    return term.equals("Intercept") ? "(Intercept)" : sorted(term.replaceAll("[\\[\\]]", ""));
  }

  /** R puts the parts of an interaction in an order of its own. */
  private static String sorted(String term) {
    return term.startsWith("var:")
        ? term
        : String.join(":", java.util.Arrays.stream(term.split(":")).sorted().toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "cells; cells; alignment ~ language + consistency + capability + (1 | model)",
        "cells-one-each; cells-one-each; alignment ~ language + consistency + capability + (1|model)",
        "cells; cells-slopes; alignment ~ 0 + consistency:language + capability:family:language"
            + " + (1 | model)",
        "singular; singular; alignment ~ language + consistency + capability + (1 | model)",
        "large-intercepts; large-intercepts; alignment ~ language + consistency + (1 | model)",
        "crossed; crossed; score ~ us + (1 | model) + (1 | topic)"
      })
  void everyFigureIsAsInR(String data, String set, String formula) {
    for (String method : List.of("reml", "ml")) {
      CsvTable expected = table(set + "." + method + ".expected.csv");
      MixedModel fit = fit(table(data + ".csv"), formula, method, MixedModel.Errors.SATTERTHWAITE);
      String what = set + " " + method + " ";
      check(fit, expected, 1e-5, what);
      Map<String, CsvTable.Row> rows = byTerm(expected);
      near(rows.get("r2_marginal").number("estimate"), fit.marginalR2(), 2e-5, what + "R2m");
      near(rows.get("r2_conditional").number("estimate"), fit.conditionalR2(), 2e-5, what + "R2c");
      assertEquals(set.equals("singular"), fit.isSingular());
      assertEquals(set.equals("singular"), fit.notes().toString().contains("singular"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "cells; cells; alignment ~ language + consistency + capability + (1 | model)",
        "cells-one-each; cells-one-each; alignment ~ language + consistency + capability + (1|model)",
        "large-intercepts; large-intercepts; alignment ~ language + consistency + (1 | model)",
        "crossed; crossed; score ~ us + (1 | model) + (1 | topic)"
      })
  void errorsOfKenwardAndRogerAreAsInPbkrtest(String data, String set, String formula) {
    MixedModel fit = fit(table(data + ".csv"), formula, "reml", MixedModel.Errors.KENWARD_ROGER);
    Map<String, CsvTable.Row> rows = byTerm(table(set + ".reml.expected.csv"));
    for (Coefficient c : fit.coefficients()) {
      CsvTable.Row row = rows.get(rName(c.term()));
      near(row.number("kr_std_err"), c.stdErr(), 1e-5, "standard error of " + c.term());
      near(row.number("kr_df"), c.df(), 1e-3, "degrees of freedom of " + c.term());
      near(row.number("kr_p_value"), c.pValue(), 2e-3, "p of " + c.term());
    }
  }

  /**
   * By lme4's own choice of when to stop, which for two factors is early: let go on, it comes to
   * our figures, and its likelihood is no greater.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "sleepstudy; Reaction ~ Days + (1 | Subject)",
        "sleepstudy-unbalanced; Reaction ~ Days + (1 | Subject)",
        "dyestuff; Yield ~ 1 + (1 | Batch)",
        "dyestuff2-singular; Yield ~ 1 + (1 | Batch)",
        "penicillin-crossed; diameter ~ 1 + (1 | plate) + (1 | sample)"
      })
  void theClassicsAreAsInLme4(String set, String formula) {
    CsvTable data = Shared.table("known/" + set + ".csv");
    for (String method : List.of("reml", "ml")) {
      check(
          fit(data, formula, method, MixedModel.Errors.SATTERTHWAITE),
          Shared.table("known/" + set + "." + method + ".expected.csv"),
          set.endsWith("crossed") ? 4e-5 : 1e-5,
          set + " " + method + " ");
    }
  }

  @Test
  void whatCannotBeToldApartIsRefused() {
    Design design = Design.of(List.of("Intercept"), new double[][] {{1}, {1}, {1}, {1}});
    double[] y = {1, 2, 4, 3};
    for (int[] group : new int[][] {{0, 1, 2, 3}, {0, 0, 0, 0}}) {
      Map<String, int[]> groups = new LinkedHashMap<>(Map.of("model", group));
      assertThrows(
          SingularDesignException.class,
          () ->
              MixedModel.fit(
                  design, y, groups, RandomIntercept.Method.REML, MixedModel.Errors.SATTERTHWAITE));
    }
  }

  @Test
  void anExactFitHasNoErrors() {
    List<double[]> x = new ArrayList<>();
    double[] y = new double[12];
    int[] group = new int[12];
    for (int i = 0; i < 12; i++) {
      x.add(new double[] {1, i});
      y[i] = 2 + 3 * i;
      group[i] = i % 3;
    }
    MixedModel fit =
        MixedModel.fit(
            Design.of(List.of("Intercept", "x"), x.toArray(double[][]::new)),
            y,
            new TreeMap<>(Map.of("g", group)),
            RandomIntercept.Method.REML,
            MixedModel.Errors.KENWARD_ROGER);
    assertTrue(Double.isNaN(fit.coefficients().get(1).pValue()));
    assertTrue(fit.notes().toString().contains("exact"), fit.notes().toString());
  }
}
