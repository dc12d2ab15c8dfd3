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
   * @param topics how many topics the figures rest on, the fewest
   * @param diagnostics gets why a term has no interval
   */
  List<Coefficient> coefficients(
      Resampling resampling, int topics, Map<String, String> diagnostics) {
    List<Coefficient> all = new ArrayList<>();
    estimates.forEach(
        (term, estimate) -> {
          double[] its = values.getOrDefault(term, undefined());
          int n = Quantiles.of(its).n();
          if (n < LEAST_DEFINED * rounds || topics < resampling.leastTopics()) {
            diagnostics.put(
                "withheld:" + term,
                n < LEAST_DEFINED * rounds
                    ? "defined in " + n + " of " + rounds + " rounds"
                    : "rests on " + topics + " topics");
            all.add(Coefficient.figure(term, estimate));
          } else {
            all.add(of(term, estimate, its, resampling.effects(), topics));
          }
        });
    return all;
  }

  private static Coefficient of(
      String term, double estimate, double[] its, TopicEffects effects, int topics) {
    if (effects == TopicEffects.RANDOM) {
      return Coefficient.byPercentiles(term, estimate, its, topics - 1.0);
    }
    return Coefficient.byT(term, estimate, Quantiles.of(its).sd(), topics - 1.0);
  }
}
