package org.polarbeam.regression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.alignment.Resampling;
import org.polarbeam.alignment.TopicEffects;
import org.polarbeam.stats.Coefficient;
import org.polarbeam.stats.Quantiles;

/**
 * The terms of a contrast or a regression: on the data as they are, and in bootstrap rounds. The
 * estimate is the former, never a summary of rounds, which add noise.
 */
final class TermRounds {
  /** A term undefined in more rounds than the rest gets no interval. */
  private static final double LEAST_DEFINED = 0.9;

  private final int rounds;
  private final Map<String, Double> estimates = new LinkedHashMap<>();
  private final Map<String, double[]> values = new TreeMap<>();

  TermRounds(int rounds) {
    this.rounds = rounds;
  }

  void estimate(String term, double value) {
    estimates.put(term, value);
  }

  /** The value of a term in a round. */
  void put(String term, int round, double value) {
    values.computeIfAbsent(term, t -> undefined())[round] = value;
  }

  private double[] undefined() {
    double[] empty = new double[rounds];
    Arrays.fill(empty, Double.NaN);
    return empty;
  }

  /**
   * The coefficients: percentile intervals where topics are a sample; where they are the ones meant
   * {@code estimate ± t · sd} with as many degrees of freedom as topics less one.
   *
   * @param basis of the figures
   * @param diagnostics gets why a term has no interval
   */
  List<Coefficient> coefficients(
      Resampling resampling, Basis basis, Map<String, String> diagnostics) {
    List<Coefficient> all = new ArrayList<>();
    estimates.forEach(
        (term, estimate) -> {
          double[] its = values.getOrDefault(term, undefined());
          String reason = reason(its, resampling, basis);
          if (reason.isEmpty()) {
            all.add(of(term, estimate, its, resampling.effects(), basis.topics()));
          } else {
            diagnostics.put("withheld:" + term, reason);
            all.add(Coefficient.figure(term, estimate));
          }
        });
    return all;
  }

  /** Why an interval could not be trusted; empty where it can. */
  private String reason(double[] its, Resampling resampling, Basis basis) {
    Quantiles q = Quantiles.of(its);
    if (q.n() < LEAST_DEFINED * rounds) {
      return "defined in " + q.n() + " of " + rounds + " rounds";
    }
    if (basis.topics() < resampling.leastTopics()) {
      return "rests on " + basis.topics() + " topics";
    }
    if (resampling.effects() == TopicEffects.FIXED && basis.isThin()) {
      return "many topics have fewer than 3 responses";
    }
    return q.n() > 1 && q.sd() == 0 ? "the same in all rounds" : "";
  }

  private static Coefficient of(
      String term, double estimate, double[] its, TopicEffects effects, int topics) {
    if (effects == TopicEffects.RANDOM) {
      return Coefficient.byPercentiles(term, estimate, its, topics - 1.0);
    }
    return Coefficient.byT(term, estimate, Quantiles.of(its).sd(), topics - 1.0);
  }
}
