package org.polarbeam.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.polarbeam.Shared;
import org.polarbeam.files.CsvTable;
import org.polarbeam.record.Estimate;
import org.polarbeam.record.Figure;
import org.polarbeam.record.Regression;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.record.Truth;
import org.polarbeam.regression.CapabilityRegression;
import org.polarbeam.regression.RoundRows;
import org.polarbeam.stats.Coefficient;
import org.polarbeam.stats.Draws;
import org.polarbeam.stats.Quantiles;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

class BootstrapTest {
  private static final long SEED = 5125;
  private static final double JUDGE_ERROR = 0.045;

  /**
   * Both sides are Monte Carlo with 1,000 rounds, so a difference of means has √2 the error of one;
   * 648 comparisons at 4·√2 standard errors.
   */
  @Test
  void givenPublishedInference_thenMeansAndSdsAreThePublishedOnes() {
    Map<String, Quantiles> ours = new HashMap<>();
    for (Level level : Level.STANDARD) {
      new PublishedBootstrap(
              ReleasedStudy.scores(), ReleasedStudy.truths(), level, ErrorRates.of(JUDGE_ERROR))
          .rounds(SEED, 0, 1000).stream()
              .filter(f -> f.figure().metric().equals("spearman"))
              .forEach(f -> ours.put(key(f.figure()), Quantiles.of(f.values())));
    }
    double ratios = 0;
    int compared = 0;
    for (CsvTable.Row row : Shared.table("study/expected/alignment_bootstrap.csv").rows()) {
      String key =
          String.join(
              "/", row.text("model"), row.text("language"), row.text("level"), row.text("group"));
      Quantiles q = ours.get(key);
      double sd = row.number("boot_sd");
      assertEquals(row.number("boot_mean"), q.mean(), 4 * Math.sqrt(2) * sd / Math.sqrt(1000), key);
      assertEquals(1, q.sd() / sd, 0.15, key);
      ratios += q.sd() / sd;
      compared++;
    }
    assertEquals(648, compared);
    assertEquals(1, ratios / compared, 0.005, "SDs agree on average");
  }

  @Test
  void givenPublishedInference_thenRq1IsWithinWhatOtherDrawsGive() {
    List<FigureRounds> figures =
        new PublishedBootstrap(
                ReleasedStudy.scores(),
                ReleasedStudy.truths(),
                Level.LANGUAGE,
                ErrorRates.of(JUDGE_ERROR))
            .rounds(SEED, 0, 100);
    Regression fit =
        CapabilityRegression.pooled(
            RoundRows.forCapability(
                figures,
                Metric.SPEARMAN,
                ConsistencyMetric.SPEARMAN_DISATTENUATED,
                ReleasedStudy.capabilities(),
                RoundRows.Which.ROUNDS));
    Map<String, Coefficient> ours = new HashMap<>();
    fit.coefficients().forEach(c -> ours.put(c.term(), c));
    for (CsvTable.Row row : Shared.table("study/expected/rq1_spread.csv").rows()) {
      assertEquals(
          row.number("mean"),
          ours.get(row.text("term")).estimate(),
          4 * row.number("std"),
          row.text("term"));
    }
  }

  @Test
  void givenRoundsInBlocks_thenTheSameAsAtOnce() {
    TopicBootstrap bootstrap =
        new TopicBootstrap(
            responses(8, 6, 0.3),
            truths(8),
            ErrorRates.of(JUDGE_ERROR),
            Resampling.valid(20, SEED));
    List<FigureRounds> whole = bootstrap.rounds(0, 20);
    List<FigureRounds> parts = new ArrayList<>(bootstrap.rounds(13, 7));
    parts.addAll(bootstrap.rounds(0, 13));
    for (FigureRounds f : whole) {
      FigureRounds joined =
          FigureRounds.join(parts).stream()
              .filter(p -> p.figure().equals(f.figure()))
              .findFirst()
              .orElseThrow();
      assertArrayEquals(f.values(), joined.values());
    }
    List<FigureRounds> published =
        new PublishedBootstrap(
                responses(8, 6, 0.3), truths(8), Level.LANGUAGE, ErrorRates.of(JUDGE_ERROR))
            .rounds(SEED, 5, 3);
    assertEquals(5, published.get(0).first());
  }

  /** The published scheme pairs responses with themselves; ours must not. */
  @Test
  void givenNoisyResponses_thenOnlyThePublishedSchemeRaisesConsistency() {
    List<ScoredResponse> noise = responses(30, 10, 10);
    double ours =
        meanConsistency(
            new TopicBootstrap(noise, truths(30), ErrorRates.of(0), Resampling.valid(200, SEED))
                .rounds(0, 200));
    double published =
        meanConsistency(
            new PublishedBootstrap(noise, truths(30), Level.LANGUAGE, ErrorRates.of(0))
                .rounds(SEED, 0, 200));
    double estimate =
        Estimates.of(noise, truths(30), ErrorRates.of(0)).stream()
            .filter(e -> e.figure().isConsistency() && e.figure().metric().equals("spearman"))
            .mapToDouble(Estimate::value)
            .sum();
    assertEquals(estimate, ours, 0.02);
    assertTrue(published > estimate + 0.05, "published " + published + ", true " + estimate);
  }

  private static double meanConsistency(List<FigureRounds> figures) {
    return figures.stream()
        .filter(f -> f.figure().isConsistency() && f.figure().metric().equals("spearman"))
        .mapToDouble(f -> Quantiles.of(f.values()).mean())
        .sum();
  }

  /** Responses whose polarity is the topic's number plus noise. */
  private static List<ScoredResponse> responses(int topics, int each, double noise) {
    UniformRandomProvider random = Draws.of(1, "test", 0);
    List<ScoredResponse> responses = new ArrayList<>();
    for (int t = 0; t < topics; t++) {
      for (int k = 0; k < each; k++) {
        double v = (t + noise * topics * random.nextDouble()) / (topics * (1 + noise));
        responses.add(
            new ScoredResponse(
                "m", "f", "da", "", "da", "t" + t, v, null, null, null, "p" + t + "-" + k));
      }
    }
    return responses;
  }

  private static TruthTable truths(int topics) {
    List<Truth> truths = new ArrayList<>();
    for (int t = 0; t < topics; t++) {
      truths.add(new Truth("language", "da", "da", "t" + t, t / (double) topics, null, null));
    }
    return TruthTable.of(truths);
  }

  private static String key(Figure f) {
    return String.join("/", f.model(), f.language(), f.level(), f.group());
  }
}
