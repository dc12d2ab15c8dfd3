package org.polarbeam.alignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polarbeam.record.NoiseCeiling;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.record.Truth;
import org.polarbeam.survey.TruthTable;

class NoiseCeilingTest {
  private static final long SEED = 5125;

  private static TruthTable truths(double... polarities) {
    List<Truth> truths = new ArrayList<>();
    for (int t = 0; t < polarities.length; t++) {
      truths.add(new Truth("language", "da", "da", "t" + t, polarities[t], null, null));
    }
    return TruthTable.of(truths);
  }

  /** So many responses to each topic, with so many items that take a side. */
  private static List<ScoredResponse> responses(int topics, int each, Integer items) {
    List<ScoredResponse> responses = new ArrayList<>();
    for (int t = 0; t < topics; t++) {
      for (int k = 0; k < each; k++) {
        responses.add(
            new ScoredResponse(
                "m",
                "f",
                "da",
                "",
                "da",
                "t" + t,
                0.5,
                items,
                items == null ? null : 0,
                null,
                "p" + t + "-" + k));
      }
    }
    return responses;
  }

  private static double estimate(List<NoiseCeiling> ceilings, Metric metric) {
    return ceilings.stream()
        .filter(c -> c.figure().metric().equals(metric.label()))
        .findFirst()
        .orElseThrow()
        .estimate();
  }

  @Test
  void givenPopulationsOfOneMind_thenNothingIsLeftToChance() {
    List<NoiseCeiling> ceilings = NoiseCeilings.of(responses(3, 5, 10), truths(0, 1, 1), SEED);
    for (Metric metric : Metric.values()) {
      boolean isDifference = metric == Metric.TOPIC_DISTANCE || metric == Metric.SIGNED_BIAS;
      assertEquals(isDifference ? 0 : 1, estimate(ceilings, metric), 1e-12, metric.label());
    }
  }

  /** One minus the mean absolute deviation of a binomial share, worked out from its definition. */
  @Test
  void theMeanAlignmentIsThatOfBinomialDraws() {
    double p = 0.3;
    for (int items : new int[] {1, 4, 10}) {
      double distance = 0;
      double chance = Math.pow(1 - p, items);
      for (int k = 0; k <= items; k++) {
        distance += chance * Math.abs(k / (double) items - p);
        chance *= (items - k) / (k + 1.0) * p / (1 - p);
      }
      List<NoiseCeiling> ceilings = NoiseCeilings.of(responses(2, 100, items), truths(p, p), SEED);
      // 200 rounds of 200 responses: the standard error is below 0.0025
      assertEquals(1 - distance, estimate(ceilings, Metric.MEAN_ALIGNMENT), 0.01, items + " items");
    }
  }

  @Test
  void givenMorePeopleAResponse_thenTheCeilingIsHigher() {
    double[] polarity = {0.2, 0.35, 0.5, 0.65, 0.8};
    double few =
        estimate(NoiseCeilings.of(responses(5, 20, 2), truths(polarity), SEED), Metric.SPEARMAN);
    double ten =
        estimate(NoiseCeilings.of(responses(5, 20, null), truths(polarity), SEED), Metric.SPEARMAN);
    double many =
        estimate(NoiseCeilings.of(responses(5, 20, 200), truths(polarity), SEED), Metric.SPEARMAN);
    assertTrue(few < ten && ten < many && many > 0.95, few + " " + ten + " " + many);
  }

  @Test
  void theOrderOfTheResponsesDoesNotMatter() {
    List<ScoredResponse> shuffled = responses(4, 6, null);
    TruthTable truths = truths(0.1, 0.4, 0.6, 0.9);
    List<NoiseCeiling> ordered = NoiseCeilings.of(shuffled, truths, SEED);
    Collections.reverse(shuffled);
    assertEquals(ordered, NoiseCeilings.of(shuffled, truths, SEED));
  }

  @Test
  void givenNoTruth_thenTheCeilingIsUndefined() {
    List<NoiseCeiling> ceilings = NoiseCeilings.of(responses(2, 3, null), truths(), SEED);
    assertTrue(Double.isNaN(estimate(ceilings, Metric.SPEARMAN)));
    assertEquals(0, ceilings.get(0).responses());
  }
}
