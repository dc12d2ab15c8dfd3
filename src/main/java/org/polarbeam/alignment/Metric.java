package org.polarbeam.alignment;

import java.util.Locale;
import org.polarbeam.stats.PairedSample;

/** How the agreement of response polarities with a population's is measured. */
public enum Metric {
  SPEARMAN,
  PEARSON,
  /** One minus the mean absolute difference. */
  MEAN_ALIGNMENT;

  /** The spelling in files and options. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  double of(PairedSample pairs, double[] weights) {
    return switch (this) {
      case SPEARMAN -> pairs.spearman(weights);
      case PEARSON -> pairs.pearson(weights);
      case MEAN_ALIGNMENT -> pairs.meanAgreement(weights);
    };
  }
}
