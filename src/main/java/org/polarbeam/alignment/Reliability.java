package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.stats.Confusion;

/**
 * The reliability of a cell's polarities under a judge that errs: the share of their variance over
 * responses that is not the judge's, 1 − E[noise] / variance (Spearman 1904, American Journal of
 * Psychology 15). An agreement of two responses is that of their true polarities times the
 * reliability, an agreement with a population that times its root.
 *
 * <p>Where it is unknown how many items each response has, and for published figures, it is one
 * minus the judge's error rate.
 */
final class Reliability {
  /** Of a smaller share nothing can be told, and a division by it makes figures of any size. */
  private static final double LEAST = 0.2;

  private final Cell cell;
  private final ErrorRates rates;

  /** The different counts of labels that responses have, and which each has; null if unknown. */
  private final List<double[]> counts;

  private final int[] countOf;
  private final double[] noise;
  private boolean isKnown;

  Reliability(Cell cell, ErrorRates rates) {
    this.cell = cell;
    this.rates = rates;
    this.counts = rates.isPublished() || cell.labels == null ? null : new ArrayList<>();
    this.countOf = new int[cell.size()];
    if (counts != null) {
      Map<List<Integer>, Integer> places = new HashMap<>();
      for (int i = 0; i < countOf.length; i++) {
        int[] its = cell.labels[i];
        countOf[i] =
            places.computeIfAbsent(
                Arrays.stream(its).boxed().toList(),
                c -> {
                  counts.add(Arrays.stream(its).asDoubleStream().toArray());
                  return counts.size() - 1;
                });
      }
    }
    this.noise = new double[counts == null ? 0 : counts.size()];
  }

  /**
   * Of responses as they are.
   *
   * @param members the places of those that count
   */
  double once(int[] members) {
    double[] weights = new double[cell.size()];
    Arrays.fill(weights, 1);
    return of(weights, members, -1);
  }

  /**
   * Of responses that were drawn.
   *
   * @param weights how often each of the cell's was drawn
   * @param members the places of those that count: where only some topics do, they vary less
   * @param round whose draw of the judge's errors counts; negative for the estimate
   * @return NaN where the judge's errors would make nearly all the variance there is
   */
  double of(double[] weights, int[] members, int round) {
    if (!rates.isPublished() && ScoredResponse.isBaseline(cell.family)) {
      return 1; // nobody has judged it
    }
    if (counts == null) {
      return 1 - rates.in(cell.language);
    }
    if (!isKnown || rates.isUncertain(cell.language)) {
      Confusion confusion = rates.confusion(cell.language, round);
      Arrays.setAll(noise, k -> confusion.noise(counts.get(k)));
      isKnown = true;
    }
    double n = 0;
    double sum = 0;
    double errors = 0;
    for (int i : members) {
      n += weights[i];
      sum += weights[i] * cell.polarity[i];
      errors += weights[i] * noise[countOf[i]];
    }
    double mean = sum / n;
    double squares = 0;
    for (int i : members) {
      double d = cell.polarity[i] - mean;
      squares += weights[i] * d * d;
    }
    double reliability = 1 - errors / squares * ((n - 1) / n);
    return errors == 0 ? 1 : reliability >= LEAST ? reliability : Double.NaN;
  }
}
