package org.polarbeam.stats;

import java.io.Serializable;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * One estimated coefficient.
 *
 * @param term its name
 * @param estimate its value
 * @param stdErr its standard error; NaN where there is none
 * @param df degrees of freedom of the t distribution; NaN where none is used
 * @param statistic estimate / stdErr
 * @param pValue two-sided, of the hypothesis that the coefficient is zero
 * @param ciLow lower end of the 95% interval
 * @param ciHigh upper end of it
 * @param pHolm pValue adjusted for all tests of its family, so that one false rejection among them
 *     is as unlikely as it says (Holm 1979)
 * @param pBh pValue adjusted so that the share of false ones among rejected is (Benjamini and
 *     Hochberg 1995)
 */
public record Coefficient(
    String term,
    double estimate,
    double stdErr,
    double df,
    double statistic,
    double pValue,
    double ciLow,
    double ciHigh,
    double pHolm,
    double pBh)
    implements Serializable {

  /** One whose p-value is not adjusted. */
  public Coefficient(
      String term,
      double estimate,
      double stdErr,
      double df,
      double statistic,
      double pValue,
      double ciLow,
      double ciHigh) {
    this(term, estimate, stdErr, df, statistic, pValue, ciLow, ciHigh, Double.NaN, Double.NaN);
  }

  /** A coefficient judged by the t distribution with {@code df} degrees of freedom. */
  public static Coefficient byT(String term, double estimate, double stdErr, double df) {
    if (!(df > 0) || !(stdErr > 0)) {
      return figure(term, estimate).withStdErr(stdErr);
    }
    TDistribution t = new TDistribution(null, df);
    double statistic = estimate / stdErr;
    double half = t.inverseCumulativeProbability(0.975) * stdErr;
    return new Coefficient(
        term,
        estimate,
        stdErr,
        df,
        statistic,
        2 * t.cumulativeProbability(-Math.abs(statistic)),
        estimate - half,
        estimate + half);
  }

  /** A figure without an error, such as a variance or a log-likelihood. */
  public static Coefficient figure(String term, double value) {
    return new Coefficient(
        term, value, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  /**
   * A coefficient with its values in bootstrap rounds: their standard deviation and percentile
   * interval, and a p-value by t of the estimate over that standard deviation, which unlike a count
   * of rounds has no least value that adjustment for many tests could not get below 0.05.
   *
   * @param estimate on the data as they are
   * @param rounds its values; NaN where it is undefined
   * @param df degrees of freedom of t
   */
  public static Coefficient byPercentiles(
      String term, double estimate, double[] rounds, double df) {
    Quantiles q = Quantiles.of(rounds);
    Coefficient byT = byT(term, estimate, q.sd(), df);
    return new Coefficient(
        term, estimate, q.sd(), byT.df, byT.statistic, byT.pValue, q.low(), q.high());
  }

  /** The same with p-values adjusted for the tests of its family. */
  public Coefficient withAdjusted(double holm, double bh) {
    return new Coefficient(term, estimate, stdErr, df, statistic, pValue, ciLow, ciHigh, holm, bh);
  }

  private Coefficient withStdErr(double error) {
    return new Coefficient(term, estimate, error, df, statistic, pValue, ciLow, ciHigh);
  }
}
