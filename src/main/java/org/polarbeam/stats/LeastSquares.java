package org.polarbeam.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ordinary least squares, by the QR decomposition of the design.
 *
 * @param coefficients with t-based p-values and intervals on n − p degrees of freedom
 * @param residuals outcome minus fit, in the order of the observations
 * @param rSquared share of the variance about the mean that the fit explains (the design is taken
 *     to hold an intercept)
 * @param residualSd square root of the residual variance
 */
public record LeastSquares(
    List<Coefficient> coefficients, double[] residuals, double rSquared, double residualSd) {

  /**
   * Fits {@code y} on the design.
   *
   * @param y the outcome of each observation; finite
   */
  public static LeastSquares fit(Design design, double[] y) {
    int n = design.observations();
    int p = design.columns();
    if (y.length != n) {
      throw new IllegalArgumentException(
          "y has " + y.length + " values for " + n + " observations");
    }
    double[] b = design.solve(y);
    double[] residuals = design.residuals(y, b);
    double rss = 0;
    for (double e : residuals) {
      rss += e * e;
    }
    double mean = Arrays.stream(y).sum() / n;
    double total = 0;
    for (double v : y) {
      total += (v - mean) * (v - mean);
    }
    double df = n - p;
    double variance = rss / df;
    List<Coefficient> coefficients = new ArrayList<>(p);
    for (int j = 0; j < p; j++) {
      double unscaled = 0;
      for (double v : design.inverseR()[j]) {
        unscaled += v * v;
      }
      coefficients.add(
          Coefficient.byT(design.terms().get(j), b[j], Math.sqrt(variance * unscaled), df));
    }
    return new LeastSquares(coefficients, residuals, 1 - rss / total, Math.sqrt(variance));
  }

  /** The estimates alone, for refits in many bootstrap rounds on one design. */
  public static double[] estimates(Design design, double[] y) {
    return design.solve(y);
  }
}
