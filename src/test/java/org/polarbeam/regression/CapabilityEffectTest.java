package org.polarbeam.regression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.polarbeam.alignment.ConsistencyMetric;
import org.polarbeam.alignment.ErrorRates;
import org.polarbeam.alignment.Estimates;
import org.polarbeam.alignment.FigureRounds;
import org.polarbeam.alignment.Metric;
import org.polarbeam.alignment.ReleasedStudy;
import org.polarbeam.record.Regression;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.stats.Coefficient;
import org.polarbeam.stats.Draws;

/** Does capability predict alignment, where it does and where it does not? */
class CapabilityEffectTest {
  private static Map<String, Coefficient> byTerm(Regression fit) {
    Map<String, Coefficient> terms = new HashMap<>();
    fit.coefficients().forEach(c -> terms.put(c.term(), c));
    return terms;
  }

  /** The rows of the released study, on the responses as they are. */
  private static List<CapabilityRegression.Row> released() {
    Map<String, List<ScoredResponse>> cells = new HashMap<>();
    ReleasedStudy.scores()
        .forEach(
            r ->
                cells
                    .computeIfAbsent(r.model() + " " + r.language(), c -> new ArrayList<>())
                    .add(r));
    List<FigureRounds> figures = new ArrayList<>();
    for (List<ScoredResponse> cell : cells.values()) {
      Estimates.of(cell, ReleasedStudy.truths(), ErrorRates.of(0.045))
          .forEach(
              e ->
                  figures.add(
                      new FigureRounds(e.figure(), e.value(), 30, false, 0, new double[0])));
    }
    return RoundRows.forCapability(
        figures,
        Metric.SPEARMAN,
        ConsistencyMetric.SPEARMAN_DISATTENUATED,
        ReleasedStudy.capabilities(),
        RoundRows.Which.ESTIMATES);
  }

  /**
   * Beside lmerTest and pbkrtest: {@code alignment ~ language + consistency + capability + (1 |
   * model)} on the released scores, Kenward and Roger.
   */
  @Test
  void onTheReleasedStudyTheSlopeIsWhatOthersFound() {
    List<CapabilityRegression.Row> rows = released();
    assertEquals(36, rows.size());
    Regression fit = CapabilityEffect.of(rows, 5125).get(0);
    Coefficient slope = byTerm(fit).get("capability");
    assertEquals(0.190, slope.estimate(), 5e-4);
    assertEquals(0.018, slope.pValue(), 5e-4);
    assertEquals("9", fit.diagnostics().get("models"));
    double permuted = Double.parseDouble(fit.diagnostics().get("permutation_p"));
    assertTrue(permuted > 0.001 && permuted < 0.02, "permutation " + permuted);
    Regression slopes = CapabilityEffect.of(rows, 5125).get(1);
    long tested = slopes.coefficients().stream().filter(c -> !Double.isNaN(c.pHolm())).count();
    assertEquals(12, tested);
    slopes.coefficients().stream()
        .filter(c -> !Double.isNaN(c.pHolm()))
        .forEach(c -> assertTrue(c.pHolm() >= c.pBh() && c.pBh() >= c.pValue(), c.term()));
  }

  private static List<CapabilityRegression.Row> world(double slope, int seed) {
    UniformRandomProvider random = Draws.of(seed, "world", 0);
    List<CapabilityRegression.Row> rows = new ArrayList<>();
    for (int m = 0; m < 9; m++) {
      double own = 0.1 * (random.nextDouble() - 0.5);
      double level = random.nextDouble();
      for (String language : List.of("da", "en", "nl", "pt")) {
        double capability = 0.3 + 0.4 * level + 0.05 * random.nextDouble();
        double consistency = 0.4 + 0.3 * random.nextDouble();
        rows.add(
            new CapabilityRegression.Row(
                "m" + m,
                "f" + m % 3,
                language,
                0,
                0.2
                    + own
                    + 0.2 * consistency
                    + slope * capability
                    + (language.equals("en") ? 0.1 : 0)
                    + 0.1 * (random.nextDouble() - 0.5),
                consistency,
                capability));
      }
    }
    return rows;
  }

