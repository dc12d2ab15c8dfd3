package org.polarbeam.alignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;
import org.polarbeam.record.Estimate;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.record.Truth;
import org.polarbeam.stats.Confusion;
import org.polarbeam.stats.Confusions;
import org.polarbeam.stats.Draws;
import org.polarbeam.survey.TruthTable;

/** What a judge that errs takes from a figure, reliability gives back. */
class ReliabilityTest {
  private static final int TOPICS = 120;
  private static final int RESPONSES = 12;
  private static final int TRIALS = 12;
  private static final double[][] GIVEN = {
    {0.80, 0.12, 0.08}, {0.15, 0.77, 0.08}, {0.15, 0.10, 0.75}
  };

  private final TruthTable truths = truths();

  private static double normal(UniformRandomProvider random) {
    return ZigguratSampler.NormalizedGaussian.of(random).sample();
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double view(int topic) {
    return normal(Draws.of(11, "topic", topic));
  }

  private static TruthTable truths() {
    List<Truth> all = new ArrayList<>();
    for (int t = 0; t < TOPICS; t++) {
      double noise = normal(Draws.of(11, "people", t));
      double polarity = logistic(0.8 * view(t) + 0.6 * noise);
      all.add(new Truth("language", "da", "da", "t" + t, polarity, 1_000L, 1_000.0, 1_000.0, 0.0));
    }
    return TruthTable.of(all);
  }

  /**
   * Responses as a judge labels them who gives people's labels (row) so; null for one who is right.
   */
  private static List<ScoredResponse> responses(
      int world, double[][] given, boolean countsAreKnown) {
    List<ScoredResponse> all = new ArrayList<>();
    for (int t = 0; t < TOPICS; t++) {
      for (int n = 0; n < RESPONSES; n++) {
        UniformRandomProvider random = Draws.of(world, "response" + n, t);
        double p = logistic(1.2 * view(t) + 0.8 * normal(random));
        UniformRandomProvider judge = Draws.of(world, "judge" + n, t);
        int[] counts = new int[3];
        for (int item = 0; item < 10; item++) {
          int label = random.nextDouble() < 0.1 ? 2 : random.nextDouble() < p ? 0 : 1;
          double u = judge.nextDouble();
          counts[
              given == null
                  ? label
                  : u < given[label][0] ? 0 : u < given[label][0] + given[label][1] ? 1 : 2]++;
        }
        if (counts[0] + counts[1] > 0) {
          double polarity = counts[0] / (double) (counts[0] + counts[1]);
          all.add(
              new ScoredResponse(
                  "m",
                  "f",
                  "da",
                  "",
                  "da",
                  "t" + t,
                  polarity,
                  countsAreKnown ? counts[0] : null,
                  countsAreKnown ? counts[1] : null,
                  countsAreKnown ? counts[2] : null,
                  "p" + n));
        }
      }
    }
    return all;
  }

  private static double mean(IntToDoubleFunction figure) {
    return IntStream.range(0, TRIALS).mapToDouble(figure).average().orElseThrow();
  }

  private Estimate of(
      List<ScoredResponse> responses, ErrorRates rates, String metric, boolean self) {
    Cell cell = new Cell(responses);
    return new Estimates(cell, cell.pairings(truths), rates, false)
        .all().stream()
            .filter(e -> e.figure().metric().equals(metric) && e.figure().isConsistency() == self)
            .findFirst()
            .orElseThrow();
  }

  private void assertGivenBack(double[][] given, ErrorRates rates) {
    for (boolean self : new boolean[] {false, true}) {
      double right = mean(n -> of(responses(n, null, true), rates, "spearman", self).value());
      double plain = mean(n -> of(responses(n, given, true), rates, "spearman", self).value());
      double corrected =
          mean(n -> of(responses(n, given, true), rates, "spearman_disattenuated", self).value());
      assertTrue(plain < right - 0.04, "the judge takes some: " + plain + " of " + right);
      assertEquals(1, corrected / right, 0.03, "self-consistency: " + self);
    }
  }

  @Test
  void sidesTakenForEachOtherAtAFifthTakeWhatIsGivenBack() {
    double e = 0.2;
    assertGivenBack(new double[][] {{1 - e, e, 0}, {e, 1 - e, 0}, {0, 0, 1}}, ErrorRates.of(e));
  }

  @Test
  void aMeasuredTableOfAllLabelsGivesBack() {
    Confusion confusion = Confusion.given(GIVEN);
    assertGivenBack(
        GIVEN,
        ErrorRates.of(0, Map.of("da", 0.2), Map.of("da", new Confusions(confusion, List.of()))));
  }

  @Test
  void whereItemsAreNotKnownAndAsPublishedItIsOneMinusTheRate() {
    ErrorRates rates = ErrorRates.of(0.045);
    for (List<ScoredResponse> responses :
        List.of(responses(0, null, false), responses(0, null, true))) {
      ErrorRates its = responses.get(0).nPro() == null ? rates : rates.asPublished();
      double plain = of(responses, its, "spearman", true).value();
      assertEquals(plain / 0.955, of(responses, its, "spearman_disattenuated", true).value());
      double aligned = of(responses, its, "spearman", false).value();
      assertEquals(
          aligned / Math.sqrt(0.955), of(responses, its, "spearman_disattenuated", false).value());
    }
  }
}
