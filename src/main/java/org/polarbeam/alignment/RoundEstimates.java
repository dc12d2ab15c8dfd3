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
  private final Map<String, Integer> undefined = new TreeMap<>();
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

  /** Tells of a row that is undefined in the present round and so takes no part in it. */
  void leaveOut(String cell) {
    undefined.merge(cell, 1, Integer::sum);
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
    undefined.forEach((cell, n) -> diagnostics.put("rounds_without:" + cell, Integer.toString(n)));
    return diagnostics;
  }
}
