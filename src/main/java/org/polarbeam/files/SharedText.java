package org.polarbeam.files;

/**
 * Lets equal short texts be one object. Names of models, languages and topics come a million times
 * in a large run, and would take a hundred times the room of what is said about them.
 */
public final class SharedText {
  private static final int LONGEST = 64;
  private static final int SLOTS = 1 << 14;

  /** The last text of each hash; a race loses an entry, never a text. */
  private static final String[] LAST = new String[SLOTS];

  private SharedText() {}

  /** An equal text: one that was given before, where that is remembered. */
  public static String of(String text) {
    if (text == null || text.length() > LONGEST) {
      return text;
    }
    int hash = text.hashCode();
    int slot = (hash ^ hash >>> 14) & SLOTS - 1;
    String last = LAST[slot];
    if (text.equals(last)) {
      return last;
    }
    LAST[slot] = text;
    return text;
  }
}
