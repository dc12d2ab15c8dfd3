package org.polarbeam.record;

import java.io.Serializable;
import org.polarbeam.stats.Quantiles;

/**
 * A row of {@code alignment.csv} or {@code consistency.csv}: a figure with its bootstrap mean,
 * standard deviation and 95% percentile interval.
 */
public record FigureSummary(
    Figure figure,
    double estimate,
    double bootMean,
    double bootSd,
    double ciLow,
    double ciHigh,
    int responses,
    int topics)
    implements Serializable {

  /** Summarises the rounds of an estimate; rounds in which the figure is undefined do not count. */
  public static FigureSummary of(Estimate estimate, double[] rounds) {
    Quantiles q = Quantiles.of(rounds);
    return new FigureSummary(
        estimate.figure(),
        estimate.value(),
        q.mean(),
        q.sd(),
        q.low(),
        q.high(),
        estimate.responses(),
        estimate.topics());
  }
}
