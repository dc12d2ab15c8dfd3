package org.polarbeam.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProportionTest {
  /** R: prop.test(81, 263, correct = FALSE), the example of Newcombe 1998: 0.2553 to 0.3662. */
  @Test
  void givenNewcombesExample_thenWilsonsInterval() {
    Proportion p = Proportion.of(81, 263);
    assertEquals(0.2553, p.low(), 5e-5);
    assertEquals(0.3662, p.high(), 5e-5);
  }

  /** Newcombe 1998, example (a): 56/70 and 48/80 differ by 0.0524 to 0.3339. */
  @Test
  void givenTwoShares_thenWhetherOneIsAboveBeyondChance() {
    assertTrue(Proportion.of(56, 70).isAbove(Proportion.of(48, 80)));
    assertFalse(Proportion.of(50, 70).isAbove(Proportion.of(48, 80)));
    assertFalse(Proportion.of(48, 80).isAbove(Proportion.of(56, 70)));
    assertFalse(Proportion.of(0, 0).isAbove(Proportion.of(0, 10)));
  }

  @Test
  void givenNoneOrAll_thenTheIntervalEndsThere() {
    Proportion none = Proportion.of(0, 20);
    assertEquals(0, none.low());
    assertEquals(0.1611, none.high(), 5e-5);
    assertEquals(1, Proportion.of(20, 20).high());
    assertTrue(Double.isNaN(Proportion.of(0, 0).estimate()));
    assertThrows(IllegalArgumentException.class, () -> Proportion.of(3, 2));
  }
}
