package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.polarbeam.record.Estimate;
import org.polarbeam.record.Figure;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.stats.SelfConsistency;
import org.polarbeam.survey.TruthTable;

/** The figures of one model in one language on its responses as they are (METHOD of the paper). */
public final class Estimates {
  /** Fewer responses to a topic tell too little of how they vary. */
  private static final int FEW_RESPONSES = 3;

  private final List<Estimate> all = new ArrayList<>();
  private final Map<Figure, Estimate> byFigure = new HashMap<>();

  /**
   * Works them out.
   *
   * @param hasErrors whether errors for the very topics are, too, which cost more than the rest
   */
  Estimates(Cell cell, List<Cell.Pairing> pairings, ErrorRates judgeErrors, boolean hasErrors) {
    Reliability reliabilities = new Reliability(cell, judgeErrors);
    int[] responses = new int[cell.topics.size()];
    for (int topic : cell.topicOf) {
      responses[topic]++;
    }
    for (Cell.Pairing pairing : pairings) {
      double reliability = reliabilities.once(pairing.members);
      WeighedResponses weighed = pairing.responses().once();
      double[] times = new double[pairing.topicsPaired.length];
      Arrays.fill(times, 1);
      int few =
          (int)
              Arrays.stream(pairing.topicsPaired).filter(t -> responses[t] < FEW_RESPONSES).count();
      double[] errors =
          hasErrors
              ? errors(pairing, weighed.size(), times, reliability)
              : new double[Metric.values().length];
      double[] values = Metric.all(pairing.paired, weighed, times, reliability);
      for (Metric metric : Metric.values()) {
        all.add(
            new Estimate(
                pairing.figure(metric),
                values[metric.ordinal()],
                weighed.size(),
                times.length,
                few,
                errors[metric.ordinal()],
                metric.divisor(reliability),
                pairing.topicsId()));
      }
    }
    SelfConsistency.Draw everyOnce = SelfConsistency.everyOnce(cell.topicOf);
    int paired = (int) Arrays.stream(responses).filter(n -> n > 1).count();
    int few = (int) Arrays.stream(responses).filter(n -> n < FEW_RESPONSES).count();
    Jackknife jackknife = new Jackknife(cell.polarity, cell.topicOf, cell.topics.size());
    SelfConsistency consistency = cell.consistency();
    double reliability = reliabilities.once(cell.everyone());
    double[] values = ConsistencyMetric.all(consistency, everyOnce, false, reliability);
    double[][] without = new double[cell.size()][];
    for (ConsistencyMetric metric : ConsistencyMetric.values()) {
      double value = values[metric.ordinal()];
      double error =
          !hasErrors
              ? 0
              : jackknife.stdErrUnweighed(
                  i -> {
                    if (without[i] == null) {
                      without[i] =
                          ConsistencyMetric.all(
                              consistency, without(everyOnce, i), false, reliability);
                    }
                    return without[i][metric.ordinal()];
                  });
      all.add(
          new Estimate(
              cell.figure(metric),
              paired < 2 ? Double.NaN : value,
              cell.size(),
              paired,
              few,
              error,
              metric.divisor(reliability),
              cell.topicsId()));
    }
    all.forEach(e -> byFigure.put(e.figure(), e));
  }

  /** The standard errors of each metric for the very topics asked about. */
  private static double[] errors(
      Cell.Pairing pairing, int size, double[] times, double reliability) {
    WeighedResponses left = pairing.responses();
    double[] weights = new double[size];
    Arrays.fill(weights, 1);
    int[] places = pairing.places();
    double[][] without = new double[size][];
    double[] errors = new double[Metric.values().length];
    for (Metric metric : Metric.values()) {
      errors[metric.ordinal()] =
          pairing
              .jackknife()
              .stdErr(
                  i -> {
                    if (without[i] == null) { // every metric at once, for what is weighed
                      leaveOut(i, places, weights);
                      left.weigh(weights);
                      without[i] = Metric.all(pairing.paired, left, times, reliability);
                      Arrays.fill(weights, 1);
                    }
                    return without[i][metric.ordinal()];
                  });
    }
    return errors;
  }

  /** The others on its topic stand for it. */
  private static void leaveOut(int member, int[] places, double[] weights) {
    double n = Arrays.stream(places).filter(p -> p == places[member]).count();
    for (int k = 0; k < places.length; k++) {
      if (places[k] == places[member]) {
        weights[k] = k == member ? 0 : n / (n - 1);
      }
    }
  }

  private static SelfConsistency.Draw without(SelfConsistency.Draw once, int member) {
    int[] counts = once.counts().clone();
    for (int e = 0; e < once.length(); e++) {
      if (once.members()[e] == member) {
        counts[e] = 0;
      }
    }
    return new SelfConsistency.Draw(once.starts(), once.members(), counts, once.length());
  }

  List<Estimate> all() {
    return all;
  }

  /** The estimate of a figure. */
  Estimate of(Figure figure) {
    return byFigure.get(figure);
  }

  /**
   * Every alignment and self-consistency of a cell.
   *
   * @param responses all responses of one model in one language, in any order; not empty
   * @param judgeErrors how often the judge errs
   */
  public static List<Estimate> of(
      List<ScoredResponse> responses, TruthTable truths, ErrorRates judgeErrors) {
    Cell cell = new Cell(responses);
    List<Cell.Pairing> pairings = cell.pairings(truths);
    return List.copyOf(new Estimates(cell, pairings, judgeErrors, true).all);
  }
}
