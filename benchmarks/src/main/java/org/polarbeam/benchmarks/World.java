package org.polarbeam.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.util.CombinatoricsUtils;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * A world whose populations and models are known: topics are logit-normal, a response has ten items
 * and is beta-binomial about the model's mean on its topic. So the figures that ever more responses
 * would tend to are known exactly, for its topics.
 */
final class World {
  static final int ITEMS = 10;

  /** The populations: three countries, the speakers of two languages, everybody. */
  static final List<Group> GROUPS =
      List.of(
          new Group("country", "US", "en"),
          new Group("country", "GB", "en"),
          new Group("country", "DK", "da"),
          new Group("language", "en", "en"),
          new Group("language", "da", "da"),
          new Group("global", "global", ""));

  /** A population. */
  record Group(String level, String name, String language) {}

  /**
   * A kind of world.
   *
   * @param topics how many are asked about
   * @param responses to a topic
   * @param slope how much of the population's order a model has
   * @param deviation of a model's means from it, on the logit scale
   * @param kappa how alike responses to a topic are
   * @param isUneven whether responses to a topic differ in number, as those of drawn prompts do
   */
  record Scenario(
      String name,
      int topics,
      int responses,
      double slope,
      double deviation,
      double kappa,
      boolean isUneven) {}

  static final List<Scenario> SCENARIOS =
      List.of(
          new Scenario("paper", 30, 9, 0.7, 0.7, 8, false),
          new Scenario("weak", 30, 9, 0.15, 0.5, 4, false),
          new Scenario("strong", 30, 9, 1, 0.25, 40, false),
          new Scenario("uneven", 30, 9, 0.7, 0.7, 8, true),
          new Scenario("small", 20, 2, 0.7, 0.7, 8, true));

  private static final double SPREAD = 1.7;
  private static final double SHARED = 0.85;
  private static final double MIDDLE = -0.4;
  private static final int PROMPTS = 50;

  final Scenario scenario;
  final int topics;
  final Map<Group, double[]> truth = new LinkedHashMap<>();

  /** A deviation that all models share. */
  private final double[] shared;

  /**
   * Draws the populations' polarities.
   *
   * @param topics how many; many for what topics like these would give
   */
  World(Scenario scenario, int topics, UniformRandomProvider random) {
    this.scenario = scenario;
    this.topics = topics;
    double[] common = normals(topics, random);
    double[][] countries = new double[3][];
    for (int c = 0; c < countries.length; c++) {
      double[] own = normals(topics, random);
      countries[c] =
          each(
              t ->
                  logistic(
                      SPREAD * (Math.sqrt(SHARED) * common[t] + Math.sqrt(1 - SHARED) * own[t])
                          + MIDDLE));
      truth.put(GROUPS.get(c), countries[c]);
    }
    truth.put(GROUPS.get(3), each(t -> 0.6 * countries[0][t] + 0.4 * countries[1][t]));
    truth.put(GROUPS.get(4), countries[2]);
    truth.put(GROUPS.get(5), each(t -> (countries[0][t] + countries[1][t] + countries[2][t]) / 3));
    shared = normals(topics, random);
  }

  static Group group(String name) {
    return GROUPS.stream().filter(g -> g.name.equals(name)).findFirst().orElseThrow();
  }

  private double[] each(IntToDoubleFunction value) {
    return IntStream.range(0, topics).mapToDouble(value).toArray();
  }

  static double normal(UniformRandomProvider random) {
    return ZigguratSampler.NormalizedGaussian.of(random).sample();
  }

  double[] own(UniformRandomProvider random) {
    return normals(topics, random);
  }

