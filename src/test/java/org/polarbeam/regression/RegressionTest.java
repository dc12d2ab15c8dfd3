package org.polarbeam.regression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polarbeam.Shared;
import org.polarbeam.alignment.RandomBaseline;
import org.polarbeam.alignment.Resampling;
import org.polarbeam.alignment.TopicEffects;
import org.polarbeam.files.CsvTable;
import org.polarbeam.record.Regression;
import org.polarbeam.stats.Coefficient;

class RegressionTest {
  private static final Basis WIDE = new Basis(30, false);

  @Test
  void givenThePublishedRoundsOfRq1_thenTheFitIsLme4s() {
    Regression fit =
        CapabilityRegression.pooled(
            CapabilityRegression.read(Shared.table("study/expected/rq1_rounds.csv")));
    Map<String, Coefficient> ours = byTerm(fit);
    for (CsvTable.Row row : Shared.table("study/expected/rq1_lme4.csv").rows()) {
      String term = ourSpelling(row.text("term"));
      Coefficient c = ours.remove(term);
      if (term.equals("logLik")) {
        assertTrue(c.estimate() >= row.number("estimate") - 1e-6, "logLik " + c.estimate());
      } else if (term.startsWith("var:")) {
        assertEquals(row.number("estimate"), c.estimate(), 1e-4 * row.number("estimate"), term);
      } else {
        assertEquals(row.number("estimate"), c.estimate(), 2e-5, term);
        assertEquals(row.number("std_err"), c.stdErr(), 1e-4 * row.number("std_err"), term);
        assertEquals(row.number("df"), c.df(), 2e-3 * row.number("df"), term);
      }
    }
    assertTrue(ours.isEmpty(), "terms lme4 does not have: " + ours.keySet());
  }

  /** R writes {@code languageda:multilingual:familygemma}. */
  private static String ourSpelling(String term) {
    return term.replaceFirst(
            "language(..):multilingual:family(.*)", "multilingual:family[$2]:language[$1]")
        .replaceFirst("consistency:language(..)$", "consistency:language[$1]");
  }

  @Test
  void givenThePublishedRoundsOfRq2_thenTheFitIsStatsmodels() {
    Regression fit =
        BiasRegression.pooled(BiasRegression.read(Shared.table("study/expected/rq2_rounds.csv")));
    Map<String, Coefficient> ours = byTerm(fit);
    for (CsvTable.Row row : Shared.table("study/expected/rq2_statsmodels.csv").rows()) {
      String term = row.text("term").replace("[T.True]", "").replace("[T.", "[");
      Coefficient c = ours.remove(term);
      assertEquals(row.number("estimate"), c.estimate(), 1e-10, term);
      assertEquals(row.number("std_err"), c.stdErr(), 1e-10, term);
      assertEquals(row.number("p_value"), c.pValue(), 1e-9, term);
      assertEquals(row.number("ci_low"), c.ciLow(), 1e-9, term);
    }
    assertTrue(ours.isEmpty(), "terms statsmodels does not have: " + ours.keySet());
    assertEquals(0.685, Double.parseDouble(fit.diagnostics().get("r_squared")), 5e-4);
  }

  @Test
  void givenOneModel_thenRq1SaysWhyItWasNotFitted() {
    Regression fit =
        CapabilityRegression.pooled(
            List.of(new CapabilityRegression.Row("m", "f", "da", 0, 0.5, 0.5, 0.5)));
    assertTrue(fit.coefficients().isEmpty());
    assertTrue(fit.diagnostics().get("not_fitted").contains("no family has two models"));
  }

  private static Map<String, Coefficient> byTerm(Regression fit) {
    Map<String, Coefficient> terms = new HashMap<>();
    fit.coefficients().forEach(c -> terms.put(c.term(), c));
    return terms;
  }

  private static CapabilityRegression.Row row(
      String model, String family, String language, int round, double alignment) {
    double capability = 0.3 + 0.1 * (model.hashCode() % 5) + (language.equals("en") ? 0.2 : 0);
    return new CapabilityRegression.Row(
        model,
        family,
        language,
        round,
        alignment,
        0.5 + 0.01 * ((model + language + round).hashCode() % 10),
        capability);
  }

