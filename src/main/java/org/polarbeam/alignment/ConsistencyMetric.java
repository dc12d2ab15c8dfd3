package org.polarbeam.alignment;

import java.util.Locale;
import org.polarbeam.stats.SelfConsistency;

/** How a model's agreement with itself on a topic is measured. */
public enum ConsistencyMetric {
  SPEARMAN,
  /** Spearman divided by the judge's reliability. */
  SPEARMAN_DISATTENUATED,
  PEARSON;

  /** The spelling in files and options. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** By what a figure is divided for the judge's errors. */
  double divisor(double reliability) {
    return this == SPEARMAN_DISATTENUATED ? reliability : 1;
  }

  /** All measures, in their order. */
  static double[] all(
      SelfConsistency members, SelfConsistency.Draw draw, boolean selfPairs, double reliability) {
    double spearman = members.spearman(draw, selfPairs);
    return new double[] {spearman, spearman / reliability, members.pearson(draw, selfPairs)};
  }
}
