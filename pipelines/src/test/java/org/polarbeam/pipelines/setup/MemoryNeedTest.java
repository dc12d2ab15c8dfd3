package org.polarbeam.pipelines.setup;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.polarbeam.files.InputException;

class MemoryNeedTest {
  @Test
  void itIsWhatRunsHaveTakenAndSomeRoom() {
    // what was live after collections; the constants were fitted to it
    assertNear(1_073, MemoryNeed.of(500_000, 800, 18, 10));
    assertNear(469, MemoryNeed.of(100_000, 160, 18, 2_000));
    assertNear(469, MemoryNeed.of(20_000, 800, 18, 10));
    assertNear(271, MemoryNeed.of(100_000, 160, 18, 10));
  }

  private static void assertNear(long measured, long need) {
    double ratio = need / (measured * 1024.0 * 1024.0);
    assertTrue(ratio > 1.05 && ratio < 1.5, "ratio " + ratio);
  }

  @Test
  void moreThanThisProcessMayHaveIsToldWithTheRemedy() {
    assertDoesNotThrow(() -> MemoryNeed.require(10_000, 40, 18, 1_000));
    String told =
        assertThrows(InputException.class, () -> MemoryNeed.require(90_000_000, 800, 18, 1_000))
            .getMessage();
    assertTrue(told.matches(".*takes about \\d+ MB .*POLARBEAM_JAVA_OPTS=-Xmx\\d+m.*"), told);
  }

  @Test
  void whatIsSuggestedIsEnough() {
    for (long need = 100L << 20; need < 100L << 30; need += 777L << 20) {
      long given = MemoryNeed.suggested(need) << 20;
      assertTrue(given / 30 * 29 >= need, "need " + need); // as the serial collector counts
    }
  }
}
