package org.polarbeam.alignment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.stats.Coefficient;

/** The estimates of a regression in round after round. */
final class RoundEstimates {
  private final int rounds;
  private final Map<String, double[]> byTerm = new TreeMap<>();
  private int fitted;
  private int skipped;
  private String reason = "";

  RoundEstimates(int rounds) {
    this.rounds = rounds;
  }

  /** An estimate in the present round. */
  void put(String term, double value) {
    byTerm
            .computeIfAbsent(
                term,
                t -> {
                  double[] empty = new double[rounds];
                  Arrays.fill(empty, Double.NaN);
                  return empty;
                })[fitted] =
        value;
  }

  /** Ends a round that was fitted. */
  void next() {
    fitted++;
  }

  /** Ends a round that could not be fitted. */
  void skip(String why) {
    skipped++;
    reason = why;
  }

  List<Coefficient> coefficients() {
    return fitted == 0
        ? List.of()
        : byTerm.entrySet().stream()
            .map(e -> Coefficient.overRounds(e.getKey(), Arrays.copyOf(e.getValue(), fitted)))
            .toList();
  }

  Map<String, String> diagnostics() {
    Map<String, String> diagnostics = new LinkedHashMap<>();
    diagnostics.put("rounds", Integer.toString(fitted));
    diagnostics.put("rounds_not_fitted", Integer.toString(skipped));
    if (skipped > 0) {
      diagnostics.put("not_fitted", reason);
    }
    return diagnostics;
  }
}
