package org.polarbeam.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ChrfTest {
  @Test
  void givenTheSameText_thenOne() {
    assertEquals(1, Chrf.of("confidence in the press", "confidence in the press"), 1e-12);
  }

  @Test
  void givenNothingInCommon_thenZero() {
    assertEquals(0, Chrf.of("abc", "xyz"));
    assertEquals(0, Chrf.of("", "xyz"));
  }

  /** By hand: unigrams 2/3 both ways, bigrams 1/2 both ways, trigrams 0; the mean is 7/18. */
  @Test
  void givenThreeLetters_thenTheMeanOverOrders() {
    assertEquals(7.0 / 18, Chrf.of("abd", "abc"), 1e-12);
  }

  @Test
  void givenACloserText_thenMore() {
    String reference = "whether a woman may end a pregnancy";
    assertTrue(
        Chrf.of("whether a woman can end a pregnancy", reference)
            > Chrf.of("if women could stop being pregnant", reference));
  }
}
