package org.polarbeam.alignment;

import java.util.Arrays;
import org.polarbeam.stats.DistinctValues;

/**
 * Responses on some topics, and their sums under the weights of a bootstrap round: what every
 * measure of agreement needs, whatever the population, so that each population then costs no more
 * than its topics. Mutable; not thread-safe.
 */
final class WeighedResponses {
  private final double[] polarity;
  private final int[] topicOf;
  private final DistinctValues distinct;
  private double[] weights;

  /** Σ w over all, and by topic. */
  double total;

  final double[] ofTopic;

  /** Σ w (rank − mean rank) by topic, and Σ w (rank − mean rank)². */
  final double[] ranks;

  double rankSquares;

  /** Σ w (x − mean) by topic, and Σ w (x − mean)². */
  final double[] deviations;

  double squares;

  /** The mean polarity by topic; NaN without weight. */
  final double[] means;

  /** Whether all responses with weight have one polarity. */
  boolean isConstant;

  /**
   * Sorts them once.
   *
   * @param polarity of each response
   * @param topicOf the place of its topic
   */
  WeighedResponses(double[] polarity, int[] topicOf, int topics) {
    this.polarity = polarity;
    this.topicOf = topicOf;
    this.distinct = DistinctValues.of(polarity);
    this.ofTopic = new double[topics];
    this.ranks = new double[topics];
    this.deviations = new double[topics];
    this.means = new double[topics];
  }

  int size() {
    return polarity.length;
  }

  int topics() {
    return means.length;
  }

  /** Every response once. */
  WeighedResponses once() {
    double[] ones = new double[polarity.length];
    Arrays.fill(ones, 1);
    return weigh(ones);
  }

  /** Sums under weights, one a response. */
  WeighedResponses weigh(double[] given) {
    weights = given;
    total = 0;
    double sum = 0;
    for (double[] sums : new double[][] {ofTopic, ranks, deviations, means}) {
      Arrays.fill(sums, 0);
    }
    for (int i = 0; i < polarity.length; i++) {
      total += given[i];
      sum += given[i] * polarity[i];
      ofTopic[topicOf[i]] += given[i];
      means[topicOf[i]] += given[i] * polarity[i];
    }
    double[] averageRanks = distinct.averageRanks(given);
    double middle = (total + 1) / 2;
    double mean = sum / total;
    rankSquares = 0;
    squares = 0;
    int first = -1;
    isConstant = true;
    for (int i = 0; i < polarity.length; i++) {
      if (given[i] > 0) {
        int place = distinct.place(i);
        double rank = averageRanks[place] - middle;
        double deviation = polarity[i] - mean;
        ranks[topicOf[i]] += given[i] * rank;
        rankSquares += given[i] * rank * rank;
        deviations[topicOf[i]] += given[i] * deviation;
        squares += given[i] * deviation * deviation;
        isConstant &= first < 0 || first == place;
        first = place;
      }
    }
    for (int t = 0; t < means.length; t++) {
      means[t] /= ofTopic[t];
    }
    return this;
  }

  /** Σ w |x − truth of its topic|. */
  double distance(double[] truth) {
    double distance = 0;
    for (int i = 0; i < polarity.length; i++) {
      distance += weights[i] * Math.abs(polarity[i] - truth[topicOf[i]]);
    }
    return distance;
  }
}
