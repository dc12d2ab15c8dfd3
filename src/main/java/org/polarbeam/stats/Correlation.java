package org.polarbeam.stats;

/** Correlation of two samples, plain or with multiplicities. */
public final class Correlation {
  private Correlation() {}

  /**
   * Pearson's correlation.
   *
   * @return NaN when either sample is constant or shorter than two
   * @throws IllegalArgumentException when the lengths differ
   */
  public static double pearson(double[] x, double[] y) {
    double[] ones = new double[x.length];
    java.util.Arrays.fill(ones, 1);
    return pearson(x, y, ones);
  }

  /**
   * Pearson's correlation of the multiset in which the pair {@code (x[i], y[i])} stands {@code
   * weights[i]} times.
   *
   * @return NaN when either side is constant or fewer than two pairs have weight
   */
  public static double pearson(double[] x, double[] y, double[] weights) {
    if (x.length != y.length || x.length != weights.length) {
      throw new IllegalArgumentException(
          "lengths differ: x " + x.length + ", y " + y.length + ", weights " + weights.length);
    }
    double n = 0;
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < x.length; i++) {
      n += weights[i];
      sumX += weights[i] * x[i];
      sumY += weights[i] * y[i];
    }
    if (isConstant(x, weights) || isConstant(y, weights)) {
      return Double.NaN; // rounding would leave a little variance
    }
    double meanX = sumX / n;
    double meanY = sumY / n;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      double dx = x[i] - meanX;
      double dy = y[i] - meanY;
      xx += weights[i] * dx * dx;
      yy += weights[i] * dy * dy;
      xy += weights[i] * dx * dy;
    }
    return ratio(xy, xx, yy, n);
  }

  /** Whether all values that have weight are one. */
  static boolean isConstant(double[] values, double[] weights) {
    double first = Double.NaN;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        if (Double.isNaN(first)) {
          first = values[i];
        } else if (values[i] != first) {
          return false;
        }
      }
    }
    return true;
  }

  /** Spearman's rank correlation: Pearson's on average ranks. */
  public static double spearman(double[] x, double[] y) {
    return pearson(Ranks.average(x), Ranks.average(y));
  }

  /**
   * {@code xy / sqrt(xx * yy)}, or NaN where a sum of squares is zero up to rounding.
   *
   * @param n how many pairs the sums run over
   */
  public static double ratio(double xy, double xx, double yy, double n) {
    if (!(n > 1) || !(xx > 0) || !(yy > 0)) {
      return Double.NaN;
    }
    return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
  }
}
