package org.polarbeam.alignment;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * The standard error of a figure for the very topics asked about, by leaving out one response at a
 * time: with n responses to a topic and θ_i the figure without the i-th of them, the others
 * counting n/(n − 1) times, the variance is Σ_topics (n − 1)/n Σ_i (θ_i − mean θ)² (Shao and Wu
 * 1989, Annals of Statistics 17, 1176-1197, for strata). Topics are strata, so how they differ is
 * no part of it.
 */
final class Jackknife {
  private final double[] polarity;
  private final int[] topicOf;
  private final int topics;

  Jackknife(double[] polarity, int[] topicOf, int topics) {
    this.polarity = polarity;
    this.topicOf = topicOf;
    this.topics = topics;
  }

  /**
   * The standard error.
   *
   * @param without the figure without a response; those to a topic that are the same give the same
   * @return NaN where a figure is undefined
   */
  double stdErr(IntToDoubleFunction without) {
    return stdErr(without, n -> (n - 1) / n);
  }

  /**
   * The same where the others count as they did. A figure in which a response weighs by itself then
   * moves less, for its topic loses weight, and the factor is n/(n − 1).
   */
  double stdErrUnweighed(IntToDoubleFunction without) {
    return stdErr(without, n -> n / (n - 1));
  }

  private double stdErr(IntToDoubleFunction without, DoubleUnaryOperator factor) {
    double[] n = new double[topics];
    double[] sum = new double[topics];
    double[] squares = new double[topics];
    Map<Long, Double> known = new HashMap<>();
    double[] values = new double[polarity.length];
    for (int i = 0; i < polarity.length; i++) {
      int response = i;
      long key = Double.doubleToLongBits(polarity[i]) * 31 + topicOf[i];
      values[i] = known.computeIfAbsent(key, k -> without.applyAsDouble(response));
      n[topicOf[i]]++;
      sum[topicOf[i]] += values[i];
    }
    for (int i = 0; i < polarity.length; i++) {
      double d = values[i] - sum[topicOf[i]] / n[topicOf[i]];
      squares[topicOf[i]] += d * d;
    }
    double variance = 0;
    for (int t = 0; t < topics; t++) {
      variance += n[t] > 1 ? factor.applyAsDouble(n[t]) * squares[t] : 0;
    }
    return Math.sqrt(variance);
  }
}
