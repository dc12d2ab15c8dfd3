package org.polarbeam.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AdjustedPTest {
  /** As R's {@code p.adjust(p, "BH")}: the least of p·m/rank over this rank and those above. */
  @Test
  void agreesWithTheDefinition() {
    double[] p = {0.01, 0.04, 0.03, 0.005, 0.55, 0.2};
    assertArrayEquals(
        new double[] {0.03, 0.06, 0.06, 0.03, 0.55, 0.24}, AdjustedP.benjaminiHochberg(p), 1e-15);
  }

  @Test
  void whatWasNotTestedDoesNotCount() {
    double[] adjusted = AdjustedP.benjaminiHochberg(new double[] {0.02, Double.NaN, 0.5});
    assertEquals(0.04, adjusted[0], 1e-15);
    assertEquals(Double.NaN, adjusted[1]);
  }
}
