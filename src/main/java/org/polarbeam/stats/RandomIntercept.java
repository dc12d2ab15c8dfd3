package org.polarbeam.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/**
 * The linear mixed model with one random intercept, {@code y = Xβ + u[group] + e}, u ~ N(0, θ²σ²),
 * e ~ N(0, σ²), by REML or ML.
 *
 * <p>Given θ everything is closed form from sums over groups, so the fit is a search in one number.
 * Standard errors are those of the generalised least squares estimate at the fitted θ (as lme4's);
 * degrees of freedom are Satterthwaite's, from the analytic Hessian of the deviance in (θ, σ) (as
 * lmerTest's). Reference: Bates et al. 2015, Journal of Statistical Software 67(1); Kuznetsova et
 * al. 2017, same journal, 82(13).
 *
 * @param coefficients the fixed effects
 * @param groupVariance θ²σ²
 * @param residualVariance σ²
 * @param logLik the restricted log-likelihood (REML) or the log-likelihood (ML)
 * @param singular whether the group variance is zero, at the edge of its range
 * @param residuals y − Xβ − û, in the order of the observations
 * @param intercepts û, the predicted intercept of each group
 */
public record RandomIntercept(
    List<Coefficient> coefficients,
    double groupVariance,
    double residualVariance,
    double logLik,
    boolean singular,
    double[] residuals,
    double[] intercepts) {

  /** Which likelihood is maximised. */
  public enum Method {
    REML,
    ML
  }

  /** log θ is searched from here ... */
  private static final double LEAST_LOG_THETA = -12;

  /** ... to here, first on a grid, for the criterion need not have one minimum. */
  private static final double GREATEST_LOG_THETA = 12;

  private static final int GRID = 25;

  /**
   * Fits the model.
   *
   * @param design the fixed effects
   * @param y the outcome of each observation; finite
   * @param group the group of each observation, numbered from 0
   * @throws IllegalArgumentException when lengths differ or there are no degrees of freedom left
   */
  public static RandomIntercept fit(Design design, double[] y, int[] group, Method method) {
    return new Problem(design, y, group, method).solve(true);
  }

  /** As {@link #fit}, without standard errors or degrees of freedom (NaN), for many refits. */
  public static RandomIntercept estimate(Design design, double[] y, int[] group, Method method) {
    return new Problem(design, y, group, method).solve(false);
  }

  /** The sums the criterion is made of, on Q = X R⁻¹ and the least squares residual of y. */
  private static final class Problem {
    private final Design design;
    private final int[] group;
    private final int groups;
    private final int n;
    private final int p;
    private final double freedom; // n − p for REML, n for ML
    private final boolean reml;

    private final double[] leastSquares;
    private final double[] residual;
    private final double residualSquares;
    private final double[] size;
    private final double[][] sumQ;
    private final double[] sumE;
    private final RealMatrix crossQ;
    private final RealVector crossE;

    Problem(Design design, double[] y, int[] group, Method method) {
      this.design = design;
      this.group = group;
      this.n = design.observations();
      this.p = design.columns();
      this.reml = method == Method.REML;
      if (y.length != n || group.length != n) {
        throw new IllegalArgumentException(
            n + " observations, but " + y.length + " outcomes and " + group.length + " groups");
      }
      if (n <= p) {
        throw new IllegalArgumentException(
            n + " observations leave no degrees of freedom beside " + p + " coefficients");
      }
      this.freedom = reml ? n - p : n;
      this.groups = Arrays.stream(group).max().orElse(-1) + 1;
      this.leastSquares = design.solve(y);
      this.residual = design.residuals(y, leastSquares);
      this.size = new double[groups];
      this.sumQ = new double[groups][p];
      this.sumE = new double[groups];
      double[][] cross = new double[p][p];
      double[] crossResidual = new double[p];
      double squares = 0;
      for (int i = 0; i < n; i++) {
        double[] q = orthogonal(design.row(i));
        double e = residual[i];
        int g = group[i];
        size[g]++;
        sumE[g] += e;
        squares += e * e;
        for (int j = 0; j < p; j++) {
          sumQ[g][j] += q[j];
          crossResidual[j] += q[j] * e;
          for (int k = j; k < p; k++) {
            cross[j][k] += q[j] * q[k];
          }
        }
      }
      mirror(cross);
      this.residualSquares = squares;
      this.crossQ = new Array2DRowRealMatrix(cross, false);
      this.crossE = new ArrayRealVector(crossResidual, false);
    }

    /** Copies the upper triangle below, so that the matrix is symmetric to the bit. */
    private static void mirror(double[][] m) {
      for (int j = 0; j < m.length; j++) {
        for (int k = 0; k < j; k++) {
          m[j][k] = m[k][j];
        }
      }
    }

    /** x R⁻¹: the observation in the orthogonal coordinates of the design. */
    private double[] orthogonal(double[] x) {
      double[] q = new double[p];
      for (int j = 0; j < p; j++) {
        for (int k = j; k < p; k++) {
          q[k] += x[j] * design.inverseR()[j][k];
        }
      }
      return q;
    }

    RandomIntercept solve(boolean inference) {
      double best = 0;
      double least = criterion(0);
      double step = (GREATEST_LOG_THETA - LEAST_LOG_THETA) / (GRID - 1);
      for (int k = 0; k < GRID; k++) {
        double theta = Math.exp(LEAST_LOG_THETA + k * step);
        double value = criterion(theta);
        if (value < least) {
          least = value;
          best = theta;
        }
      }
      if (best > 0) {
        double middle = Math.log(best);
        double refined =
            Math.exp(
                new BrentOptimizer(1e-9, 1e-11)
                    .optimize(
                        new MaxEval(500),
                        GoalType.MINIMIZE,
                        new UnivariateObjectiveFunction(v -> criterion(Math.exp(v))),
                        new SearchInterval(middle - step, middle + step, middle))
                    .getPoint());
        best = criterion(refined) < least ? refined : best;
      }
      return at(best, inference);
    }

    private double criterion(double theta) {
      return new Solution(theta).criterion();
    }

    private RandomIntercept at(double theta, boolean inference) {
      Solution s = new Solution(theta);
      double sigma2 = s.rss / freedom;
      double[] beta = new double[p];
      for (int j = 0; j < p; j++) {
        beta[j] = leastSquares[j];
        for (int k = j; k < p; k++) {
          beta[j] += design.inverseR()[j][k] * s.shift.getEntry(k);
        }
      }
      double[] intercepts = new double[groups];
      for (int g = 0; g < groups; g++) {
        intercepts[g] = s.shrink[g] * s.groupResidual(g);
      }
      double[] residuals = residual.clone();
      for (int i = 0; i < n; i++) {
        double[] q = orthogonal(design.row(i));
        for (int j = 0; j < p; j++) {
          residuals[i] -= q[j] * s.shift.getEntry(j);
        }
        residuals[i] -= intercepts[group[i]];
      }
      return new RandomIntercept(
          inference ? inference(s, beta, sigma2) : bare(beta),
          theta * theta * sigma2,
          sigma2,
          -s.criterion() / 2,
          theta == 0,
          residuals,
          intercepts);
    }

    private List<Coefficient> bare(double[] beta) {
      List<Coefficient> coefficients = new ArrayList<>(p);
      for (int j = 0; j < p; j++) {
        coefficients.add(Coefficient.figure(design.terms().get(j), beta[j]));
      }
      return coefficients;
    }

    /**
     * Standard errors, and Satterthwaite's degrees of freedom 2 v² / var(v), with var(v) by the
     * delta method from the inverse Hessian of the deviance at (θ, σ).
     */
    private List<Coefficient> inference(Solution s, double[] beta, double sigma2) {
      double sigma = Math.sqrt(sigma2);
      double theta = s.theta;
      RealMatrix covariance = s.inverse();
      RealMatrix slope = covariance.multiply(s.slope()).multiply(covariance); // −dA⁻¹/dφ
      double[] curve = s.devianceDerivatives(sigma2);
      double hessThetaTheta = 2 * curve[0] + 4 * theta * theta * curve[1];
      double hessThetaSigma = -2 * (2 * theta * curve[2]) / (sigma2 * sigma);
      double hessSigmaSigma = 4 * freedom / sigma2;
      double det = hessThetaTheta * hessSigmaSigma - hessThetaSigma * hessThetaSigma;
      boolean edge = theta == 0 || !(det > 0);
      List<Coefficient> coefficients = new ArrayList<>(p);
      for (int j = 0; j < p; j++) {
        double[] contrast = design.inverseR()[j];
        double unscaled = quadratic(contrast, covariance);
        double variance = sigma2 * unscaled;
        double bySigma = 2 * variance / sigma;
        double byTheta = -sigma2 * quadratic(contrast, slope) * 2 * theta;
        double spread =
            edge
                ? 2 * bySigma * bySigma / hessSigmaSigma
                : 2
                    * (bySigma * bySigma * hessThetaTheta
                        - 2 * bySigma * byTheta * hessThetaSigma
                        + byTheta * byTheta * hessSigmaSigma)
                    / det;
        coefficients.add(
            Coefficient.byT(
                design.terms().get(j),
                beta[j],
                Math.sqrt(variance),
                2 * variance * variance / spread));
      }
      return coefficients;
    }

    private static double quadratic(double[] v, RealMatrix m) {
      RealVector vector = new ArrayRealVector(v, false);
      return m.operate(vector).dotProduct(vector);
    }

    /** Everything that follows from one θ. φ = θ² throughout. */
    private final class Solution {
      final double theta;
      final double[] shrink = new double[groups]; // φ / (1 + nφ)
      private final CholeskyDecomposition cholesky; // of A = Qᵀ W Q
      final RealVector shift; // what the estimate adds to least squares, in Q's coordinates
      final double rss;
      private final double logDets;

      Solution(double theta) {
        this.theta = theta;
        double phi = theta * theta;
        double[][] a = crossQ.getData();
        double[] b = crossE.toArray();
        double c = residualSquares;
        double logs = 0;
        for (int g = 0; g < groups; g++) {
          double w = phi / (1 + size[g] * phi);
          shrink[g] = w;
          logs += Math.log1p(size[g] * phi);
          c -= w * sumE[g] * sumE[g];
          for (int j = 0; j < p; j++) {
            double wq = w * sumQ[g][j];
            b[j] -= wq * sumE[g];
            for (int k = j; k < p; k++) {
              a[j][k] -= wq * sumQ[g][k];
            }
          }
        }
        mirror(a);
        this.cholesky = new CholeskyDecomposition(new Array2DRowRealMatrix(a, false), 1e-8, 0);
        RealVector right = new ArrayRealVector(b, false);
        this.shift = cholesky.getSolver().solve(right);
        this.rss = c - shift.dotProduct(right);
        if (reml) {
          RealMatrix l = cholesky.getL();
          for (int j = 0; j < p; j++) {
            logs += 2 * Math.log(l.getEntry(j, j));
          }
          logs += 2 * design.logDetR();
        }
        this.logDets = logs;
      }

      RealMatrix inverse() {
        return cholesky.getSolver().getInverse();
      }

      /** Minus twice the (restricted) log-likelihood, maximised over σ and β. */
      double criterion() {
        return freedom * (1 + Math.log(2 * Math.PI * rss / freedom)) + logDets;
      }

      /** The sum over group g of y − Xβ. */
      double groupResidual(int g) {
        double sum = sumE[g];
        for (int j = 0; j < p; j++) {
          sum -= sumQ[g][j] * shift.getEntry(j);
        }
        return sum;
      }

      /** dA/dφ with A = QᵀWQ. */
      RealMatrix slope() {
        return weighted(g -> -1 / square(1 + size[g] * theta * theta));
      }

      private RealMatrix weighted(java.util.function.IntToDoubleFunction weight) {
        double[][] sum = new double[p][p];
        for (int g = 0; g < groups; g++) {
          double w = weight.applyAsDouble(g);
          for (int j = 0; j < p; j++) {
            for (int k = 0; k < p; k++) {
              sum[j][k] += w * sumQ[g][j] * sumQ[g][k];
            }
          }
        }
        return new Array2DRowRealMatrix(sum, false);
      }

      /**
       * The first and second derivative by φ of the deviance at fixed σ (β maximised out), and the
       * first of the residual sum of squares.
       */
      double[] devianceDerivatives(double sigma2) {
        double phi = theta * theta;
        double first = 0;
        double second = 0;
        double rssFirst = 0;
        double rssSecond = 0;
        double[] u = new double[p];
        for (int g = 0; g < groups; g++) {
          double d = 1 + size[g] * phi;
          double w1 = 1 / (d * d);
          double w2 = -2 * size[g] / (d * d * d);
          double r = groupResidual(g);
          first += size[g] / d;
          second -= square(size[g] / d);
          rssFirst -= w1 * r * r;
          rssSecond -= w2 * r * r;
          for (int j = 0; j < p; j++) {
            u[j] += w1 * r * sumQ[g][j];
          }
        }
        RealMatrix inverse = inverse();
        rssSecond -= 2 * quadratic(u, inverse);
        if (reml) {
          RealMatrix a1 = inverse.multiply(slope());
          RealMatrix a2 = inverse.multiply(weighted(g -> 2 * size[g] / cube(1 + size[g] * phi)));
          first += a1.getTrace();
          second += a2.getTrace() - a1.multiply(a1).getTrace();
        }
        return new double[] {first + rssFirst / sigma2, second + rssSecond / sigma2, rssFirst};
      }
    }

    private static double square(double v) {
      return v * v;
    }

    private static double cube(double v) {
      return v * v * v;
    }
  }
}
