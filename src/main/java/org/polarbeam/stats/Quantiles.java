package org.polarbeam.stats;

import java.util.Arrays;

/** Summaries of resampled figures. NaN entries (undefined rounds) are left out and counted. */
public record Quantiles(double mean, double sd, double low, double median, double high, int n) {

  /**
   * Mean, standard deviation (n − 1), and the 2.5, 50 and 97.5 percentiles by linear interpolation
   * (Hyndman and Fan's type 7).
   *
   * @return NaN figures when nothing is defined; sd NaN for fewer than two
   */
  public static Quantiles of(double[] values) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
    Arrays.sort(sorted);
    int n = sorted.length;
    double mean = Arrays.stream(sorted).sum() / n;
    double squares = 0;
    for (double v : sorted) {
      squares += (v - mean) * (v - mean);
    }
    double sd = n > 1 ? Math.sqrt(squares / (n - 1)) : Double.NaN;
    return new Quantiles(mean, sd, at(sorted, 0.025), at(sorted, 0.5), at(sorted, 0.975), n);
  }

  /**
   * The quantile {@code p} of ascending values, type 7; NaN of none.
   *
   * @param p in [0, 1]
   */
  public static double at(double[] sorted, double p) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = p * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