  private static double[] normals(int n, UniformRandomProvider random) {
    double[] all = new double[n];
    Arrays.setAll(all, i -> normal(random));
    return all;
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /**
   * A model's mean polarity on each topic in one condition: it follows a population, and deviates
   * as all models do, as it does elsewhere, and for this condition alone.
   */
  double[] means(String target, double slope, double[] own, UniformRandomProvider random) {
    double[] of = truth.get(group(target));
    double[] alone = normals(topics, random);
    return each(
        t ->
            logistic(
                slope * Math.log(of[t] / (1 - of[t]))
                    + scenario.deviation
                        * (Math.sqrt(0.4) * shared[t]
                            + Math.sqrt(0.3) * own[t]
                            + Math.sqrt(0.3) * alone[t])));
  }

  /** How many responses each topic has. */
  int[] sizes(UniformRandomProvider random) {
    int[] sizes = new int[topics];
    if (!scenario.isUneven) {
      Arrays.fill(sizes, scenario.responses);
      return sizes;
    }
    List<Integer> prompts = new ArrayList<>();
    for (int t = 0; t < topics * PROMPTS; t++) {
      prompts.add(t / PROMPTS);
    }
    for (int n = 0; n < topics * scenario.responses; n++) {
      sizes[prompts.remove(random.nextInt(prompts.size()))]++;
    }
    for (int t = 0; t < topics; t++) {
      sizes[t] = Math.max(1, sizes[t]);
    }
    return sizes;
  }

  /** How many of a response's ten items are pro. */
  static int respond(double mean, double kappa, UniformRandomProvider random) {
    double a = AhrensDieterMarsagliaTsangGammaSampler.of(random, mean * kappa, 1).sample();
    double b = AhrensDieterMarsagliaTsangGammaSampler.of(random, (1 - mean) * kappa, 1).sample();
    int pro = 0;
    for (int item = 0; item < ITEMS; item++) {
      pro += random.nextDouble() < a / (a + b) ? 1 : 0;
    }
    return pro;
  }

  /** The rank correlation of responses and population that ever more responses tend to. */
  static double alignment(double[] means, double[] truth, double[] weights, double kappa) {
    double[][] p = chances(means, weights, kappa);
    double[] ranks = ranks(p);
    Integer[] order = IntStream.range(0, truth.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, (a, b) -> Double.compare(truth[a], truth[b]));
    double[] rank = new double[truth.length];
    double below = 0;
    for (int i = 0; i < order.length; ) {
      int end = i;
      double tied = 0;
      while (end < order.length && truth[order[end]] == truth[order[i]]) {
        tied += Arrays.stream(p[order[end++]]).sum();
      }
      for (; i < end; i++) {
        rank[order[i]] = below + tied / 2;
      }
      below += tied;
    }
    double both = 0;
    double x = 0;
    double y = 0;
    for (int t = 0; t < p.length; t++) {
      for (int k = 0; k <= ITEMS; k++) {
        both += p[t][k] * (ranks[k] - 0.5) * (rank[t] - 0.5);
        x += p[t][k] * (ranks[k] - 0.5) * (ranks[k] - 0.5);
        y += p[t][k] * (rank[t] - 0.5) * (rank[t] - 0.5);
      }
    }
    return both / Math.sqrt(x * y);
  }

  /** The rank correlation of two responses to a topic that ever more responses tend to. */
  static double consistency(double[] means, double[] weights, double kappa) {
    double[][] p = chances(means, weights, kappa);
    double[] ranks = ranks(p);
    double both = 0;
    double all = 0;
    for (double[] topic : p) {
      double weight = Arrays.stream(topic).sum();
      double mean = 0;
      for (int k = 0; k <= ITEMS; k++) {
        mean += topic[k] * (ranks[k] - 0.5);
        all += topic[k] * (ranks[k] - 0.5) * (ranks[k] - 0.5);
      }
      both += weight == 0 ? 0 : mean * mean / weight;
    }
    return both / all;
  }

  /** Of each topic (row) and number of pro items the chance, all summing to one. */
  private static double[][] chances(double[] means, double[] weights, double kappa) {
    double sum = Arrays.stream(weights).sum();
    double[][] p = new double[means.length][ITEMS + 1];
    for (int t = 0; t < means.length; t++) {
      double a = means[t] * kappa;
      double b = (1 - means[t]) * kappa;
      for (int k = 0; k <= ITEMS; k++) {
        p[t][k] =
            weights[t]
                / sum
                * Math.exp(
                    CombinatoricsUtils.binomialCoefficientLog(ITEMS, k)
                        + Beta.logBeta(k + a, ITEMS - k + b)
                        - Beta.logBeta(a, b));
      }
    }
    return p;
  }

  /** Of each number of pro items its mean rank, as a share. */
  private static double[] ranks(double[][] p) {
    double[] ranks = new double[ITEMS + 1];
    double below = 0;
    for (int k = 0; k <= ITEMS; k++) {
      double at = 0;
      for (double[] topic : p) {
        at += topic[k];
      }
      ranks[k] = below + at / 2;
      below += at;
    }
    return ranks;
  }
}
