package org.polarbeam.stats;

import org.apache.commons.math3.distribution.NormalDistribution;

/** The standard normal distribution. */
public final class Normal {
  private static final NormalDistribution STANDARD = new NormalDistribution();

  private Normal() {}

  /** The value below which a share {@code p} lies, for p in (0, 1). */
  public static double quantile(double p) {
    return STANDARD.inverseCumulativeProbability(p);
  }

  /** How likely a value at least as far from zero as {@code z} is. */
  public static double twoSidedP(double z) {
    return 2 * STANDARD.cumulativeProbability(-Math.abs(z));
  }
}
