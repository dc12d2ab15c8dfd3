package org.polarbeam.stats;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;

/**
 * How often a judge gives each label to what people would give each: a square table of
 * probabilities, taken to be the same whatever is judged. By it the shares that people would find
 * follow from those that the judge found (Buonaccorsi 2010, Measurement Error, chapter 2), with all
 * labels at once: an item that a judge takes for a side may be on none.
 *
 * <p>Labels are pro, con and none, in this order.
 */
public final class Confusion implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int PRO = 0;
  private static final int CON = 1;
  private static final int NONE = 2;

  /** A smaller determinant is no better than a guess. */
  private static final double LEAST = 1e-3;

  /** Of people's label (row) the chances of the judge's. */
  private final double[][] given;

  /** Its inverse, worked out when it is asked for. */
  private transient double[][] inverse;

  private Confusion(double[][] given) {
    this.given = given;
  }

  /** Null where the judge's labels do not tell people's. */
  private double[][] inverse() {
    if (inverse == null) {
      LUDecomposition lu = new LUDecomposition(new Array2DRowRealMatrix(given));
      inverse = lu.getDeterminant() > LEAST ? lu.getSolver().getInverse().getData() : null;
    }
    return inverse;
  }

  /** Sides are taken for each other at this rate, and items without one never err. */
  public static Confusion ofSides(double rate) {
    return given(new double[][] {{1 - rate, rate, 0}, {rate, 1 - rate, 0}, {0, 0, 1}});
  }

  /**
   * That of a known judge.
   *
   * @param given of people's label (row) the chances of the judge's
   */
  public static Confusion given(double[][] given) {
    return new Confusion(given);
  }

  /**
   * From what people say within each of the judge's labels.
   *
   * @param judged how often the judge gives each label
   * @param within of the judge's label (row) the shares of people's; NaN for one that the judge
   *     gives and nobody has looked at, so that nothing is known
   */
  public static Confusion of(double[] judged, double[][] within) {
    int n = judged.length;
    double[][] joint = new double[n][n]; // people's, the judge's
    for (int j = 0; j < n; j++) {
      for (int h = 0; h < n; h++) {
        joint[h][j] = judged[j] == 0 ? 0 : judged[j] * within[j][h];
      }
    }
    for (int h = 0; h < n; h++) {
      double all = Arrays.stream(joint[h]).sum();
      for (int j = 0; j < n; j++) {
        // How the judge calls a side that nobody takes is not known; that nobody takes none may be,
        // and a judge who never says so leaves it out.
        boolean isUnsaid = h == NONE && (all == 0 || judged[NONE] == 0);
        joint[h][j] = isUnsaid ? h == j ? 1 : 0 : joint[h][j] / all;
      }
    }
    return new Confusion(joint);
  }

  /** Whether the judge's labels tell people's. */
  public boolean isInformative() {
    return inverse() != null;
  }

  /**
   * The polarity that people would find: pro / (pro + con) of the shares that solve {@code judged =
   * Σ people · given}; one below zero counts as zero.
   *
   * @param judged how many items the judge gave each label
   * @return NaN where the judge's labels do not tell, or nothing is left of either side
   */
  public double polarity(double[] judged) {
    if (inverse() == null) {
      return Double.NaN;
    }
    double pro = Math.max(0, people(judged, PRO));
    double con = Math.max(0, people(judged, CON));
    return pro + con == 0 ? Double.NaN : pro / (pro + con);
  }

  /**
   * How many items people would give a label; below zero where they would more likely have none.
   */
  private double people(double[] judged, int label) {
    double sum = 0;
    for (int j = 0; j < judged.length; j++) {
      sum += judged[j] * inverse[j][label];
    }
    return sum;
  }

  /**
   * The variance that the judge's errors add to a response's polarity p = pro / (pro + con), by the
   * delta method: an item adds to p by (1 − p), −p or 0, over the items with a side.
   *
   * @param judged how many of its items the judge gave each label
   * @return NaN where no item has a side, or the judge's labels do not tell
   */
  public double noise(double[] judged) {
    if (inverse() == null) {
      return Double.NaN;
    }
    double sides = judged[PRO] + judged[CON];
    double p = judged[PRO] / sides;
    double[] adds = {1 - p, -p, 0};
    double variance = 0;
    for (int h = 0; h < given.length; h++) {
      double mean = 0;
      double square = 0;
      for (int j = 0; j < given.length; j++) {
        mean += given[h][j] * adds[j];
        square += given[h][j] * adds[j] * adds[j];
      }
      variance += people(judged, h) * (square - mean * mean);
    }
    return variance / (sides * sides);
  }
}
