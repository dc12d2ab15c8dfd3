package org.polarbeam.stats;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * A regression's design matrix with named columns, factored once as X = QR, so that many outcomes
 * can be fitted on it.
 */
public final class Design {
  /**
   * Columns whose part orthogonal to the columns before them is smaller than this are dependent.
   */
  private static final double TOLERANCE = 1e-9;

  private final List<String> terms;
  private final double[][] rows;
  private final QRDecomposition qr;
  private final double[][] inverseR;
  private final double logDetR;

  private Design(
      List<String> terms,
      double[][] rows,
      QRDecomposition qr,
      double[][] inverseR,
      double logDetR) {
    this.terms = terms;
    this.rows = rows;
    this.qr = qr;
    this.inverseR = inverseR;
    this.logDetR = logDetR;
  }

  /**
   * Factors a design.
   *
   * @param terms the name of each column
   * @param rows one array of column values an observation; not copied
   * @throws SingularDesignException naming the first column that depends on those before it, or
   *     when there are fewer rows than columns
   */
  public static Design of(List<String> terms, double[][] rows) {
    int p = terms.size();
    if (p == 0) {
      throw new SingularDesignException("there is no term that can be told from the others");
    }
    if (rows.length < p) {
      throw new SingularDesignException(
          rows.length + " observations cannot determine " + p + " coefficients");
    }
    QRDecomposition qr = new QRDecomposition(new Array2DRowRealMatrix(rows, false), 0);
    RealMatrix r = qr.getR();
    double logDet = 0;
    for (int j = 0; j < p; j++) {
      double length = 0;
      for (int i = 0; i <= j; i++) {
        length = Math.hypot(length, r.getEntry(i, j));
      }
      double own = Math.abs(r.getEntry(j, j));
      if (!(own > TOLERANCE * length)) {
        throw new SingularDesignException(
            "the term "
                + terms.get(j)
                + " is constant zero or a combination of the terms before it",
            terms.get(j));
      }
      logDet += Math.log(own);
    }
    return new Design(List.copyOf(terms), rows, qr, inverse(r, p), logDet);
  }

  /** The inverse of the upper triangle, by back substitution. */
  private static double[][] inverse(RealMatrix r, int p) {
    double[][] inverse = new double[p][p];
    for (int k = 0; k < p; k++) {
      for (int i = k; i >= 0; i--) {
        double sum = i == k ? 1 : 0;
        for (int j = i + 1; j <= k; j++) {
          sum -= r.getEntry(i, j) * inverse[j][k];
        }
        inverse[i][k] = sum / r.getEntry(i, i);
      }
    }
    return inverse;
  }

  /** The names of the columns. */
  public List<String> terms() {
    return terms;
  }

  int observations() {
    return rows.length;
  }

  int columns() {
    return terms.size();
  }

  double[] row(int i) {
    return rows[i];
  }

  /** R⁻¹, upper triangular; (XᵀX)⁻¹ = R⁻¹ R⁻ᵀ. */
  double[][] inverseR() {
    return inverseR;
  }

  /** log |det R|, half of log det XᵀX. */
  double logDetR() {
    return logDetR;
  }

  /** The coefficients of the least squares fit of {@code y}. */
  double[] solve(double[] y) {
    return qr.getSolver()
        .solve(new org.apache.commons.math3.linear.ArrayRealVector(y, false))
        .toArray();
  }

  /** {@code X b}. */
  public double[] fitted(double[] b) {
    double[] fitted = residuals(new double[rows.length], b);
    for (int i = 0; i < fitted.length; i++) {
      fitted[i] = -fitted[i];
    }
    return fitted;
  }

  /** {@code y − X b}. */
  public double[] residuals(double[] y, double[] b) {
    double[] residuals = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      double fitted = 0;
      for (int j = 0; j < b.length; j++) {
        fitted += rows[i][j] * b[j];
      }
      residuals[i] = y[i] - fitted;
    }
    return residuals;
  }
}