  @Test
  void givenOneModelAFamily_thenRq1IsNotFittedAndTheReasonTold() {
    List<CapabilityRegression.Row> rows = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      for (String model : List.of("a1", "b1")) {
        rows.add(row(model, model.substring(0, 1), "da", round, 0.1 + 0.03 * round));
        rows.add(row(model, model.substring(0, 1), "en", round, 0.3 - 0.02 * round));
      }
    }
    Regression fit = CapabilityRegression.pooled(rows);
    assertTrue(fit.coefficients().isEmpty());
    assertTrue(fit.diagnostics().get("not_fitted").contains("no family has two models"));
  }

  /** Least squares with an intercept leaves nothing on average; fit and residual are the row. */
  @Test
  void residualsOfAllRoundsTogether_areThoseOfTheRows() {
    List<BiasRegression.Row> rows =
        BiasRegression.read(Shared.table("study/expected/rq2_rounds.csv"));
    Regression fit = BiasRegression.pooled(rows);
    assertEquals(rows.size(), fit.residuals().size());
    Map<String, Double> alignments = new HashMap<>();
    rows.forEach(
        r -> alignments.put(r.model() + r.language() + r.group() + r.round(), r.alignment()));
    double sum = 0;
    double squares = 0;
    for (Regression.Residual r : fit.residuals()) {
      double alignment = alignments.get(r.model() + r.language() + r.group() + r.round());
      assertEquals(alignment, r.fitted() + r.residual(), 1e-12);
      sum += r.residual();
      squares += r.residual() * r.residual();
    }
    assertEquals(0, sum, 1e-8);
    double sd = Math.sqrt(squares / (rows.size() - fit.coefficients().size()));
    assertEquals(Double.parseDouble(fit.diagnostics().get("residual_sd")), sd, 1e-10);
  }

  /** The mixed model's residuals leave out the predicted intercepts, as lme4's do. */
  @Test
  void residualsOfTheMixedModel_addUpToTheRows() {
    List<CapabilityRegression.Row> rows =
        CapabilityRegression.read(Shared.table("study/expected/rq1_rounds.csv"));
    Regression fit = CapabilityRegression.pooled(rows);
    assertEquals(rows.size(), fit.residuals().size());
    double squares = fit.residuals().stream().mapToDouble(r -> r.residual() * r.residual()).sum();
    double variance = byTerm(fit).get("var:Residual").estimate();
    assertEquals(1, squares / rows.size() / variance, 0.02);
  }

  /** Nothing to compare a reference with is told by either inference, and breaks neither. */
  @Test
  void givenOnlyReferences_thenTheBiasIsNotFitted() {
    List<BiasRegression.Row> rows = new ArrayList<>();
    for (String model : List.of("a", RandomBaseline.NAME)) {
      rows.add(new BiasRegression.Row(model, "ja", "JP", "JP", 0, 0.5));
      rows.add(new BiasRegression.Row(model, "ja", "JP", "JP", 1, 0.6));
    }
    for (Regression fit :
        List.of(
            BiasRegression.pooled(rows),
            BiasRegression.of(rows, rows, Resampling.valid(2, 1), WIDE))) {
      assertTrue(fit.coefficients().isEmpty());
      assertEquals(
          "no language has a country that is no reference", fit.diagnostics().get("not_fitted"));
    }
    for (String model : List.of("a", RandomBaseline.NAME)) {
      rows.add(new BiasRegression.Row(model, "en", "GB", "", 0, model.equals("a") ? 0.4 : 0.1));
      rows.add(new BiasRegression.Row(model, "en", "IE", "", 0, model.equals("a") ? 0.6 : -0.1));
      rows.add(new BiasRegression.Row(model, "en", "JP", "JP", 0, model.equals("a") ? 0.7 : 0.1));
    }
    Regression fit = BiasRegression.pooled(rows);
    assertEquals(
        "its only countries are references", fit.diagnostics().get("left_out:language[ja]"));
    assertEquals(
        0.1,
        fit.coefficients().stream()
            .filter(c -> c.term().equals("jp:model[a]:language[en]"))
            .findFirst()
            .orElseThrow()
            .estimate(),
        1e-12);
  }

  /** Estimates are on the figures as they are, whatever rounds say; intervals are from rounds. */
  @Test
  void theBiasIsThePlugInEstimateWithThePercentilesOfRounds() {
    List<BiasRegression.Row> estimates = new ArrayList<>();
    List<BiasRegression.Row> rounds = new ArrayList<>();
    for (String model : List.of("a", "b", RandomBaseline.NAME)) {
      for (String country : List.of("US", "GB")) {
        double alignment = model.equals("a") && country.equals("US") ? 0.6 : 0.4;
        String reference = country.equals("US") ? country : "";
        estimates.add(new BiasRegression.Row(model, "en", country, reference, 0, alignment));
        for (int round = 0; round < 100; round++) {
          double moved = model.equals("a") ? 0.001 * round * (reference.isEmpty() ? -1 : 1) : 0;
          rounds.add(
              new BiasRegression.Row(model, "en", country, reference, round, alignment + moved));
        }
      }
    }
    Resampling resampling = Resampling.valid(100, 1);
    Map<String, Coefficient> ours = byTerm(BiasRegression.of(estimates, rounds, resampling, WIDE));
    Coefficient a = ours.get("us:model[a]:language[en]");
    assertEquals(0.2, a.estimate(), 1e-12);
    assertEquals(0.2 + 0.002 * 99 * 0.025, a.ciLow(), 1e-12);
    assertEquals(0.2 + 0.002 * 99 * 0.975, a.ciHigh(), 1e-12);
    assertEquals(29, a.df());
    assertEquals(0.2 / a.stdErr(), a.statistic(), 1e-12);
    assertTrue(a.pValue() < 0.002 && a.pValue() > 0, "p " + a.pValue());
    assertEquals(a.pValue(), a.pHolm(), 1e-12); // the other model's never changes: no test
    assertTrue(Double.isNaN(ours.get("us").pHolm()));
    Coefficient fixed =
        byTerm(BiasRegression.of(estimates, rounds, resampling.with(TopicEffects.FIXED), WIDE))
            .get("us:model[a]:language[en]");
    assertEquals(29, fixed.df());
    assertEquals(0.2, (fixed.ciLow() + fixed.ciHigh()) / 2, 1e-12);
    Regression few = BiasRegression.of(estimates, rounds, resampling, new Basis(7, false));
    assertTrue(Double.isNaN(byTerm(few).get("us").ciLow()));
    assertEquals("rests on 7 topics", few.diagnostics().get("withheld:us"));
    Basis thin = new Basis(30, true);
    assertEquals(
        "many topics have fewer than 3 responses",
        BiasRegression.of(estimates, rounds, resampling.with(TopicEffects.FIXED), thin)
            .diagnostics()
            .get("withheld:us:model[a]:language[en]"));
    assertFalse(
        BiasRegression.of(estimates, rounds, resampling, thin)
            .diagnostics()
            .containsKey("withheld:us:model[a]:language[en]"));
    assertEquals( // the other model is what it is in every round
        "the same in all rounds",
        BiasRegression.of(estimates, rounds, resampling, WIDE)
            .diagnostics()
            .get("withheld:us:model[b]:language[en]"));
  }

  /** Rounds that are undefined more often than one in ten give no interval. */
  @Test
  void roundsThatFailAreNotPassedOver() {
    List<BiasRegression.Row> estimates = new ArrayList<>();
    List<BiasRegression.Row> rounds = new ArrayList<>();
    for (String model : List.of("a", RandomBaseline.NAME)) {
      for (String country : List.of("US", "GB")) {
        String reference = country.equals("US") ? country : "";
        estimates.add(new BiasRegression.Row(model, "en", country, reference, 0, 0.5));
        for (int round = 0; round < 100; round++) {
          boolean isUndefined = round < 11 && model.equals("a") && country.equals("GB");
          rounds.add(
              new BiasRegression.Row(
                  model,
                  "en",
                  country,
                  reference,
                  round,
                  isUndefined ? Double.NaN : 0.5 + 0.001 * round));
        }
      }
    }
    Regression fit = BiasRegression.of(estimates, rounds, Resampling.valid(100, 1), WIDE);
    assertTrue(Double.isNaN(byTerm(fit).get("us:model[a]:language[en]").pValue()));
    assertEquals(
        "defined in 89 of 100 rounds", fit.diagnostics().get("withheld:us:model[a]:language[en]"));
  }

  /** Means of cells are what least squares fits: the published rows, round by round, by both. */
  @Test
  void theClosedFormIsLeastSquares() {
    List<BiasRegression.Row> rows =
        BiasRegression.read(Shared.table("study/expected/rq2_rounds.csv")).stream()
            .filter(r -> r.round() < 3)
            .toList();
    for (int round = 0; round < 3; round++) {
      int number = round;
      List<BiasRegression.Row> its = rows.stream().filter(r -> r.round() == number).toList();
      Map<String, Coefficient> whole = byTerm(BiasRegression.pooled(its));
      Map<String, Coefficient> cells =
          byTerm(BiasRegression.of(its, its, Resampling.valid(3, 1), WIDE));
      assertEquals(whole.keySet(), cells.keySet());
      whole.forEach(
          (term, c) -> assertEquals(c.estimate(), cells.get(term).estimate(), 1e-12, term));
    }
  }
}
