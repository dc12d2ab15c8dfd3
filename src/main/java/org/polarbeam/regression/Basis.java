package org.polarbeam.regression;

import java.util.Collection;
import org.polarbeam.alignment.FigureRounds;

/**
 * What the figures of a contrast or a regression rest on.
 *
 * @param topics the fewest that one rests on
 * @param isThin whether too many topics of one have too few responses to tell how those vary
 */
public record Basis(int topics, boolean isThin) {
  /** That of figures; undefined ones do not count. */
  static Basis of(Collection<FigureRounds> figures) {
    int topics = Integer.MAX_VALUE;
    boolean isThin = false;
    for (FigureRounds figure : figures) {
      if (Double.isFinite(figure.estimate())) {
        topics = Math.min(topics, figure.topics());
        isThin |= figure.isThin();
      }
    }
    return new Basis(topics == Integer.MAX_VALUE ? 0 : topics, isThin);
  }
}
