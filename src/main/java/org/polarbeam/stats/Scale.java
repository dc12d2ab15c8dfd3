package org.polarbeam.stats;

import org.apache.commons.math3.distribution.TDistribution;

/** The scale on which a figure's interval is symmetric. */
public enum Scale {
  /** Fisher's z of a correlation. */
  CORRELATION {
    @Override
    double to(double value) {
      return 0.5 * (Math.log1p(value) - Math.log1p(-value));
    }

    @Override
    double from(double z) {
      return Math.tanh(z);
    }
  },
  /** The logit of a share. */
  SHARE {
    @Override
    double to(double value) {
      return Math.log(value) - Math.log1p(-value);
    }

    @Override
    double from(double z) {
      return 1 / (1 + Math.exp(-z));
    }
  },
  /** The figure itself. */
  DIFFERENCE {
    @Override
    double to(double value) {
      return value;
    }

    @Override
    double from(double z) {
      return z;
    }
  };

  abstract double to(double value);

  abstract double from(double z);

  /**
   * The interval {@code estimate ± t sd} on this scale, with the standard deviation of resampled
   * figures on it. Figures at the scale's very end, where it is infinite, do not count.
   *
   * @param df degrees of freedom of t
   * @return its ends; NaN where they are not defined
   */
  public double[] interval(double estimate, double[] resampled, double df) {
    double middle = to(estimate);
    double sum = 0;
    int n = 0;
    for (double value : resampled) {
      double z = to(value);
      if (Double.isFinite(z)) {
        sum += z;
        n++;
      }
    }
    double mean = sum / n;
    double squares = 0;
    for (double value : resampled) {
      double z = to(value);
      squares += Double.isFinite(z) ? (z - mean) * (z - mean) : 0;
    }
    if (n < 2 || !(df >= 1) || !Double.isFinite(middle)) {
      return new double[] {Double.NaN, Double.NaN};
    }
    double half =
        new TDistribution(null, df).inverseCumulativeProbability(0.975)
            * Math.sqrt(squares / (n - 1));
    return new double[] {from(middle - half), from(middle + half)};
  }
}
