package org.polarbeam.stats;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * The sums that a mixed model's criterion is made of. Columns of the design are made orthogonal, Q
 * = X R⁻¹, and e is the least squares residual. With θ_k the ratio of a factor's standard deviation
 * to the residual's, Λ its diagonal over all groups, G = ZᵀZ and M = ΛGΛ + I,
 *
 * <pre>  σ² V⁻¹ = I − Z D Zᵀ,  D = Λ M⁻¹ Λ.</pre>
 */
final class MixedProblem {
  /** A Cholesky factor below this is of a matrix that is not positive definite. */
  private static final double LEAST_PIVOT = 1e-300;

  private final Design design;
  private final boolean reml;
  private final double[] leastSquares;
  private final double[] residual;
  private final double residualSquares;

  /** The factor of each column of Z. */
  private final int[] factorOf;

  private final int[][] columns;
  final int factors;
  final RealMatrix g;
  final RealMatrix c; // QᵀZ
  private final RealVector ze;

  MixedProblem(Design design, double[] y, List<int[]> groups, boolean reml) {
    this.design = design;
    this.reml = reml;
    int n = design.observations();
    int p = design.columns();
    if (y.length != n || groups.stream().anyMatch(of -> of.length != n)) {
      throw new IllegalArgumentException(n + " observations, but other outcomes or groups");
    }
    if (n <= p) {
      throw new IllegalArgumentException(
          n + " observations leave no degrees of freedom beside " + p + " coefficients");
    }
    this.leastSquares = design.solve(y);
    this.residual = design.residuals(y, leastSquares);
    this.residualSquares = Arrays.stream(residual).map(v -> v * v).sum();
    this.factors = groups.size();
    this.columns = new int[n][factors];
    int q = 0;
    int[] ofColumn = new int[groups.stream().mapToInt(o -> 1 + max(o)).sum()];
    for (int k = 0; k < factors; k++) {
      for (int i = 0; i < n; i++) {
        columns[i][k] = q + groups.get(k)[i];
      }
      int next = q + 1 + max(groups.get(k));
      Arrays.fill(ofColumn, q, next, k);
      q = next;
    }
    this.factorOf = ofColumn;
    double[][] cross = new double[q][q];
    double[][] fixed = new double[p][q];
    double[] left = new double[q];
    for (int i = 0; i < n; i++) {
      double[] row = orthogonal(design.row(i));
      for (int a : columns[i]) {
        left[a] += residual[i];
        for (int b : columns[i]) {
          cross[a][b]++;
        }
        for (int j = 0; j < p; j++) {
          fixed[j][a] += row[j];
        }
      }
    }
    this.g = new Array2DRowRealMatrix(cross, false);
    this.c = new Array2DRowRealMatrix(fixed, false);
    this.ze = new ArrayRealVector(left, false);
  }

  private static int max(int[] of) {
    return Arrays.stream(of).max().orElse(-1);
  }

  private double[] orthogonal(double[] x) {
    double[] q = new double[x.length];
    for (int j = 0; j < q.length; j++) {
      for (int k = j; k < q.length; k++) {
        q[k] += x[j] * design.inverseR()[j][k];
      }
    }
    return q;
  }

  Design design() {
    return design;
  }

  int observations() {
    return residual.length;
  }

  double freedom() {
    return reml ? observations() - design.columns() : observations();
  }

  /** The columns of Z that belong to a factor. */
  int[] columnsOf(int factor) {
    return java.util.stream.IntStream.range(0, factorOf.length)
        .filter(a -> factorOf[a] == factor)
        .toArray();
  }

  Solution at(double[] theta) {
    return new Solution(theta);
  }

  /** Everything that follows from θ. */
  final class Solution {
    final double[] theta;
    final RealMatrix d;
    private final CholeskyDecomposition ofFixed; // of A = I − C D Cᵀ
    private final RealVector shift; // what the estimate adds to least squares
    private final double rss;
    private final double logDets;

