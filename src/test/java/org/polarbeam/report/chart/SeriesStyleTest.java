package org.polarbeam.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeriesStyleTest {
  @Test
  void manySeriesAllLookDifferent() {
    Set<String> looks = new HashSet<>();
    for (int s = 0; s < 64; s++) {
      looks.add(SeriesStyle.svg(s, 0, 0, ""));
    }
    assertEquals(64, looks.size());
  }
}
