package org.polarbeam.alignment;

import java.io.Serializable;
import java.util.Arrays;
import org.polarbeam.record.Estimate;
import org.polarbeam.record.FigureSummary;
import org.polarbeam.stats.Quantiles;
import org.polarbeam.stats.Scale;

/**
 * The intervals of figures, from their bootstrap rounds: {@code estimate ± t · sd} on the scale of
 * the figure, with as many degrees of freedom as topics less one; percentiles under the published
 * scheme. One that could not be trusted to cover is withheld, with the reason.
 */
public final class Intervals implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Rounds in which a figure is undefined are no random ones. */
  private static final double LEAST_DEFINED = 0.9;

  private final Resampling resampling;

  /** Intervals of figures that were resampled so. */
  public Intervals(Resampling resampling) {
    this.resampling = resampling;
  }

  /**
   * Summarises a figure.
   *
   * @param rounds its values in the rounds; NaN where it is undefined
   */
  public FigureSummary of(Estimate estimate, double[] rounds) {
    Quantiles q = Quantiles.of(rounds);
    boolean isPublished = resampling.inference() == Inference.PUBLISHED;
    String reason = isPublished ? "" : reason(estimate, q, rounds);
    double[] ends = {q.low(), q.high()};
    if (!reason.isEmpty()) {
      ends = new double[] {Double.NaN, Double.NaN};
    } else if (!isPublished) {
      ends = interval(estimate, rounds);
      if (Double.isNaN(ends[0])) {
        reason = "it is at the end of its scale";
      }
    }
    return new FigureSummary(
        estimate.figure(),
        estimate.value(),
        q.mean(),
        q.sd(),
        ends[0],
        ends[1],
        estimate.responses(),
        estimate.topics(),
        q.n(),
        isPublished || !reason.isEmpty() ? "" : resampling.effects().covers(),
        reason,
        estimate.isThin() ? Double.NaN : estimate.fixedErr(),
        estimate.topicsId());
  }

  /** That of a disattenuated figure is that of the figure itself, divided as it is. */
  private double[] interval(Estimate estimate, double[] rounds) {
    double by = estimate.divisor();
    double[] itself = Arrays.stream(rounds).map(v -> v * by).toArray();
    double[] ends =
        scale(estimate).interval(estimate.value() * by, itself, estimate.topics() - 1.0);
    return new double[] {ends[0] / by, ends[1] / by};
  }

  private static Scale scale(Estimate estimate) {
    for (Metric metric : Metric.values()) {
      if (!estimate.figure().isConsistency() && metric.label().equals(estimate.figure().metric())) {
        return metric.scale();
      }
    }
    return Scale.CORRELATION;
  }

  /** Why an interval could not be trusted; empty where it can. */
  private String reason(Estimate estimate, Quantiles rounds, double[] values) {
    if (Double.isNaN(estimate.value())) {
      return "the figure is undefined";
    }
    if (estimate.topics() < resampling.leastTopics()) {
      return "it rests on " + estimate.topics() + " topics";
    }
    if (rounds.n() < LEAST_DEFINED * values.length) {
      return "it is defined in " + rounds.n() + " of " + values.length + " rounds";
    }
    if (resampling.effects() == TopicEffects.FIXED && estimate.isThin()) {
      return estimate.thinTopics() + " of its topics have fewer than 3 responses";
    }
    if (rounds.n() > 1 && rounds.sd() == 0) {
      return "it is the same in all rounds";
    }
    boolean isCorrected = estimate.divisor() != 1 && scale(estimate) == Scale.CORRELATION;
    long within = Arrays.stream(values).filter(v -> Math.abs(v * estimate.divisor()) < 1).count();
    return isCorrected && within < LEAST_DEFINED * values.length
        ? "corrected for the judge's errors it is beyond 1 in "
            + (values.length - within)
            + " rounds"
        : "";
  }
}
