package org.polarbeam.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The examples of the papers, and figures worked out by hand. */
class AgreementTest {
  /** Cohen 1960, table 1: 200 cases, p_o = .70, p_c = .41. */
  @Test
  void givenCohensExample_thenHisKappa() {
    double[][] table = {{88, 14, 18}, {10, 40, 10}, {2, 6, 12}};
    assertEquals(29.0 / 59, Agreement.cohenKappa(table), 1e-15);
  }

  @Test
  void givenTwoByTwo_thenKappa() {
    assertEquals(0.4, Agreement.cohenKappa(new double[][] {{20, 5}, {10, 15}}), 1e-15);
  }

  @Test
  void givenOneCategoryOnly_thenUndefined() {
    assertTrue(Double.isNaN(Agreement.cohenKappa(new double[][] {{9, 0}, {0, 0}})));
    assertTrue(Double.isNaN(Agreement.krippendorffAlpha(new double[][] {{9, 0}, {0, 0}})));
    assertTrue(Double.isNaN(Agreement.krippendorffAlpha(new double[2][2])));
  }

  /** Krippendorff 2011, example A: two observers, binary, no data missing: alpha = 0.095. */
  @Test
  void givenKrippendorffsBinaryExample_thenHisAlpha() {
    String a = "0100000010";
    String b = "1110010000";
    assertEquals(0.095238095238095, alpha("01", a, b), 1e-14);
  }

  /** Example B: two observers, nominal: alpha = 0.692. */
  @Test
  void givenKrippendorffsNominalExample_thenHisAlpha() {
    assertEquals(0.6919642857142857, alpha("abcde", "aabbdcccedda", "babbbccceddd"), 1e-14);
  }

  /** Example C: four observers, data missing: alpha = 0.743 for nominal data. */
  @Test
  void givenKrippendorffsExampleWithMissingData_thenHisAlpha() {
    assertEquals(
        0.743421052631579,
        alpha("12345", "123321412...", "1233224125.3", ".3332342251.", "12332441251."),
        1e-14);
  }

  private static double alpha(String categories, String... raters) {
    double[][] coincidences = new double[categories.length()][categories.length()];
    for (int unit = 0; unit < raters[0].length(); unit++) {
      int[] counts = new int[categories.length()];
      for (String rater : raters) {
        int category = categories.indexOf(rater.charAt(unit));
        if (category >= 0) {
          counts[category]++;
        }
      }
      Agreement.addCoincidences(coincidences, counts);
    }
    return Agreement.krippendorffAlpha(coincidences);
  }
}
