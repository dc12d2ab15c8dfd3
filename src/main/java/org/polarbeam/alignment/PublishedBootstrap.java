package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.polarbeam.record.Estimate;
import org.polarbeam.record.Figure;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.stats.Draws;
import org.polarbeam.stats.SelfConsistency;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

/**
 * The bootstrap that made the published tables, at one level: the rows are responses joined with
 * the level's groups, and as many rows as there are get drawn with replacement over everything at
 * once. Cell sizes vary, and since a response stands in several rows it may be paired with itself,
 * which raises self-consistency; kept for comparison, not recommended.
 */
public final class PublishedBootstrap {
  private final Level level;
  private final ErrorRates judgeErrors;
  private final List<CellRows> cells = new ArrayList<>();
  private final int total;

  /** The joined rows of one cell: its pairings one after the other. */
  private record CellRows(
      Cell cell,
      List<Cell.Pairing> pairings,
      Map<Cell.Pairing, WeighedResponses> weighed,
      SelfConsistency consistency) {}

  /**
   * Joins the responses with the groups of a level.
   *
   * @param responses the responses of every model and language, in any order
   * @param judgeErrors the share of labels the judge gets wrong
   */
  public PublishedBootstrap(
      List<ScoredResponse> responses, TruthTable truths, Level level, ErrorRates judgeErrors) {
    this.level = level;
    this.judgeErrors = judgeErrors.asPublished();
    int rows = 0;
    for (Cell cell : Cell.of(responses)) {
      CellRows joined =
          new CellRows(
              cell, cell.pairings(truths, level), new IdentityHashMap<>(), cell.consistency());
      cells.add(joined);
      for (Cell.Pairing pairing : joined.pairings) {
        rows += pairing.members.length;
        joined.weighed.put(pairing, pairing.responses());
      }
    }
    this.total = rows;
  }

  /**
   * The figures of the rounds {@code first .. first + rounds - 1}: alignment at this level, and at
   * {@link Level#LANGUAGE} also self-consistency.
   */
  public List<FigureRounds> rounds(long seed, int first, int rounds) {
    long key = Draws.keyOf("published\0" + level.label());
    Collector collector = new Collector(first, rounds);
    for (int round = first; round < first + rounds; round++) {
      collector.begin();
      int[] drawn = draw(Draws.of(seed, key, round));
      int row = 0;
      for (CellRows rows : cells) {
        double reliability = 1 - judgeErrors.in(rows.cell.language);
        int[] ofCell = new int[rows.cell.size()];
        for (Cell.Pairing pairing : rows.pairings) {
          double[] weights = new double[pairing.members.length];
          for (int k = 0; k < weights.length; k++) {
            weights[k] = drawn[row];
            ofCell[pairing.members[k]] += drawn[row++];
          }
          WeighedResponses weighed = rows.weighed.get(pairing).weigh(weights);
          double[] times = new double[pairing.topicsPaired.length];
          Arrays.fill(times, 1);
          double[] ofPairing = Metric.all(pairing.paired, weighed, times, reliability);
          for (Metric metric : Metric.values()) {
            collector.put(() -> pairing.figure(metric), round, ofPairing[metric.ordinal()]);
          }
        }
        if (level.equals(Level.LANGUAGE)) {
          SelfConsistency.Draw draw = onceByTopic(rows.cell, ofCell);
          double[] consistency = ConsistencyMetric.all(rows.consistency, draw, true, reliability);
          for (ConsistencyMetric metric : ConsistencyMetric.values()) {
            collector.put(() -> rows.cell.figure(metric), round, consistency[metric.ordinal()]);
          }
        }
      }
    }
    return collector.done(estimates()::get);
  }

  /** The figures on the responses as they are. */
  private Map<Figure, Estimate> estimates() {
    Map<Figure, Estimate> all = new HashMap<>();
    for (CellRows rows : cells) {
      new Estimates(rows.cell, rows.pairings, judgeErrors, false)
          .all()
          .forEach(e -> all.put(e.figure(), e));
    }
    return all;
  }

  private int[] draw(UniformRandomProvider random) {
    int[] drawn = new int[total];
    for (int k = 0; k < total; k++) {
      drawn[random.nextInt(total)]++;
    }
    return drawn;
  }

  private static SelfConsistency.Draw onceByTopic(Cell cell, int[] counts) {
    SelfConsistency.Draw once = SelfConsistency.everyOnce(cell.topicOf);
    int[] inOrder = new int[counts.length];
    for (int e = 0; e < inOrder.length; e++) {
      inOrder[e] = counts[once.members()[e]];
    }
    return new SelfConsistency.Draw(once.starts(), once.members(), inOrder, inOrder.length);
  }
}
