package org.polarbeam.alignment;

import org.polarbeam.stats.Correlation;
import org.polarbeam.stats.DistinctValues;

/**
 * A population's polarities on the topics of responses. Some measures of their agreement have one
 * pair a response, others one a topic: the mean polarity of its responses, beside the population's.
 */
final class PairedTopics {
  private final double[] truth;
  private final DistinctValues distinct;

  /** Of each topic, the mean polarity for which a divergence was last worked out, and that. */
  private final double[] lastMean;

  private final double[] lastSimilarity;

  /**
   * Sorts them once.
   *
   * @param truth of each topic
   */
  PairedTopics(double[] truth) {
    this.truth = truth;
    this.distinct = DistinctValues.of(truth);
    this.lastMean = new double[truth.length];
    this.lastSimilarity = new double[truth.length];
    java.util.Arrays.fill(lastMean, Double.NaN);
  }

  /** Spearman's correlation with average ranks; NaN when a side is constant. */
  double spearman(WeighedResponses responses) {
    double[] rank = distinct.averageRanks(responses.ofTopic);
    double middle = (responses.total + 1) / 2;
    double yy = 0;
    double xy = 0;
    for (int t = 0; t < truth.length; t++) {
      double d = rank[distinct.place(t)] - middle;
      yy += responses.ofTopic[t] * d * d;
      xy += responses.ranks[t] * d;
    }
    return Correlation.ratio(xy, responses.rankSquares, yy, responses.total);
  }

  /** Pearson's correlation; NaN when a side is constant. */
  double pearson(WeighedResponses responses) {
    double sum = 0;
    int first = -1;
    boolean isConstant = true;
    for (int t = 0; t < truth.length; t++) {
      sum += responses.ofTopic[t] * truth[t];
      if (responses.ofTopic[t] > 0) {
        isConstant &= first < 0 || distinct.place(t) == first;
        first = distinct.place(t);
      }
    }
    if (isConstant || responses.isConstant) {
      return Double.NaN; // rounding would leave a little variance
    }
    double mean = sum / responses.total;
    double yy = 0;
    double xy = 0;
    for (int t = 0; t < truth.length; t++) {
      double d = truth[t] - mean;
      yy += responses.ofTopic[t] * d * d;
      xy += responses.deviations[t] * d;
    }
    return Correlation.ratio(xy, responses.squares, yy, responses.total);
  }

  /** One minus the mean of |x − truth| over responses. */
  double meanAgreement(WeighedResponses responses) {
    return 1 - responses.distance(truth) / responses.total;
  }

  /** What a topic adds to a mean over topics: mean polarity of its responses, and the truth. */
  interface Term {
    double of(double mean, double truth);
  }

  /**
   * The mean of a term over topics; NaN where no topic counts.
   *
   * @param times how often each topic counts
   */
  double mean(WeighedResponses responses, double[] times, Term term) {
    double all = 0;
    double sum = 0;
    for (int t = 0; t < truth.length; t++) {
      if (times[t] > 0 && responses.ofTopic[t] > 0) {
        all += times[t];
        sum += times[t] * term.of(responses.means[t], truth[t]);
      }
    }
    return sum / all;
  }

  /** One minus the mean over topics of the Jensen-Shannon distance of pro and con. */
  double similarity(WeighedResponses responses, double[] times) {
    for (int t = 0; t < truth.length; t++) {
      if (responses.ofTopic[t] > 0 && responses.means[t] != lastMean[t]) {
        lastMean[t] = responses.means[t];
        lastSimilarity[t] = 1 - Math.sqrt(divergence(lastMean[t], truth[t]));
      }
    }
    double all = 0;
    double sum = 0;
    for (int t = 0; t < truth.length; t++) {
      if (times[t] > 0 && responses.ofTopic[t] > 0) {
        all += times[t];
        sum += times[t] * lastSimilarity[t];
      }
    }
    return sum / all;
  }

  /** The Jensen-Shannon divergence of two shares and their complements, in bits. */
  static double divergence(double p, double q) {
    double middle = (p + q) / 2;
    double bits =
        (information(p, middle)
                + information(1 - p, 1 - middle)
                + information(q, middle)
                + information(1 - q, 1 - middle))
            / 2;
    return Math.max(0, Math.min(1, bits));
  }

  private static double information(double p, double of) {
    return p <= 0 ? 0 : p * Math.log(p / of) / Math.log(2);
  }
}
