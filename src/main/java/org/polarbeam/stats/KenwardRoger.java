package org.polarbeam.stats;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Standard errors that take in the variances' being estimated, and the degrees of freedom that go
 * with them (Kenward and Roger 1997, Biometrics 53, 983-997; Halekoh and Højsgaard 2014, Journal of
 * Statistical Software 59(9)). For a single coefficient with contrast c and covariance Φ the latter
 * are 2 / A, A = Σ W_ij (cᵀΦP_iΦc)(cᵀΦP_jΦc) / (cᵀΦc)².
 */
final class KenwardRoger {
  private final int factors;
  private final RealMatrix phi;

  /** P_i = −Xᵀ V⁻¹ Σ_i V⁻¹ X, Σ_i the derivative of V by a variance, the residual's last. */
  private final RealMatrix[] p;

  private final RealMatrix[][] q; // Xᵀ V⁻¹ Σ_i V⁻¹ Σ_j V⁻¹ X
  private final RealMatrix w; // the variances' covariance

  private KenwardRoger(MixedProblem problem, MixedProblem.Solution s) {
    double sigma2 = s.rss() / problem.freedom();
    this.factors = problem.factors;
    this.phi = s.covariance().scalarMultiply(sigma2);
    RealMatrix g = problem.g;
    RealMatrix c = problem.c;
    RealMatrix d = s.d;
    RealMatrix dg = d.multiply(g);
    RealMatrix gdg = g.multiply(dg);
    RealMatrix cdg = c.multiply(dg);
    RealMatrix cd = c.multiply(d);
    RealMatrix ct = c.transpose();
    RealMatrix one = MixedProblem.identity(c.getRowDimension());
    double s2 = sigma2 * sigma2;
    RealMatrix zz1 = g.subtract(gdg).scalarMultiply(1 / sigma2); // Zᵀ V⁻¹ Z
    RealMatrix zz2 = // Zᵀ V⁻² Z
        g.subtract(gdg.scalarMultiply(2)).add(gdg.multiply(dg)).scalarMultiply(1 / s2);
    RealMatrix xz1 = c.subtract(cdg).scalarMultiply(1 / sigma2);
    RealMatrix xz2 = c.subtract(cdg.scalarMultiply(2)).add(cdg.multiply(dg)).scalarMultiply(1 / s2);
    RealMatrix cdc = cd.multiply(ct);
    RealMatrix cdgdc = cdg.multiply(d).multiply(ct);
    RealMatrix xx2 = one.subtract(cdc.scalarMultiply(2)).add(cdgdc).scalarMultiply(1 / s2);
    RealMatrix xx3 =
        one.subtract(cdc.scalarMultiply(3))
            .add(cdgdc.scalarMultiply(3))
            .subtract(cdg.multiply(dg).multiply(d).multiply(ct))
            .scalarMultiply(1 / (s2 * sigma2));
    double trace00 = (problem.observations() - 2 * dg.getTrace() + dg.multiply(dg).getTrace()) / s2;
    int k = factors;
    this.p = new RealMatrix[k + 1];
    this.q = new RealMatrix[k + 1][k + 1];
    double[][] traces = new double[k + 1][k + 1];
    int[] rows = range(c.getRowDimension());
    for (int i = 0; i < k; i++) {
      int[] mine = problem.columnsOf(i);
      RealMatrix b = xz1.getSubMatrix(rows, mine);
      p[i] = b.multiply(b.transpose()).scalarMultiply(-1);
      for (int j = 0; j < k; j++) {
        int[] other = problem.columnsOf(j);
        RealMatrix between = zz1.getSubMatrix(mine, other);
        q[i][j] = b.multiply(between).multiply(xz1.getSubMatrix(rows, other).transpose());
        traces[i][j] = Math.pow(between.getFrobeniusNorm(), 2);
      }
      q[i][k] = b.multiply(xz2.getSubMatrix(rows, mine).transpose());
      q[k][i] = q[i][k].transpose();
      traces[i][k] = zz2.getSubMatrix(mine, mine).getTrace();
      traces[k][i] = traces[i][k];
    }
    p[k] = xx2.scalarMultiply(-1);
    q[k][k] = xx3;
    traces[k][k] = trace00;
    double[][] information = new double[k + 1][k + 1];
    for (int i = 0; i <= k; i++) {
      for (int j = 0; j <= k; j++) {
        information[i][j] =
            traces[i][j]
                - 2 * phi.multiply(q[i][j]).getTrace()
                + phi.multiply(p[i]).multiply(phi).multiply(p[j]).getTrace();
      }
    }
    this.w =
        new LUDecomposition(new Array2DRowRealMatrix(information, false))
            .getSolver()
            .getInverse()
            .scalarMultiply(2);
  }

  private static int[] range(int to) {
    return java.util.stream.IntStream.range(0, to).toArray();
  }

  static List<Coefficient> coefficients(
      MixedProblem problem, MixedProblem.Solution s, double[] beta) {
    KenwardRoger at = new KenwardRoger(problem, s);
    RealMatrix adjusted = at.adjusted();
    List<Coefficient> coefficients = new ArrayList<>();
    for (int j = 0; j < beta.length; j++) {
      double[] contrast = problem.design().inverseR()[j];
      coefficients.add(
          Coefficient.byT(
              problem.design().terms().get(j),
              beta[j],
              Math.sqrt(MixedProblem.quadratic(contrast, adjusted)),
              at.freedom(contrast)));
    }
    return coefficients;
  }

  private RealMatrix adjusted() {
    RealMatrix u = phi.scalarMultiply(0);
    for (int i = 0; i <= factors; i++) {
      for (int j = 0; j <= factors; j++) {
        u =
            u.add(
                q[i][j]
                    .subtract(p[i].multiply(phi).multiply(p[j]))
                    .scalarMultiply(w.getEntry(i, j)));
      }
    }
    return phi.add(phi.multiply(u).multiply(phi).scalarMultiply(2));
  }

  private double freedom(double[] contrast) {
    double v = MixedProblem.quadratic(contrast, phi);
    double a = 0;
    for (int i = 0; i <= factors; i++) {
      for (int j = 0; j <= factors; j++) {
        a += w.getEntry(i, j) * slope(contrast, i) * slope(contrast, j);
      }
    }
    return 2 * v * v / a;
  }

  private double slope(double[] contrast, int i) {
    return MixedProblem.quadratic(contrast, phi.multiply(p[i]).multiply(phi));
  }
}
