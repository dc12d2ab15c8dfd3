package org.polarbeam.alignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polarbeam.Shared;
import org.polarbeam.files.CsvTable;
import org.polarbeam.record.Regression;
import org.polarbeam.record.Residual;
import org.polarbeam.stats.Coefficient;

class RegressionTest {

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

  /** Without noise every round gives the coefficients the rows were made with. */
  @Test
  void givenRoundsMadeFromKnownCoefficients_thenTheyAreRecovered() {
    List<CapabilityRegression.Row> rows = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      for (int m = 0; m < 4; m++) {
        for (String language : List.of("da", "en")) {
          double capability = 0.4 + 0.1 * m + (language.equals("en") ? 0.2 + 0.01 * m * m : 0);
          double consistency = 0.5 + 0.07 * ((m * 7 + round * 3) % 5);
          double alignment = 0.3 * consistency + (language.equals("en") ? 0.2 : 0.6) * capability;
          rows.add(
              new CapabilityRegression.Row(
                  "m" + m, "f", language, round, alignment, consistency, capability));
        }
      }
    }
    Map<String, Coefficient> ours = byTerm(CapabilityRegression.overRounds(rows));
    assertEquals(0.3, ours.get("consistency:language[da]").estimate(), 1e-9);
    assertEquals(0.6, ours.get("multilingual:family[f]:language[da]").estimate(), 1e-9);
    assertEquals(0.2, ours.get("multilingual:family[f]:language[en]").estimate(), 1e-9);
  }

  @Test
  void givenOneModel_thenRq1SaysWhyItWasNotFitted() {
    Regression fit =
        CapabilityRegression.overRounds(
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

  /** Four models in two families; one of them has no alignment in Danish in half of the rounds. */
  @Test
  void givenACellThatIsUndefinedInSomeRounds_thenOnlyItIsLeftOutAndTold() {
    List<CapabilityRegression.Row> rows = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      int m = 0;
      for (String model : List.of("a1", "a2", "a3", "b1", "b2", "b3")) {
        for (String language : List.of("da", "en")) {
          boolean undefined = model.equals("b3") && language.equals("da") && round % 2 == 0;
          rows.add(
              row(
                  model,
                  model.substring(0, 1),
                  language,
                  round,
                  undefined ? Double.NaN : 0.1 + 0.05 * m++ + 0.01 * round));
        }
      }
    }
    Regression fit = CapabilityRegression.overRounds(rows);
    assertEquals("10", fit.diagnostics().get("rounds"));
    assertEquals("5", fit.diagnostics().get("rounds_without:model[b3]:language[da]"));
    assertFalse(fit.coefficients().isEmpty());
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
    for (Regression fit :
        List.of(CapabilityRegression.pooled(rows), CapabilityRegression.overRounds(rows))) {
      assertTrue(fit.coefficients().isEmpty());
      assertTrue(fit.diagnostics().get("not_fitted").contains("no family has two models"));
    }
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
    for (Residual r : fit.residuals()) {
      double alignment = alignments.get(r.model() + r.language() + r.group() + r.round());
      assertEquals(alignment, r.fitted() + r.residual(), 1e-12);
      sum += r.residual();
      squares += r.residual() * r.residual();
    }
    assertEquals(0, sum, 1e-8);
    double sd = Math.sqrt(squares / (rows.size() - fit.coefficients().size()));
    assertEquals(Double.parseDouble(fit.diagnostics().get("residual_sd")), sd, 1e-10);
  }

  /** With one design for all rounds, the mean residual is that of fitting the mean rows. */
  @Test
  void residualsRoundByRound_areTheirMeans() {
    List<BiasRegression.Row> rounds =
        BiasRegression.read(Shared.table("study/expected/rq2_rounds.csv"));
    Map<List<String>, List<BiasRegression.Row>> cells = new HashMap<>();
    rounds.forEach(
        r ->
            cells
                .computeIfAbsent(
                    List.of(r.model(), r.language(), r.group()), c -> new ArrayList<>())
                .add(r));
    List<BiasRegression.Row> means = new ArrayList<>();
    cells.forEach(
        (c, its) ->
            means.add(
                new BiasRegression.Row(
                    c.get(0),
                    c.get(1),
                    c.get(2),
                    its.get(0).reference(),
                    0,
                    its.stream().mapToDouble(BiasRegression.Row::alignment).average().orElse(0))));
    Map<List<String>, Residual> ofMeans = new HashMap<>();
    BiasRegression.pooled(means)
        .residuals()
        .forEach(r -> ofMeans.put(List.of(r.model(), r.language(), r.group()), r));
    List<Residual> found = BiasRegression.overRounds(rounds).residuals();
    assertEquals(cells.size(), found.size());
    for (Residual r : found) {
      Residual expected = ofMeans.get(List.of(r.model(), r.language(), r.group()));
      assertEquals(null, r.round());
      assertEquals(expected.residual(), r.residual(), 1e-10);
      assertEquals(expected.fitted(), r.fitted(), 1e-10);
    }
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
    for (String model : List.of("a", BiasRegression.RANDOM_BASELINE)) {
      rows.add(new BiasRegression.Row(model, "ja", "JP", "JP", 0, 0.5));
      rows.add(new BiasRegression.Row(model, "ja", "JP", "JP", 1, 0.6));
    }
    for (Regression fit : List.of(BiasRegression.pooled(rows), BiasRegression.overRounds(rows))) {
      assertTrue(fit.coefficients().isEmpty());
      assertEquals(
          "no language has a country that is no reference", fit.diagnostics().get("not_fitted"));
    }
    for (String model : List.of("a", BiasRegression.RANDOM_BASELINE)) {
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
}
