package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.polarbeam.record.Figure;
import org.polarbeam.record.NoiseCeiling;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.stats.Draws;
import org.polarbeam.stats.Quantiles;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

/** Works out noise ceilings: a response's items become draws from the population. */
public final class NoiseCeilings {

  /** Items of a response whose labels are not known: what the prompts ask for. */
  private static final int ITEMS = 10;

  private static final int ROUNDS = 200;

  private NoiseCeilings() {}

  /**
   * The ceilings of a cell, by each metric.
   *
   * @param cell all responses of one model in one language; not empty
   */
  public static List<NoiseCeiling> of(List<ScoredResponse> cell, TruthTable truths, long seed) {
    List<ScoredResponse> responses = new ArrayList<>();
    List<Double> known = new ArrayList<>();
    String language = cell.get(0).language();
    List<ScoredResponse> sorted = cell.stream().sorted(ScoredResponse.ORDER).toList();
    for (ScoredResponse r : sorted) {
      Double truth = truths.polarity(Level.LANGUAGE, language, r.topic());
      if (truth != null) {
        responses.add(r);
        known.add(truth);
      }
    }
    double[] truth = known.stream().mapToDouble(Double::doubleValue).toArray();
    List<String> topics = responses.stream().map(ScoredResponse::topic).distinct().toList();
    int[] topicOf = responses.stream().mapToInt(r -> topics.indexOf(r.topic())).toArray();
    double[] ofTopic = new double[topics.size()];
    for (int i = 0; i < topicOf.length; i++) {
      ofTopic[topicOf[i]] = truth[i];
    }
    double[] times = new double[ofTopic.length];
    Arrays.fill(times, 1);
    PairedTopics paired = new PairedTopics(ofTopic);
    Metric[] metrics = Metric.values();
    double[][] values = new double[metrics.length][ROUNDS];
    ScoredResponse first = sorted.get(0);
    long key = Draws.keyOf("ceiling\0" + first.model() + "\0" + language + "\0" + first.persona());
    for (int round = 0; round < ROUNDS; round++) {
      UniformRandomProvider random = Draws.of(seed, key, round);
      double[] drawn = new double[truth.length];
      for (int i = 0; i < drawn.length; i++) {
        int items = items(responses.get(i));
        int pro = 0;
        for (int k = 0; k < items; k++) {
          pro += random.nextDouble() < truth[i] ? 1 : 0;
        }
        drawn[i] = pro / (double) items;
      }
      WeighedResponses weighed = new WeighedResponses(drawn, topicOf, ofTopic.length).once();
      double[] all = Metric.all(paired, weighed, times, 1);
      for (int m = 0; m < metrics.length; m++) {
        values[m][round] = all[m];
      }
    }
    List<NoiseCeiling> ceilings = new ArrayList<>();
    for (int m = 0; m < metrics.length; m++) {
      Quantiles q = Quantiles.of(values[m]);
      ceilings.add(
          new NoiseCeiling(
              new Figure(
                  first.model(),
                  first.family(),
                  language,
                  first.persona(),
                  Level.LANGUAGE.label(),
                  language,
                  metrics[m].label()),
              q.mean(),
              q.low(),
              q.high(),
              truth.length));
    }
    return ceilings;
  }

  private static int items(ScoredResponse r) {
    return r.nPro() == null || r.nCon() == null ? ITEMS : Math.max(1, r.nPro() + r.nCon());
  }
}
