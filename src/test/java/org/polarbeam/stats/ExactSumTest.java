package org.polarbeam.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExactSumTest {

  @Test
  void givenCancellation_thenNothingIsLost() {
    assertEquals(1, sum(List.of(1e300, 1.0, -1e300)).value());
    assertEquals(Double.MIN_VALUE, sum(List.of(1.0, Double.MIN_VALUE, -1.0)).value());
    assertEquals(-3.5, sum(List.of(-1.25, -2.25)).value());
    assertEquals(0, new ExactSum().value());
  }

  @Test
  void givenAnyOrderAndGrouping_thenTheSameBits() {
    Random random = new Random(1);
    List<Double> values =
        random
            .doubles(2000, -1, 1)
            .mapToObj(v -> Math.scalb(v, random.nextInt(120) - 60))
            .collect(Collectors.toList());
    double exact =
        values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add).doubleValue();
    for (int k = 0; k < 20; k++) {
      Collections.shuffle(values, random);
      int cut = random.nextInt(values.size());
      ExactSum total = sum(values.subList(0, cut));
      total.add(sum(values.subList(cut, values.size())));
      assertEquals(exact, total.value());
    }
  }

  @Test
  void givenMoreThanFits_thenStillExact() {
    double[] big = new double[4];
    Arrays.fill(big, Double.MAX_VALUE / 2);
    ExactSum sum = new ExactSum();
    for (double v : big) {
      sum.add(v);
    }
    sum.add(-Double.MAX_VALUE);
    assertEquals(Double.MAX_VALUE, sum.value());
  }

  @Test
  void givenNaN_thenRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ExactSum().add(Double.NaN));
  }

  private static ExactSum sum(List<Double> values) {
    ExactSum sum = new ExactSum();
    values.forEach(sum::add);
    return sum;
  }
}
