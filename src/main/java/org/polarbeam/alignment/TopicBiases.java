package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.TDistribution;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.record.TopicBias;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

/** The signed bias of a cell, topic by topic: what a correlation over topics cannot see. */
public final class TopicBiases {
  private TopicBiases() {}

  /**
   * The bias towards pro on every topic with a truth of the language's speakers. Its variance is
   * that of a mean of responses, s² / n, and the truth's own where that is known; the interval is
   * by t with Welch and Satterthwaite's degrees of freedom, the truth's being many.
   *
   * @param cell all responses of one model in one language under one persona; not empty
   */
  public static List<TopicBias> of(List<ScoredResponse> cell, TruthTable truths) {
    TreeMap<String, List<Double>> byTopic = new TreeMap<>();
    cell.stream()
        .sorted(ScoredResponse.ORDER)
        .forEach(r -> byTopic.computeIfAbsent(r.topic(), t -> new ArrayList<>()).add(r.polarity()));
    ScoredResponse first = cell.get(0);
    List<TopicBias> all = new ArrayList<>();
    byTopic.forEach(
        (topic, polarities) -> {
          Double truth = truths.polarity(Level.LANGUAGE, first.language(), topic);
          if (truth != null) {
            Double error = truths.stdErr(Level.LANGUAGE, first.language(), topic);
            all.add(of(first, topic, polarities, truth, error == null ? 0 : error));
          }
        });
    return all;
  }

  private static TopicBias of(
      ScoredResponse of, String topic, List<Double> polarities, double truth, double error) {
    int n = polarities.size();
    double mean = polarities.stream().mapToDouble(Double::doubleValue).sum() / n;
    double squares = polarities.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    double ofMean = n < 2 ? Double.NaN : squares / (n - 1) / n;
    double variance = ofMean + error * error;
    double bias = mean - truth;
    double half = Double.NaN;
    if (variance > 0) {
      double df = ofMean > 0 ? variance * variance * (n - 1) / (ofMean * ofMean) : 1e6;
      half =
          new TDistribution(null, Math.min(1e6, df)).inverseCumulativeProbability(0.975)
              * Math.sqrt(variance);
    }
    return new TopicBias(
        of.model(),
        of.family(),
        of.language(),
        of.persona(),
        topic,
        mean,
        truth,
        bias,
        Math.sqrt(variance),
        bias - half,
        bias + half,
        n);
  }
}
