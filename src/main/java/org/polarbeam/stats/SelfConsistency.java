package org.polarbeam.stats;

import java.util.Arrays;

/**
 * Correlation over all ordered pairs of different members of the same cluster, without listing the
 * pairs: with member i drawn {@code w_i} times in a cluster of {@code n} draws, it stands in {@code
 * w_i (n - w_i)} pairs with other members (or {@code w_i (n - 1)} if a repeated draw may meet
 * itself), and with d the deviation of values or ranks from their mean over all pairs
 *
 * <pre>  r = Σ_clusters [(Σ w d)² − Σ w² d²] / Σ_clusters Σ w (n − w) d²</pre>
 *
 * <p>Cost is linear in the draws once the values are sorted. This is the self-consistency of §2.2
 * of "Multilingual != Multicultural" with topics as clusters and responses as members.
 */
public final class SelfConsistency {
  private final double[] values;
  private final DistinctValues distinct;

  /**
   * Prepares the members.
   *
   * @param values the score of each member; finite
   */
  public SelfConsistency(double[] values) {
    this.values = values.clone();
    this.distinct = DistinctValues.of(values);
  }

  /** The members as they are, each once, in clusters numbered {@code cluster[i]} from 0. */
  public static Draw everyOnce(int[] cluster) {
    int clusters = Arrays.stream(cluster).max().orElse(-1) + 1;
    int[] starts = new int[clusters + 1];
    for (int c : cluster) {
      starts[c + 1]++;
    }
    for (int c = 0; c < clusters; c++) {
      starts[c + 1] += starts[c];
    }
    int[] next = starts.clone();
    int[] members = new int[cluster.length];
    int[] counts = new int[cluster.length];
    for (int i = 0; i < cluster.length; i++) {
      members[next[cluster[i]]++] = i;
    }
    Arrays.fill(counts, 1);
    return new Draw(starts, members, counts, cluster.length);
  }

  /**
   * Members drawn into clusters: the entries {@code starts[c] .. starts[c + 1]} of {@code members}
   * and {@code counts} are who is in cluster c and how often; {@code length} entries count.
   */
  public record Draw(int[] starts, int[] members, int[] counts, int length) {}

  /** Pearson's correlation over the pairs; NaN where there are none or the values are constant. */
  public double pearson(Draw draw, boolean selfPairs) {
    double[] weights = weights(draw, selfPairs);
    double total = 0;
    double sum = 0;
    for (int e = 0; e < draw.length(); e++) {
      total += weights[e];
      sum += weights[e] * values[draw.members()[e]];
    }
    double[] drawn = new double[draw.length()];
    for (int e = 0; e < drawn.length; e++) {
      drawn[e] = values[draw.members()[e]];
    }
    if (Correlation.isConstant(drawn, weights)) {
      return Double.NaN; // rounding would leave a little variance
    }
    double mean = sum / total;
    double[] deviations = new double[draw.length()];
    for (int e = 0; e < draw.length(); e++) {
      deviations[e] = values[draw.members()[e]] - mean;
    }
    return ratio(draw, selfPairs, weights, deviations, total);
  }

  /** Spearman's correlation over the pairs; NaN where there are none or the values are constant. */
  public double spearman(Draw draw, boolean selfPairs) {
    double[] weights = weights(draw, selfPairs);
    double[] ranks = new double[distinct.count()];
    double total = 0;
    for (int e = 0; e < draw.length(); e++) {
      ranks[distinct.place(draw.members()[e])] += weights[e];
      total += weights[e];
    }
    DistinctValues.toAverageRanks(ranks, ranks.length);
    double mean = (total + 1) / 2;
    double[] deviations = new double[draw.length()];
    for (int e = 0; e < draw.length(); e++) {
      deviations[e] = ranks[distinct.place(draw.members()[e])] - mean;
    }
    return ratio(draw, selfPairs, weights, deviations, total);
  }

  /** In how many pairs each entry stands on one side. */
  private static double[] weights(Draw draw, boolean selfPairs) {
    double[] weights = new double[draw.length()];
    for (int c = 0; c + 1 < draw.starts().length; c++) {
      double n = 0;
      for (int e = draw.starts()[c]; e < draw.starts()[c + 1]; e++) {
        n += draw.counts()[e];
      }
      for (int e = draw.starts()[c]; e < draw.starts()[c + 1]; e++) {
        double w = draw.counts()[e];
        weights[e] = w * (selfPairs ? n - 1 : n - w);
      }
    }
    return weights;
  }

  private static double ratio(
      Draw draw, boolean selfPairs, double[] weights, double[] deviations, double total) {
    double numerator = 0;
    double denominator = 0;
    for (int c = 0; c + 1 < draw.starts().length; c++) {
      double sum = 0;
      double own = 0;
      for (int e = draw.starts()[c]; e < draw.starts()[c + 1]; e++) {
        double w = draw.counts()[e];
        double d = deviations[e];
        sum += w * d;
        own += (selfPairs ? w : w * w) * d * d;
        denominator += weights[e] * d * d;
      }
      numerator += sum * sum - own;
    }
    return Correlation.ratio(numerator, denominator, denominator, total);
  }
}
