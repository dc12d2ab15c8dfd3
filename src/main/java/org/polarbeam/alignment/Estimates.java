package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.polarbeam.record.Estimate;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.stats.SelfConsistency;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

/** The figures of one model in one language on its responses as they are (METHOD of the paper). */
public final class Estimates {
  private Estimates() {}

  /**
   * Every alignment and self-consistency of a cell.
   *
   * @param responses all responses of one model in one language, in any order; not empty
   * @param judgeErrorRate the share of labels the judge gets wrong, in [0, 1)
   */
  public static List<Estimate> of(
      List<ScoredResponse> responses, TruthTable truths, double judgeErrorRate) {
    Cell cell = new Cell(responses);
    double[] once = new double[cell.size()];
    Arrays.fill(once, 1);
    List<Estimate> estimates = new ArrayList<>();
    for (Level level : truths.levels()) {
      for (Cell.Pairing pairing : cell.pairings(truths, level)) {
        double[] weights = pairing.weights(once);
        for (Metric metric : Metric.values()) {
          estimates.add(
              new Estimate(
                  pairing.figure(metric),
                  metric.of(pairing.pairs, weights),
                  pairing.pairs.size(),
                  pairing.topicCount));
        }
      }
    }
    SelfConsistency.Draw everyOnce = SelfConsistency.everyOnce(cell.topicOf);
    for (ConsistencyMetric metric : ConsistencyMetric.values()) {
      estimates.add(
          new Estimate(
              cell.figure(metric),
              metric.of(cell.consistency(), everyOnce, false, judgeErrorRate),
              cell.size(),
              cell.topics.size()));
    }
    return estimates;
  }
}
