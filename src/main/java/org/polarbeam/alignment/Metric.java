package org.polarbeam.alignment;

import java.util.Locale;
import org.polarbeam.stats.Scale;

/** How the agreement of response polarities with a population's is measured. */
public enum Metric {
  /** Rank correlation over responses: whether topics are in the population's order. */
  SPEARMAN(Scale.CORRELATION),
  /**
   * Spearman divided by the root of the judge's reliability: what a judge would find who never
   * errs.
   */
  SPEARMAN_DISATTENUATED(Scale.CORRELATION),
  /** Correlation over responses. */
  PEARSON(Scale.CORRELATION),
  /** One minus the mean absolute difference over responses. */
  MEAN_ALIGNMENT(Scale.SHARE),
  /**
   * The mean absolute difference over topics, of the mean of a topic's responses: 0 is the same.
   */
  TOPIC_DISTANCE(Scale.SHARE),
  /**
   * One minus the Jensen-Shannon distance (base 2) of the shares of pro and con, the mean over
   * topics, as in Durmus et al., Towards Measuring the Representation of Subjective Global Opinions
   * in Language Models, 2023.
   */
  JS_SIMILARITY(Scale.SHARE),
  /** The mean difference over topics: above 0 the responses are more pro than the population. */
  SIGNED_BIAS(Scale.DIFFERENCE);

  private final Scale scale;

  Metric(Scale scale) {
    this.scale = scale;
  }

  /** The spelling in files and options. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scale on which its intervals are symmetric. */
  public Scale scale() {
    return scale;
  }

  /** By what a figure is divided for the judge's errors. */
  double divisor(double reliability) {
    return this == SPEARMAN_DISATTENUATED ? Math.sqrt(reliability) : 1;
  }

  /**
   * All measures, in their order.
   *
   * @param times how often each topic counts
   * @param reliability the judge's
   */
  static double[] all(
      PairedTopics paired, WeighedResponses responses, double[] times, double reliability) {
    double[] all = new double[values().length];
    all[SPEARMAN.ordinal()] = paired.spearman(responses);
    all[SPEARMAN_DISATTENUATED.ordinal()] =
        all[SPEARMAN.ordinal()] / SPEARMAN_DISATTENUATED.divisor(reliability);
    all[PEARSON.ordinal()] = paired.pearson(responses);
    all[MEAN_ALIGNMENT.ordinal()] = paired.meanAgreement(responses);
    all[TOPIC_DISTANCE.ordinal()] = paired.mean(responses, times, (m, t) -> Math.abs(m - t));
    all[JS_SIMILARITY.ordinal()] = paired.similarity(responses, times);
    all[SIGNED_BIAS.ordinal()] = paired.mean(responses, times, (m, t) -> m - t);
    return all;
  }
}
