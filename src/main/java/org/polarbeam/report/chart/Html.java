package org.polarbeam.report.chart;

/** Text that goes into a page. */
public final class Html {
  /** What a sign stands for that moves a pen or turns the writing round. */
  private static final char UNPRINTABLE = '\ufffd';

  private Html() {}

  /**
   * The text with everything that means something in HTML or SVG made harmless, and what is not
   * seen but obeyed: a terminal's escapes, and what turns the direction of all that follows.
   */
  public static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        case '\n', '\t', '\r' -> safe.append(c);
        default -> safe.append(isObeyed(c) ? UNPRINTABLE : c);
      }
    }
    return safe.toString();
  }

  private static boolean isObeyed(char c) {
    return Character.isISOControl(c)
        || c >= '\u202a' && c <= '\u202e'
        || c >= '\u2066' && c <= '\u2069'
        || c == '\u2028'
        || c == '\u2029';
  }
}
