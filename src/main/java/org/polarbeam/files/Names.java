package org.polarbeam.files;

/** What a name must not be that people will see in terminals, sheets and pages. */
public final class Names {
  private Names() {}

  /**
   * Why a text cannot be a name; null where it can: signs that nobody sees and a terminal obeys, or
   * a beginning that a spreadsheet takes for a formula's.
   */
  public static String fault(String text) {
    if (CsvTable.hasUnseen(text)) {
      return "it has control characters or turns of direction";
    }
    // Persian and Indic words have joiners between letters.
    String shown = text.replaceAll("(?<=[\\p{L}\\p{M}])[\\u200c\\u200d](?=[\\p{L}\\p{M}])", "");
    if (shown.codePoints().anyMatch(c -> Character.getType(c) == Character.FORMAT)
        || !text.isEmpty()
            && text.codePoints()
                .allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c))) {
      return "it has signs that nobody sees";
    }
    // Some vendors' names begin with @, as @cf/meta/llama does.
    if (!text.isEmpty()
        && "=+-@".indexOf(text.charAt(0)) >= 0
        && !text.matches("@[a-z][a-z0-9-]*/.+")) {
      return "it begins with " + text.charAt(0) + ", which a spreadsheet takes for a formula";
    }
    return null;
  }
}
