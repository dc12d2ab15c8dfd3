package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.stats.Draws;
import org.polarbeam.stats.SelfConsistency;
import org.polarbeam.survey.TruthTable;

/**
 * The bootstrap of one model in one language under one persona.
 *
 * <ul>
 *   <li>Topics as a sample ({@link TopicEffects#RANDOM}): alignment is resampled by whole topics,
 *       the same for all cells ({@link TopicDraws}); self-consistency, which is about how responses
 *       to a topic differ, by topics and by responses within each drawn topic.
 *   <li>These topics ({@link TopicEffects#FIXED}): of a topic's n responses n − 1 are drawn, so
 *       that the variance of its mean is that of n.
 * </ul>
 *
 * <p>A topic drawn twice counts as two topics, and a response is never paired with itself, so that
 * self-consistency is not raised by the resampling.
 */
public final class TopicBootstrap {
  private final Cell cell;
  private final List<Cell.Pairing> pairings;

  /** Populations with truths on the same topics, which nearly all have: weighed together. */
  private final Map<List<Integer>, List<Cell.Pairing>> byTopics = new LinkedHashMap<>();

  private final Map<List<Integer>, WeighedResponses> responsesOn = new LinkedHashMap<>();
  private final SelfConsistency consistency;
  private final ErrorRates judgeErrors;
  private final Reliability reliability;
  private final Resampling resampling;
  private final TopicDraws topicDraws;

  /** Responses by topic: topic t has {@code byTopic[starts[t]] .. byTopic[starts[t + 1] - 1]}. */
  private final int[] byTopic;

  private final int[] starts;

  /**
   * Prepares the cell.
   *
   * @param responses all responses of one model in one language, in any order; not empty
   * @param judgeErrors how often the judge errs
   */
  public TopicBootstrap(
      List<ScoredResponse> responses,
      TruthTable truths,
      ErrorRates judgeErrors,
      Resampling resampling) {
    this.cell = new Cell(responses);
    this.pairings = cell.pairings(truths);
    for (Cell.Pairing pairing : pairings) {
      List<Integer> topics = Arrays.stream(pairing.topicsPaired).boxed().toList();
      byTopics.computeIfAbsent(topics, t -> new ArrayList<>()).add(pairing);
      responsesOn.computeIfAbsent(topics, t -> pairing.responses());
    }
    this.consistency = cell.consistency();
    this.judgeErrors = judgeErrors;
    this.reliability = new Reliability(cell, judgeErrors);
    this.resampling = resampling;
    this.topicDraws = new TopicDraws(cell.topics);
    SelfConsistency.Draw once = SelfConsistency.everyOnce(cell.topicOf);
    this.byTopic = once.members();
    this.starts = once.starts();
  }

  /** The figures of the rounds {@code first .. first + count - 1}. */
  public List<FigureRounds> rounds(int first, int count) {
    long seed = resampling.seed();
    long key = Draws.keyOf("responses\0" + cell.model + "\0" + cell.language + "\0" + cell.persona);
    boolean isRandom = resampling.effects() == TopicEffects.RANDOM;
    Collector collector = new Collector(first, count);
    double[] drawn = new double[cell.size()];
    double[] weights = new double[cell.size()];
    double[] times = new double[cell.topics.size()];
    int[] everyone = cell.everyone();
    for (int round = first; round < first + count; round++) {
      collector.begin();
      UniformRandomProvider random = Draws.of(seed, key, round);
      int[] topics = isRandom ? topicDraws.of(seed, round) : all();
      SelfConsistency.Draw draw = draw(topics, isRandom ? 0 : 1, random, drawn);
      Arrays.fill(times, 0);
      for (int topic : topics) {
        times[topic]++;
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] = isRandom ? times[cell.topicOf[i]] : drawn[i];
      }
      align(collector, round, weights, times);
      double[] ofCell =
          ConsistencyMetric.all(consistency, draw, false, reliability.of(drawn, everyone, round));
      for (ConsistencyMetric metric : ConsistencyMetric.values()) {
        collector.put(() -> cell.figure(metric), round, ofCell[metric.ordinal()]);
      }
    }
    return collector.done(new Estimates(cell, pairings, judgeErrors, false)::of);
  }

  private void align(Collector collector, int round, double[] weights, double[] times) {
    byTopics.forEach(
        (topics, alike) -> {
          WeighedResponses responses =
              responsesOn.get(topics).weigh(Cell.Pairing.pick(weights, alike.get(0).members));
          double judged = reliability.of(weights, alike.get(0).members, round);
          double[] own = Cell.Pairing.pick(times, alike.get(0).topicsPaired);
          for (Cell.Pairing pairing : alike) {
            PairedTopics paired =
                resampling.hasSurveyError()
                    ? pairing.redrawn(resampling.seed(), round)
                    : pairing.paired;
            double[] ofPairing = Metric.all(paired, responses, own, judged);
            for (Metric metric : Metric.values()) {
              collector.put(() -> pairing.figure(metric), round, ofPairing[metric.ordinal()]);
            }
          }
        });
  }

  private int[] all() {
    int[] each = new int[starts.length - 1];
    Arrays.setAll(each, t -> t);
    return each;
  }

  /**
   * Draws responses within topics.
   *
   * @param topics that were drawn, each for itself
   * @param less how many fewer responses than a topic has are drawn, one at least
   * @param weights is filled with how often each response was drawn in all
   */
  private SelfConsistency.Draw draw(
      int[] topics, int less, UniformRandomProvider random, double[] weights) {
    Arrays.fill(weights, 0);
    int most = 0;
    for (int topic : topics) {
      most += starts[topic + 1] - starts[topic];
    }
    int[] drawnStarts = new int[topics.length + 1];
    int[] members = new int[most];
    int[] counts = new int[most];
    int[] count = new int[cell.size()];
    int length = 0;
    for (int copy = 0; copy < topics.length; copy++) {
      drawnStarts[copy] = length;
      int from = starts[topics[copy]];
      int size = starts[topics[copy] + 1] - from;
      for (int k = 0; k < Math.max(1, size - less); k++) {
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
    drawnStarts[topics.length] = length;
    return new SelfConsistency.Draw(drawnStarts, members, counts, length);
  }
}