  /** Without an effect one world in twenty is called significant, by either test. */
  @Test
  void withoutAnEffectFewAreFound() {
    int kenwardRoger = 0;
    int permuted = 0;
    int worlds = 40;
    for (int seed = 0; seed < worlds; seed++) {
      Regression fit = CapabilityEffect.of(world(0, seed), seed).get(0);
      kenwardRoger += byTerm(fit).get("capability").pValue() < 0.05 ? 1 : 0;
      permuted += Double.parseDouble(fit.diagnostics().get("permutation_p")) < 0.05 ? 1 : 0;
    }
    assertTrue(kenwardRoger <= 6 && permuted <= 6, kenwardRoger + ", " + permuted);
    Regression strong = CapabilityEffect.of(world(0.8, 3), 3).get(0);
    assertTrue(byTerm(strong).get("capability").pValue() < 0.001);
    assertTrue(Double.parseDouble(strong.diagnostics().get("permutation_p")) < 0.01);
  }

  /** The published formula finds slopes in nearly every shuffle, and now says so. */
  @Test
  void thePublishedFormulaTellsWhatShufflingDoesToIt() {
    List<CapabilityRegression.Row> rounds = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      for (CapabilityRegression.Row r : world(0, 1)) {
        double noise = 0.02 * (Draws.of(round, r.cell(), 0).nextDouble() - 0.5);
        rounds.add(
            new CapabilityRegression.Row(
                r.model(),
                r.family(),
                r.language(),
                round,
                r.alignment() + noise,
                r.consistency(),
                r.multilingual()));
      }
    }
    Map<String, String> told = CapabilityRegression.published(rounds, 1).diagnostics();
    assertTrue(Double.parseDouble(told.get("rq1_placebo")) > 0.5, told.toString());
  }

  @Test
  void oneRowAModelIsNotFittedAndTheReasonTold() {
    List<CapabilityRegression.Row> one =
        world(0, 1).stream().filter(r -> r.language().equals("da")).toList();
    Regression fit = CapabilityEffect.of(one, 1).get(0);
    assertTrue(fit.coefficients().isEmpty());
    assertTrue(
        fit.diagnostics().get("not_fitted").contains("each model has one row"),
        fit.diagnostics().toString());
  }

  @Test
  void cellsWithoutFiguresAreLeftOutAndTold() {
    List<CapabilityRegression.Row> rows = new ArrayList<>(world(0.3, 2));
    CapabilityRegression.Row first = rows.get(0);
    rows.set(
        0,
        new CapabilityRegression.Row(
            first.model(), first.family(), first.language(), 0, Double.NaN, 0.5, 0.5));
    Regression fit = CapabilityEffect.of(rows, 2).get(0);
    assertEquals("35", fit.diagnostics().get("observations"));
    assertEquals(
        "no alignment or consistency", fit.diagnostics().get("undefined:model[m0]:language[da]"));
    assertEquals(35, fit.residuals().size());
    assertTrue(
        Arrays.stream(new double[] {byTerm(fit).get("capability").df()}).allMatch(d -> d > 5));
  }

  /** With nothing to exchange a share of shuffles would be one, whatever the slope. */
  @Test
  void modelsOfDifferentLanguagesAreNotShuffled() {
    List<String> languages = List.of("da", "en", "nl", "pt");
    List<CapabilityRegression.Row> rows =
        world(0.8, 3).stream()
            .filter(r -> r.model().compareTo("m4") < 0)
            .filter(r -> !r.language().equals(languages.get(r.model().charAt(1) - '0')))
            .toList();
    Map<String, String> told = CapabilityEffect.of(rows, 1).get(0).diagnostics();
    assertEquals("no two models were asked in the same languages", told.get("not_permuted"));
    assertEquals(null, told.get("permutation_p"));
  }
}
