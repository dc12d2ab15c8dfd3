package org.polarbeam.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Degrees of freedom 2 v² / var(v) of a coefficient's variance v, with var(v) by the delta method
 * from the Hessian of the deviance in (θ, σ), θ at zero left out (Kuznetsova et al. 2017, Journal
 * of Statistical Software 82(13)). Derivatives are central differences, extrapolated once.
 */
final class Satterthwaite {
  private static final double STEP = 1e-3;

  private final MixedProblem problem;
  private final double[] point; // θ that are not zero, then σ
  private final int[] free;
  private final double[] theta;

  private Satterthwaite(MixedProblem problem, MixedProblem.Solution s) {
    this.problem = problem;
    this.theta = s.theta;
    this.free =
        java.util.stream.IntStream.range(0, theta.length).filter(k -> theta[k] > 0).toArray();
    this.point = new double[free.length + 1];
    for (int k = 0; k < free.length; k++) {
      point[k] = theta[free[k]];
    }
    point[free.length] = Math.sqrt(s.rss() / problem.freedom());
  }

  static List<Coefficient> coefficients(
      MixedProblem problem, MixedProblem.Solution s, double[] beta) {
    Satterthwaite at = new Satterthwaite(problem, s);
    RealMatrix inverse = new LUDecomposition(at.hessian()).getSolver().getInverse();
    List<Coefficient> coefficients = new ArrayList<>();
    for (int j = 0; j < beta.length; j++) {
      double[] contrast = problem.design().inverseR()[j];
      ToDoubleFunction<double[]> variance =
          x ->
              x[at.free.length]
                  * x[at.free.length]
                  * MixedProblem.quadratic(contrast, at.solution(x).covariance());
      double v = variance.applyAsDouble(at.point);
      RealVector slope = new ArrayRealVector(at.gradient(variance), false);
      double spread = 2 * inverse.operate(slope).dotProduct(slope);
      coefficients.add(
          Coefficient.byT(
              problem.design().terms().get(j), beta[j], Math.sqrt(v), 2 * v * v / spread));
    }
    return coefficients;
  }

  private MixedProblem.Solution solution(double[] x) {
    double[] its = theta.clone();
    for (int k = 0; k < free.length; k++) {
      its[free[k]] = x[k];
    }
    return problem.at(its);
  }

  private double deviance(double[] x) {
    return solution(x).deviance(x[free.length]);
  }

  private double[] moved(int i, double byI, int j, double byJ) {
    double[] x = point.clone();
    x[i] += byI * point[i];
    x[j] += byJ * point[j];
    return x;
  }

  private double[] gradient(ToDoubleFunction<double[]> f) {
    double[] slope = new double[point.length];
    for (int i = 0; i < slope.length; i++) {
      double wide = slope(f, i, 2 * STEP);
      slope[i] = (4 * slope(f, i, STEP) - wide) / 3;
    }
    return slope;
  }

  private double slope(ToDoubleFunction<double[]> f, int i, double h) {
    return (f.applyAsDouble(moved(i, h, i, 0)) - f.applyAsDouble(moved(i, -h, i, 0)))
        / (2 * h * point[i]);
  }

  private RealMatrix hessian() {
    double[][] h = new double[point.length][point.length];
    for (int i = 0; i < h.length; i++) {
      for (int j = 0; j <= i; j++) {
        double wide = curve(i, j, 2 * STEP);
        h[i][j] = (4 * curve(i, j, STEP) - wide) / 3;
        h[j][i] = h[i][j];
      }
    }
    return new Array2DRowRealMatrix(h, false);
  }

  private double curve(int i, int j, double h) {
    if (i == j) {
      return (deviance(moved(i, h, i, 0)) - 2 * deviance(point) + deviance(moved(i, -h, i, 0)))
          / (h * h * point[i] * point[i]);
    }
    return (deviance(moved(i, h, j, h))
            - deviance(moved(i, h, j, -h))
            - deviance(moved(i, -h, j, h))
            + deviance(moved(i, -h, j, -h)))
        / (4 * h * h * point[i] * point[j]);
  }
}
