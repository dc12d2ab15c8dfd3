package org.polarbeam.judge;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.polarbeam.record.JudgeErrorRow;
import org.polarbeam.record.Judgement;
import org.polarbeam.stats.Confusion;
import org.polarbeam.stats.Confusions;
import org.polarbeam.stats.Draws;
import org.polarbeam.stats.Normal;
import org.polarbeam.stats.Quantiles;

/**
 * How often the judge errs, from items that people labelled. Items were drawn by the judge's label,
 * so what people say within each of its labels is weighted by how often the judge gives it.
 * Intervals are from the posterior of each stratum under Jeffreys' prior for the share of errors
 * (Brown, Cai and DasGupta 2001, Statistical Science 16); they hold for few items and few errors.
 */
public final class JudgeErrors implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int PRO = 0;
  private static final int CON = 1;
  private static final double PRIOR = 0.5;

  /** Draws that are not defined are no random ones. */
  private static final double LEAST_DEFINED = 0.9;

  private final TreeMap<String, Rates> byLanguage = new TreeMap<>();

  /** The estimate and the posterior draws in one language. */
  private record Rates(
      long labelled,
      Shares estimate,
      double[] error,
      double[] sensitivity,
      double[] specificity,
      Confusions confusions)
      implements Serializable {
    boolean isInformative() {
      return confusions.estimate().isInformative();
    }
  }

  /** What follows from a joint distribution of the judge's and people's labels. */
  private record Shares(double error, double sensitivity, double specificity)
      implements Serializable {}

  /**
   * Estimates the rates.
   *
   * @param draws how many draws of the posterior
   */
  public static JudgeErrors of(LabelledItems items, long seed, int draws) {
    JudgeErrors errors = new JudgeErrors();
    items
        .byLanguage()
        .forEach(
            (language, counts) -> {
              long labelled = Arrays.stream(counts.labelled()).flatMapToLong(Arrays::stream).sum();
              if (labelled > 0) {
                errors.byLanguage.put(language, rates(language, counts, labelled, seed, draws));
              }
            });
    return errors;
  }

  private static Rates rates(
      String language, LabelledItems.Counts counts, long labelled, long seed, int draws) {
    int n = Judgement.LABELS.size();
    double[][] shares = new double[n][];
    for (int j = 0; j < n; j++) {
      double all = Arrays.stream(counts.labelled()[j]).sum();
      shares[j] = Arrays.stream(counts.labelled()[j]).mapToDouble(c -> c / all).toArray();
    }
    double[] error = new double[draws];
    double[] sensitivity = new double[draws];
    double[] specificity = new double[draws];
    double[] judged = Arrays.stream(counts.judged()).asDoubleStream().toArray();
    List<Confusion> confusions = new ArrayList<>();
    long key = Draws.keyOf("judge errors\0" + language);
    for (int d = 0; d < draws; d++) {
      UniformRandomProvider random = Draws.of(seed, key, d);
      double[][] drawn = new double[n][];
      for (int j = 0; j < n; j++) {
        drawn[j] = dirichlet(counts.labelled()[j], j, random);
      }
      confusions.add(Confusion.of(judged, drawn));
      Shares shown = shares(counts, drawn);
      error[d] = shown.error;
      sensitivity[d] = shown.sensitivity;
      specificity[d] = shown.specificity;
    }
    return new Rates(
        labelled,
        shares(counts, shares),
        error,
        sensitivity,
        specificity,
        new Confusions(Confusion.of(judged, shares), confusions));
  }

  /** A draw of the shares of people's labels within one of the judge's; NaN for one without. */
  private static double[] dirichlet(long[] counts, int right, UniformRandomProvider random) {
    double[] drawn = new double[counts.length];
    if (Arrays.stream(counts).sum() == 0) {
      Arrays.fill(drawn, Double.NaN);
      return drawn;
    }
    double sum = 0;
    for (int h = 0; h < counts.length; h++) {
      double prior = h == right ? PRIOR : PRIOR / (counts.length - 1);
      drawn[h] = AhrensDieterMarsagliaTsangGammaSampler.of(random, counts[h] + prior, 1).sample();
      sum += drawn[h];
    }
    for (int h = 0; h < drawn.length; h++) {
      drawn[h] /= sum;
    }
    return drawn;
  }

  /** Strata without labelled items are left out: nothing is known of them. */
  private static Shares shares(LabelledItems.Counts counts, double[][] within) {
    double all = 0;
    double wrong = 0;
    double[][] joint = new double[2][2];
    for (int j = 0; j < within.length; j++) {
      if (Arrays.stream(counts.labelled()[j]).sum() == 0) {
        continue;
      }
      double weight = counts.judged()[j];
      all += weight;
      wrong += weight * (1 - within[j][j]);
      if (j <= CON) {
        joint[j][PRO] = weight * within[j][PRO];
        joint[j][CON] = weight * within[j][CON];
      }
    }
    return new Shares(
        wrong / all,
        joint[PRO][PRO] / (joint[PRO][PRO] + joint[CON][PRO]),
        joint[CON][CON] / (joint[CON][CON] + joint[PRO][CON]));
  }

  /** The figures of every language that has labelled items. */
  public List<JudgeErrorRow> rows() {
    List<JudgeErrorRow> rows = new ArrayList<>();
    byLanguage.forEach(
        (language, r) -> {
          rows.add(row(language, r.labelled, "error_rate", r.estimate.error, r.error));
          rows.add(row(language, r.labelled, "sensitivity", r.estimate.sensitivity, r.sensitivity));
          rows.add(row(language, r.labelled, "specificity", r.estimate.specificity, r.specificity));
        });
    return rows;
  }

  private static JudgeErrorRow row(
      String language, long labelled, String figure, double estimate, double[] draws) {
    Quantiles interval = Quantiles.of(draws);
    return new JudgeErrorRow(language, labelled, figure, estimate, interval.low(), interval.high());
  }

  /** The error rate by language, where it was measured. */
  public Map<String, Double> rates() {
    Map<String, Double> rates = new TreeMap<>();
    byLanguage.forEach((language, r) -> rates.put(language, r.estimate.error));
    return rates;
  }

  /** How the judge confuses labels, by language, where its labels tell people's. */
  public Map<String, Confusions> confusions() {
    Map<String, Confusions> all = new TreeMap<>();
    byLanguage.forEach(
        (language, r) -> {
          if (r.isInformative()) {
            all.put(language, r.confusions);
          }
        });
    return all;
  }

  /**
   * The polarity that people would have found.
   *
   * @param language whose rates to use
   * @param judged how many items the judge gave each label
   * @return NaN in a language without rates, where one of the judge's labels was looked at by
   *     nobody, and where its labels do not tell people's
   * @see Confusion#polarity
   */
  public double corrected(String language, double[] judged) {
    Rates r = byLanguage.get(language);
    return r == null ? Double.NaN : r.confusions.estimate().polarity(judged);
  }

  /**
   * The 95% interval of a corrected polarity: over the uncertainty of the rates and of what the
   * judge found together. Its quantiles are those that t would take where few responses were drawn
   * from (Hesterberg 2015, The American Statistician 69, expanded percentiles).
   *
   * @param judged draws of how many items the judge gave each label, such as a bootstrap's
   * @param responses from how many they were drawn
   * @return its ends; NaN where {@link #corrected} is NaN (some draws of the rates may be better
   *     than chance by chance alone), and where there are no draws
   */
  public double[] interval(String language, double[][] judged, int responses) {
    Rates r = byLanguage.get(language);
    double[] corrected = new double[judged.length];
    for (int d = 0; d < judged.length; d++) {
      corrected[d] =
          r == null || !r.isInformative() ? Double.NaN : r.confusions.draw(d).polarity(judged[d]);
    }
    double[] sorted = Arrays.stream(corrected).filter(c -> !Double.isNaN(c)).sorted().toArray();
    if (sorted.length < LEAST_DEFINED * corrected.length) {
      return new double[] {Double.NaN, Double.NaN};
    }
    double tail = sorted.length == 0 ? 0 : Normal.twoSidedP(t(responses - 1)) / 2;
    return new double[] {Quantiles.at(sorted, tail), Quantiles.at(sorted, 1 - tail)};
  }

  private static double t(int df) {
    return new TDistribution(null, df).inverseCumulativeProbability(0.975);
  }
}