    private Solution(double[] theta) {
      this.theta = theta.clone();
      int q = factorOf.length;
      double[][] m = new double[q][q];
      double[] lambda = new double[q];
      for (int a = 0; a < q; a++) {
        lambda[a] = theta[factorOf[a]];
      }
      for (int a = 0; a < q; a++) {
        for (int b = 0; b < q; b++) {
          m[a][b] = lambda[a] * lambda[b] * g.getEntry(a, b) + (a == b ? 1 : 0);
        }
      }
      CholeskyDecomposition ofM =
          new CholeskyDecomposition(new Array2DRowRealMatrix(m, false), 1e-8, LEAST_PIVOT);
      double logs = logDet(ofM);
      double[][] inner = ofM.getSolver().getInverse().getData();
      for (int a = 0; a < q; a++) {
        for (int b = 0; b < q; b++) {
          inner[a][b] *= lambda[a] * lambda[b];
        }
      }
      this.d = new Array2DRowRealMatrix(inner, false);
      RealMatrix cd = c.multiply(d);
      RealMatrix a = symmetric(identity(c.getRowDimension()).subtract(cd.multiply(c.transpose())));
      this.ofFixed = new CholeskyDecomposition(a, 1e-8, LEAST_PIVOT);
      RealVector right = cd.operate(ze).mapMultiply(-1);
      this.shift = ofFixed.getSolver().solve(right);
      this.rss = residualSquares - d.operate(ze).dotProduct(ze) - shift.dotProduct(right);
      if (reml) {
        logs += logDet(ofFixed) + 2 * design.logDetR();
      }
      this.logDets = logs;
    }

    double rss() {
      return rss;
    }

    /** A⁻¹: the covariance of the estimates in Q's coordinates, over σ². */
    RealMatrix covariance() {
      return ofFixed.getSolver().getInverse();
    }

    /** Minus twice the (restricted) log-likelihood, maximised over σ and β. */
    double criterion() {
      return freedom() * (1 + Math.log(2 * Math.PI * rss / freedom())) + logDets;
    }

    /** The same at another σ. */
    double deviance(double sigma) {
      return freedom() * Math.log(2 * Math.PI * sigma * sigma) + rss / (sigma * sigma) + logDets;
    }

    double[] beta() {
      double[] beta = leastSquares.clone();
      for (int j = 0; j < beta.length; j++) {
        for (int k = j; k < beta.length; k++) {
          beta[j] += design.inverseR()[j][k] * shift.getEntry(k);
        }
      }
      return beta;
    }

    /** y − Xβ − Zû. */
    double[] residuals(double[] beta) {
      double[] step = new double[beta.length];
      for (int j = 0; j < step.length; j++) {
        step[j] = beta[j] - leastSquares[j];
      }
      double[] left = design.residuals(residual, step);
      RealVector u = d.operate(ze.subtract(c.transpose().operate(shift)));
      for (int i = 0; i < left.length; i++) {
        for (int a : columns[i]) {
          left[i] -= u.getEntry(a);
        }
      }
      return left;
    }
  }

  static RealMatrix identity(int size) {
    return org.apache.commons.math3.linear.MatrixUtils.createRealIdentityMatrix(size);
  }

  private static double logDet(CholeskyDecomposition cholesky) {
    RealMatrix l = cholesky.getL();
    double logs = 0;
    for (int j = 0; j < l.getRowDimension(); j++) {
      logs += 2 * Math.log(l.getEntry(j, j));
    }
    return logs;
  }

  /** The mean of a matrix and its transpose, symmetric to the bit. */
  static RealMatrix symmetric(RealMatrix m) {
    return m.add(m.transpose()).scalarMultiply(0.5);
  }

  /** vᵀ M v. */
  static double quadratic(double[] v, RealMatrix m) {
    RealVector vector = new ArrayRealVector(v, false);
    return m.operate(vector).dotProduct(vector);
  }
}
