package org.polarbeam.stats;

/**
 * Pairs (x, y) sorted once, so that their association can be measured under many weightings in one
 * pass each. Weights are multiplicities: a pair of weight 2 stands twice.
 */
public final class PairedSample {
  private final double[] x;
  private final double[] y;
  private final DistinctValues distinctX;
  private final DistinctValues distinctY;

  private PairedSample(double[] x, double[] y) {
    this.x = x;
    this.y = y;
    this.distinctX = DistinctValues.of(x);
    this.distinctY = DistinctValues.of(y);
  }

  /**
   * Sorts the pairs {@code (x[i], y[i])}.
   *
   * @throws IllegalArgumentException when lengths differ or a value is not finite
   */
  public static PairedSample of(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException("lengths differ: x " + x.length + ", y " + y.length);
    }
    return new PairedSample(x.clone(), y.clone());
  }

  /** How many pairs there are, before any weighting. */
  public int size() {
    return x.length;
  }

  /** Spearman's correlation with average ranks; NaN when a side is constant under the weights. */
  public double spearman(double[] weights) {
    double[] rankX = distinctX.averageRanks(weights);
    double[] rankY = distinctY.averageRanks(weights);
    double n = 0;
    for (double w : weights) {
      n += w;
    }
    double mean = (n + 1) / 2;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      double w = weights[i];
      double dx = rankX[distinctX.place(i)] - mean;
      double dy = rankY[distinctY.place(i)] - mean;
      xx += w * dx * dx;
      yy += w * dy * dy;
      xy += w * dx * dy;
    }
    return Correlation.ratio(xy, xx, yy, n);
  }

  /** Pearson's correlation; NaN when a side is constant under the weights. */
  public double pearson(double[] weights) {
    return Correlation.pearson(x, y, weights);
  }

  /** One minus the weighted mean of |x − y|; NaN without weight. */
  public double meanAgreement(double[] weights) {
    double n = 0;
    double distance = 0;
    for (int i = 0; i < x.length; i++) {
      n += weights[i];
      distance += weights[i] * Math.abs(x[i] - y[i]);
    }
    return 1 - distance / n;
  }
}
