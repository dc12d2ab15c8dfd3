package org.polarbeam.stats;

import java.util.Arrays;
import java.util.Comparator;

/**
 * P-values adjusted for how many tests there are, so that rejecting those up to {@code q} keeps the
 * expected share of false ones among the rejected below {@code q} (Benjamini and Hochberg 1995,
 * Journal of the Royal Statistical Society B, 57, 289-300).
 */
public final class BenjaminiHochberg {
  private BenjaminiHochberg() {}

  /**
   * The adjusted p-values, in the order of the given ones.
   *
   * @param p p-values in [0, 1]; NaN where there was no test, which does not count
   */
  public static double[] adjust(double[] p) {
    double[] adjusted = new double[p.length];
    Arrays.fill(adjusted, Double.NaN);
    Integer[] tested =
        java.util.stream.IntStream.range(0, p.length)
            .filter(i -> !Double.isNaN(p[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .toArray(Integer[]::new);
    double least = 1;
    for (int rank = tested.length; rank >= 1; rank--) {
      int i = tested[rank - 1];
      least = Math.min(least, p[i] * tested.length / rank);
      adjusted[i] = least;
    }
    return adjusted;
  }
}
