package org.polarbeam.record;

import java.io.Serializable;

/**
 * A figure on the responses as they are.
 *
 * @param value NaN where it is undefined
 * @param responses how many responses it rests on
 * @param topics how many topics those are about
 * @param thinTopics how many of them have too few responses to tell how those vary
 * @param fixedErr its standard error for these very topics; NaN where it is undefined
 * @param divisor by which it was divided for the judge's errors; 1 for none
 * @param topicsId names the topics, the same wherever they are the same
 */
public record Estimate(
    Figure figure,
    double value,
    int responses,
    int topics,
    int thinTopics,
    double fixedErr,
    double divisor,
    String topicsId)
    implements Serializable {
  /** The share of topics that may have too few responses to tell how those vary. */
  private static final double MOST_THIN = 0.25;

  /** Whether too many topics have too few responses to tell how those vary. */
  public boolean isThin() {
    return thinTopics > MOST_THIN * topics;
  }
}
