package org.polarbeam.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The closed form against the definition: list every ordered pair, then correlate. */
class SelfConsistencyTest {
  private static final double[] VALUES = {0.2, 0.5, 0.5, 0.9, 0.1, 0.5, 1, 0.3};
  private static final int[] CLUSTER = {0, 0, 0, 1, 1, 2, 2, 3};

  @Test
  void givenEveryMemberOnce_thenAsAllPairs() {
    SelfConsistency.Draw once = SelfConsistency.everyOnce(CLUSTER);
    check(once, false);
    assertEquals(
        new SelfConsistency(VALUES).spearman(once, false),
        new SelfConsistency(VALUES).spearman(once, true),
        1e-15,
        "with single draws there are no self-pairs to tell apart");
  }

  @Test
  void givenRepeatedDraws_thenAsAllPairsOfDraws() {
    // Cluster 0 twice with different draws, cluster 1 once, cluster 2 not at all.
    SelfConsistency.Draw draw =
        new SelfConsistency.Draw(
            new int[] {0, 2, 4, 6}, new int[] {0, 1, 1, 2, 3, 4}, new int[] {2, 1, 1, 2, 1, 2}, 6);
    check(draw, false);
    check(draw, true);
  }

  @Test
  void givenNoPairs_thenUndefined() {
    SelfConsistency c = new SelfConsistency(new double[] {0.1, 0.7});
    assertTrue(Double.isNaN(c.spearman(SelfConsistency.everyOnce(new int[] {0, 1}), false)));
  }

  private static void check(SelfConsistency.Draw draw, boolean selfPairs) {
    List<Double> left = new ArrayList<>();
    List<Double> right = new ArrayList<>();
    for (int c = 0; c + 1 < draw.starts().length; c++) {
      List<Integer> drawn = new ArrayList<>();
      for (int e = draw.starts()[c]; e < draw.starts()[c + 1]; e++) {
        for (int k = 0; k < draw.counts()[e]; k++) {
          drawn.add(draw.members()[e]);
        }
      }
      for (int i = 0; i < drawn.size(); i++) {
        for (int j = 0; j < drawn.size(); j++) {
          if (selfPairs ? i != j : !drawn.get(i).equals(drawn.get(j))) {
            left.add(VALUES[drawn.get(i)]);
            right.add(VALUES[drawn.get(j)]);
          }
        }
      }
    }
    double[] x = left.stream().mapToDouble(Double::doubleValue).toArray();
    double[] y = right.stream().mapToDouble(Double::doubleValue).toArray();
    SelfConsistency c = new SelfConsistency(VALUES);
    assertEquals(Correlation.pearson(x, y), c.pearson(draw, selfPairs), 1e-12);
    assertEquals(Correlation.spearman(x, y), c.spearman(draw, selfPairs), 1e-12);
  }
}
