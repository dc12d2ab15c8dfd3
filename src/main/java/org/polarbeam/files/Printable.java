package org.polarbeam.files;

/** Texts that others have made, for people's terminals. */
public final class Printable {
  private static final char UNPRINTABLE = '\uFFFD';

  private Printable() {}

  /** The text without signs that a terminal would obey: escapes, returns, turns of direction. */
  public static String of(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean kept = c == '\n' || c == '\t';
              boolean obeyed =
                  type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR;
              plain.appendCodePoint(obeyed && !kept ? UNPRINTABLE : c);
            });
    return plain.toString();
  }
}
