package org.polarbeam.prompt;

import java.util.HashMap;
import java.util.Map;

/**
 * chrF, the F-score of character n-grams, by which a back-translation is compared with its original
 * (Popović 2015, WMT, with n to 6 and β = 2; blanks left out; case kept).
 */
public final class Chrf {
  private static final int LONGEST = 6;
  private static final double BETA_SQUARED = 4;

  private Chrf() {}

  /**
   * The similarity of a text to a reference, in [0, 1].
   *
   * @return 0 when they share nothing; orders longer than either text are left out of the mean
   */
  public static double of(String text, String reference) {
    double precision = 0;
    double recall = 0;
    int orders = 0;
    for (int n = 1; n <= LONGEST; n++) {
      Map<String, Integer> ours = grams(text, n);
      Map<String, Integer> theirs = grams(reference, n);
      double inText = total(ours);
      double inReference = total(theirs);
      if (inText == 0 || inReference == 0) {
        break;
      }
      double common = 0;
      for (Map.Entry<String, Integer> e : ours.entrySet()) {
        common += Math.min(e.getValue(), theirs.getOrDefault(e.getKey(), 0));
      }
      precision += common / inText;
      recall += common / inReference;
      orders++;
    }
    if (precision + recall == 0) {
      return 0;
    }
    precision /= orders;
    recall /= orders;
    return (1 + BETA_SQUARED) * precision * recall / (BETA_SQUARED * precision + recall);
  }

  private static double total(Map<String, Integer> grams) {
    return grams.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static Map<String, Integer> grams(String text, int n) {
    int[] points = text.codePoints().filter(c -> !Character.isWhitespace(c)).toArray();
    Map<String, Integer> grams = new HashMap<>();
    for (int i = 0; i + n <= points.length; i++) {
      grams.merge(new String(points, i, n), 1, Integer::sum);
    }
    return grams;
  }
}
