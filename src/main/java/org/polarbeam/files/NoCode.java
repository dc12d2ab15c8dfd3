package org.polarbeam.files;

import java.util.regex.Pattern;

/** What stands in a survey's file where a code should: told by its look, with what to do. */
public final class NoCode {
  private static final Pattern LETTERS = Pattern.compile(".*\\p{L}{2}.*");
  private static final Pattern STATA = Pattern.compile("\\.[a-z]?");
  private static final Pattern NONE = Pattern.compile("(?i)NA|NaN|null|#N/A|#NULL!");

  private NoCode() {}

  /** What is in place of a code. */
  public static String kindOf(String text) {
    if (NONE.matcher(text).matches()) {
      return "how a program writes that nothing is there, and no answer code: leave it blank";
    }
    if (STATA.matcher(text).matches()) {
      return "Stata's missing value, and no answer code: leave it blank";
    }
    return LETTERS.matcher(text).matches()
        ? "the label of an answer, and no answer code: export the codes (in R, haven::zap_labels)"
        : text.matches("-?\\d+,\\d+")
            ? "a number with a decimal comma, and no answer code"
            : "no answer code";
  }
}
