package org.polarbeam.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** P-values adjusted for how many tests there are; NaN, where there was no test, does not count. */
public final class AdjustedP {
  private AdjustedP() {}

  /**
   * So adjusted that rejecting those up to {@code q} keeps the expected share of false ones among
   * the rejected below {@code q} (Benjamini and Hochberg 1995, Journal of the Royal Statistical
   * Society B, 57, 289-300).
   *
   * @param p in [0, 1]
   */
  public static double[] benjaminiHochberg(double[] p) {
    double[] adjusted = none(p);
    Integer[] tested = ascending(p);
    double least = 1;
    for (int rank = tested.length; rank >= 1; rank--) {
      int i = tested[rank - 1];
      least = Math.min(least, p[i] * tested.length / rank);
      adjusted[i] = least;
    }
    return adjusted;
  }

  /**
   * So adjusted that rejecting those up to {@code q} rejects a false one with a probability of at
   * most {@code q} (Holm 1979, Scandinavian Journal of Statistics 6, 65-70).
   *
   * @param p in [0, 1]
   */
  public static double[] holm(double[] p) {
    double[] adjusted = none(p);
    Integer[] tested = ascending(p);
    double most = 0;
    for (int rank = 0; rank < tested.length; rank++) {
      int i = tested[rank];
      most = Math.max(most, Math.min(1, p[i] * (tested.length - rank)));
      adjusted[i] = most;
    }
    return adjusted;
  }

  /** Coefficients with p-values adjusted among those of a family; others as they are. */
  public static List<Coefficient> among(List<Coefficient> all, Predicate<Coefficient> isOfFamily) {
    double[] p =
        all.stream().mapToDouble(c -> isOfFamily.test(c) ? c.pValue() : Double.NaN).toArray();
    double[] holm = holm(p);
    double[] bh = benjaminiHochberg(p);
    List<Coefficient> adjusted = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      adjusted.add(Double.isNaN(p[i]) ? all.get(i) : all.get(i).withAdjusted(holm[i], bh[i]));
    }
    return adjusted;
  }

  private static double[] none(double[] p) {
    double[] adjusted = new double[p.length];
    Arrays.fill(adjusted, Double.NaN);
    return adjusted;
  }

  private static Integer[] ascending(double[] p) {
    return IntStream.range(0, p.length)
        .filter(i -> !Double.isNaN(p[i]))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> p[i]))
        .toArray(Integer[]::new);
  }
}
