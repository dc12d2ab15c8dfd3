package org.polarbeam.stats;

/**
 * Chance-corrected agreement of several raters on a nominal scale, from sums over units, so that
 * units can be resampled by adding theirs up again.
 */
public final class Agreement {
  private Agreement() {}

  /**
   * Cohen's kappa of two raters (Cohen 1960, Educational and Psychological Measurement 20).
   *
   * @param table how often the first rater gave the row's category and the second the column's
   * @return NaN without units, or where chance alone gives full agreement
   */
  public static double cohenKappa(double[][] table) {
    int k = table.length;
    double[] rows = new double[k];
    double[] columns = new double[k];
    double n = 0;
    double observed = 0;
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        rows[i] += table[i][j];
        columns[j] += table[i][j];
        n += table[i][j];
      }
      observed += table[i][i];
    }
    double expected = 0;
    for (int i = 0; i < k; i++) {
      expected += rows[i] * columns[i];
    }
    double chance = expected / n;
    return n == 0 || chance >= n ? Double.NaN : (observed - chance) / (n - chance);
  }

  /**
   * Adds one unit to a table of coincidences.
   *
   * @param counts how many raters gave the unit each category; a unit with fewer than two raters
   *     cannot be compared and adds nothing
   */
  public static void addCoincidences(double[][] coincidences, int[] counts) {
    int raters = 0;
    for (int count : counts) {
      raters += count;
    }
    if (raters < 2) {
      return;
    }
    for (int c = 0; c < counts.length; c++) {
      for (int d = 0; d < counts.length; d++) {
        double pairs = counts[c] * (double) (c == d ? counts[c] - 1 : counts[d]);
        coincidences[c][d] += pairs / (raters - 1);
      }
    }
  }

  /**
   * Krippendorff's alpha for nominal data with any number of raters and ratings missing
   * (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability).
   *
   * @param coincidences sums of {@link #addCoincidences}
   * @return NaN without two ratings to compare, or when all ratings are the same
   */
  public static double krippendorffAlpha(double[][] coincidences) {
    int k = coincidences.length;
    double n = 0;
    double same = 0;
    double squares = 0;
    for (int c = 0; c < k; c++) {
      double margin = 0;
      for (int d = 0; d < k; d++) {
        margin += coincidences[c][d];
      }
      same += coincidences[c][c];
      squares += margin * margin;
      n += margin;
    }
    double expected = n * n - squares;
    return expected <= 0 ? Double.NaN : 1 - (n - 1) * (n - same) / expected;
  }
}
