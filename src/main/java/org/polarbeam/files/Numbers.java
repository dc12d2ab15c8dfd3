package org.polarbeam.files;

import java.util.regex.Pattern;

/** Numbers as people and other programs write them in tables. */
public final class Numbers {
  /** Java reads {@code 0x1p-1} and {@code 0.5d} besides, which in a table are slips. */
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,4})?");

  private Numbers() {}

  /**
   * A decimal number; not finite where it is too large.
   *
   * @throws NumberFormatException when the text is none
   */
  public static double decimal(String text) {
    String number = text.strip();
    if (!DECIMAL.matcher(number).matches()) {
      throw new NumberFormatException("no decimal number: " + text);
    }
    return Double.parseDouble(number);
  }
}
