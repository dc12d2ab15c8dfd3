package org.polarbeam.alignment;

import java.util.Locale;
import org.polarbeam.stats.Scale;

/** How the agreement of response polarities with a population's is measured. */
public enum Metric {
  /** Rank correlation over responses: whether topics are in the population's order. */
  SPEARMAN(Scale.CORRELATION),
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

  /**
   * The measure.
   *
   * @param times how often each topic counts
   */
  double of(PairedTopics paired, WeighedResponses responses, double[] times) {
    return switch (this) {
      case SPEARMAN -> paired.spearman(responses);
      case PEARSON -> paired.pearson(responses);
      case MEAN_ALIGNMENT -> paired.meanAgreement(responses);
      case TOPIC_DISTANCE -> paired.mean(responses, times, (m, t) -> Math.abs(m - t));
      case JS_SIMILARITY -> paired.similarity(responses, times);
      case SIGNED_BIAS -> paired.mean(responses, times, (m, t) -> m - t);
    };
  }
}
