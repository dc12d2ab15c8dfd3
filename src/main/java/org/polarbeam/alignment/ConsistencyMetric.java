package org.polarbeam.alignment;

import java.util.Locale;
import org.polarbeam.stats.SelfConsistency;

/** How a model's agreement with itself on a topic is measured. */
public enum ConsistencyMetric {
  SPEARMAN,
  /** Spearman divided by the judge's reliability, one minus its error rate. */
  SPEARMAN_DISATTENUATED,
  PEARSON;

  /** The spelling in files and options. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  double of(
      SelfConsistency members,
      SelfConsistency.Draw draw,
      boolean selfPairs,
      double judgeErrorRate) {
    return switch (this) {
      case SPEARMAN -> members.spearman(draw, selfPairs);
      case SPEARMAN_DISATTENUATED -> members.spearman(draw, selfPairs) / (1 - judgeErrorRate);
      case PEARSON -> members.pearson(draw, selfPairs);
    };
  }
}
