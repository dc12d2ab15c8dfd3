package org.polarbeam.regression;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polarbeam.record.Regression;
import org.polarbeam.stats.Coefficient;

/** What the published regression finds where there is nothing to find. */
final class Placebo {
  private static final int SHUFFLES = 100;
  private static final double SIGNIFICANT = 0.05;

  private Placebo() {}

  /**
   * Diagnostics: the share of shuffles with a significant slope, and with all slopes above zero.
   */
  static Map<String, String> of(List<CapabilityRegression.Row> rows, long seed) {
    ShuffledCapability capability = new ShuffledCapability(rows);
    int significant = 0;
    int above = 0;
    int slopes = 0;
    for (int number = 0; number < SHUFFLES; number++) {
      Regression fit = CapabilityRegression.pooled(capability.shuffled(rows, seed, number));
      List<Coefficient> its =
          fit.coefficients().stream().filter(c -> c.term().startsWith("multilingual:")).toList();
      significant += its.stream().anyMatch(c -> c.pValue() < SIGNIFICANT) ? 1 : 0;
      above += (int) its.stream().filter(c -> c.estimate() > 0).count();
      slopes += its.size();
    }
    Map<String, String> diagnostics = new LinkedHashMap<>();
    diagnostics.put("rq1_placebo", Double.toString(significant / (double) SHUFFLES));
    diagnostics.put(
        "rq1_placebo_above_zero", Double.toString(above / (double) Math.max(1, slopes)));
    diagnostics.put("rq1_placebo_shuffles", Integer.toString(SHUFFLES));
    return diagnostics;
  }
}
