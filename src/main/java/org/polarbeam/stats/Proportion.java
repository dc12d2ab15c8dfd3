package org.polarbeam.stats;

/**
 * A share of trials with Wilson's score interval (Wilson 1927, JASA 22), which holds for small
 * numbers and for shares near 0 and 1.
 *
 * @param successes how many of the trials
 * @param trials how many there were
 * @param estimate the share; NaN without trials
 * @param low the lower end of the 95% interval
 * @param high the upper end
 */
public record Proportion(long successes, long trials, double estimate, double low, double high) {
  private static final double Z = 1.959963984540054;

  /**
   * Whether this share is above another beyond chance: the 95% interval of their difference
   * (Newcombe 1998, Statistics in Medicine 17, method 10) lies above 0.
   */
  public boolean isAbove(Proportion other) {
    double down = estimate - low;
    double up = other.high - other.estimate;
    return estimate - other.estimate > Math.sqrt(down * down + up * up);
  }

  /** The share of so many trials. */
  public static Proportion of(long successes, long trials) {
    if (successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          "successes must be in [0, " + trials + "], not " + successes);
    }
    if (trials == 0) {
      return new Proportion(0, 0, Double.NaN, Double.NaN, Double.NaN);
    }
    double p = successes / (double) trials;
    double z2 = Z * Z / trials;
    double centre = (p + z2 / 2) / (1 + z2);
    double half = Z / (1 + z2) * Math.sqrt(p * (1 - p) / trials + z2 / (4 * trials));
    return new Proportion(
        successes,
        trials,
        p,
        successes == 0 ? 0 : centre - half,
        successes == trials ? 1 : centre + half);
  }
}
