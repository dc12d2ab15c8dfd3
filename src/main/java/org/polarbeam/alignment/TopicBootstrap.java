package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.stats.Draws;
import org.polarbeam.stats.SelfConsistency;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

/**
 * The two-stage bootstrap of one model in one language: topics are drawn with replacement, then
 * responses within each drawn topic. One draw serves every group, so that differences between
 * groups keep their covariance. Personas share their draws as far as they have the same topics, so
 * that what naming a country changes is not drowned in which topics were drawn. A topic drawn twice
 * counts as two topics, and a response is never paired with itself, so that self-consistency is not
 * raised by the resampling.
 */
public final class TopicBootstrap {
  private final Cell cell;
  private final List<Cell.Pairing> pairings = new ArrayList<>();
  private final SelfConsistency consistency;
  private final double judgeErrorRate;

  /** Responses by topic: topic t has {@code byTopic[starts[t]] .. byTopic[starts[t + 1] - 1]}. */
  private final int[] byTopic;

  private final int[] starts;

  /**
   * Prepares the cell.
   *
   * @param responses all responses of one model in one language, in any order; not empty
   * @param judgeErrorRate the share of labels the judge gets wrong, in [0, 1)
   */
  public TopicBootstrap(List<ScoredResponse> responses, TruthTable truths, double judgeErrorRate) {
    this.cell = new Cell(responses);
    for (Level level : truths.levels()) {
      pairings.addAll(cell.pairings(truths, level));
    }
    this.consistency = cell.consistency();
    this.judgeErrorRate = judgeErrorRate;
    SelfConsistency.Draw once = SelfConsistency.everyOnce(cell.topicOf);
    this.byTopic = once.members();
    this.starts = once.starts();
  }

  /** The figures of the rounds {@code first .. first + rounds - 1}. */
  public List<FigureRounds> rounds(long seed, int first, int rounds) {
    long key = Draws.keyOf("bootstrap\0" + cell.model + "\0" + cell.language);
    Collector collector = new Collector(first, rounds);
    double[] weights = new double[cell.size()];
    for (int round = first; round < first + rounds; round++) {
      collector.begin();
      SelfConsistency.Draw draw = draw(Draws.of(seed, key, round), weights);
      for (Cell.Pairing pairing : pairings) {
        double[] own = pairing.weights(weights);
        for (Metric metric : Metric.values()) {
          collector.put(() -> pairing.figure(metric), round, metric.of(pairing.pairs, own));
        }
      }
      for (ConsistencyMetric metric : ConsistencyMetric.values()) {
        collector.put(
            () -> cell.figure(metric), round, metric.of(consistency, draw, false, judgeErrorRate));
      }
    }
    return collector.done();
  }

  /** Draws once; {@code weights} is filled with how often each response was drawn in all. */
  private SelfConsistency.Draw draw(UniformRandomProvider random, double[] weights) {
    Arrays.fill(weights, 0);
    int topics = starts.length - 1;
    int[] chosen = new int[topics];
    int most = 0;
    for (int copy = 0; copy < topics; copy++) {
      chosen[copy] = random.nextInt(topics);
      most += starts[chosen[copy] + 1] - starts[chosen[copy]];
    }
    int[] drawnStarts = new int[topics + 1];
    int[] members = new int[most];
    int[] counts = new int[most];
    int[] count = new int[cell.size()];
    int length = 0;
    for (int copy = 0; copy < topics; copy++) {
      drawnStarts[copy] = length;
      int from = starts[chosen[copy]];
      int size = starts[chosen[copy] + 1] - from;
      for (int k = 0; k < size; k++) {
        count[from + random.nextInt(size)]++;
      }
      for (int k = from; k < from + size; k++) {
        if (count[k] > 0) {
          members[length] = byTopic[k];
          counts[length++] = count[k];
          weights[byTopic[k]] += count[k];
          count[k] = 0;
        }
      }
    }
    drawnStarts[topics] = length;
    return new SelfConsistency.Draw(drawnStarts, members, counts, length);
  }
}
