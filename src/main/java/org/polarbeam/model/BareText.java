package org.polarbeam.model;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text without what hides its letters: escapes of URLs, JSON, HTML and programs are read, also
 * doubled, wide letters are narrow ones, and white space and signs that nobody sees are left out.
 * It knows where in the text each letter was.
 */
final class BareText {
  /** A letter escaped: %73, %2573, \x73, \u0073 (with more backslashes), &#115;, &#x73;, 0x73. */
  private static final Pattern ESCAPED =
      Pattern.compile(
          "%(?:25)*([0-9A-Fa-f]{2})"
              + "|(?<!\\\\)\\\\++(?:([0-3][0-7]{2})|x([0-9A-Fa-f]{2})|u\\{?([0-9A-Fa-f]{2,6})\\}?)"
              + "|&(?:amp;)*#[xX]0*([0-9A-Fa-f]{1,6})(?:;|(?![0-9A-Fa-f]))"
              + "|&(?:amp;)*#0*([0-9]{1,7})(?:;|(?![0-9]))"
              + "|0x([0-9A-Fa-f]{2})[,;]?");

  private static final Pattern MARKUP = Pattern.compile("<[/!?]?[A-Za-z][^<>]{0,200}>");

  /** A sign of ASCII by its number, as lists of bytes have it. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<![0-9])0?(3[2-9]|[4-9][0-9]|1[01][0-9]|12[0-6])(?![0-9])[,;]?");

  private static final int OCTAL = 2;
  private static final int DECIMAL = 6;

  /** Where letters of Unicode's tags begin, which nobody sees. */
  private static final int TAGS = 0xe0000;

  private static final int TAG_COUNT = 128;

  /** Letters of Korean and others that look like blanks. */
  private static final String FILLERS = "\u115f\u1160\u3164\uffa0\u2800";

  private final String text;
  private final int[] begins;
  private final int[] ends;

  private BareText(String text, int[] begins, int[] ends) {
    this.text = text;
    this.begins = begins;
    this.ends = ends;
  }

  static BareText of(String text) {
    return of(text, true);
  }

  /** The same without tags, which may stand between letters as well as for them. */
  static BareText withoutTags(String text) {
    return of(text, false);
  }

  /** The same without markup between letters: what a browser would show. */
  static BareText withoutMarkup(String text) {
    return of(blanked(MARKUP, text, found -> ""));
  }

  /** The same with numbers as the letters that they are the codes of. */
  static BareText ofNumbers(String text) {
    return of(
        blanked(
            NUMBER, text, found -> Character.toString((char) Integer.parseInt(found.group(1)))));
  }

  /** The text with other letters for what a pattern finds, each sign at its place. */
  private static String blanked(Pattern pattern, String text, Function<Matcher, String> letters) {
    StringBuilder blanked = new StringBuilder(text.length());
    Matcher found = pattern.matcher(text);
    int from = 0;
    while (found.find()) {
      String letter = letters.apply(found);
      blanked.append(text, from, found.start()).append(letter);
      blanked.append("\0".repeat(found.end() - found.start() - letter.length()));
      from = found.end();
    }
    return blanked.append(text, from, text.length()).toString();
  }

  /** Whether a text has tags. */
  static boolean hasTags(String text) {
    return text.codePoints().anyMatch(c -> c >= TAGS && c < TAGS + TAG_COUNT);
  }

  private static BareText of(String text, boolean isTagLetter) {
    StringBuilder bare = new StringBuilder(text.length());
    int[] begins = new int[text.length()];
    int[] ends = new int[text.length()];
    Matcher escaped = ESCAPED.matcher(text);
    int next = escaped.find() ? escaped.start() : text.length();
    for (int i = 0; i < text.length(); ) {
      int end = i + 1;
      char letter = text.charAt(i);
      if (i == next) {
        end = escaped.end();
        letter = letter(escaped);
        next = escaped.find() ? escaped.start() : text.length();
      } else if (Character.isHighSurrogate(letter) && end < text.length()) {
        letter = narrow(text.codePointAt(i), isTagLetter);
        end = i + Character.charCount(text.codePointAt(i));
      } else if (letter > '\u00ff') {
        letter = narrow(letter);
      }
      if (isSeen(letter)) {
        begins[bare.length()] = i;
        ends[bare.length()] = end;
        bare.append(letter);
      }
      i = end;
    }
    return new BareText(
        bare.toString(), Arrays.copyOf(begins, bare.length()), Arrays.copyOf(ends, bare.length()));
  }

  private static char letter(Matcher escaped) {
    for (int group = 1; group <= escaped.groupCount(); group++) {
      String digits = escaped.group(group);
      if (digits != null) {
        int radix = group == OCTAL ? 8 : group == DECIMAL ? 10 : 16;
        int letter = Integer.parseInt(digits, radix);
        return letter <= Character.MAX_VALUE ? narrow((char) letter) : '\ufffd';
      }
    }
    return '\ufffd';
  }

  private static char narrow(char letter) {
    if (letter <= '\u00ff' || Character.isSurrogate(letter)) {
      return letter;
    }
    String narrow = Normalizer.normalize(Character.toString(letter), Form.NFKC);
    return narrow.length() == 1 ? narrow.charAt(0) : letter;
  }

  /** A letter of mathematics or of tags as the plain one it stands for. */
  private static char narrow(int codePoint, boolean isTagLetter) {
    if (isTagLetter && codePoint >= TAGS + ' ' && codePoint <= TAGS + '~') {
      return (char) (codePoint - TAGS);
    }
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.FORMAT
        || type == Character.UNASSIGNED) {
      return '\u200b'; // a selector of variants, a tag, a sign of music that nobody sees
    }
    String narrow = Normalizer.normalize(Character.toString(codePoint), Form.NFKC);
    return narrow.length() == 1 ? narrow.charAt(0) : '\ufffd';
  }

  private static boolean isSeen(char letter) {
    return !Character.isWhitespace(letter)
        && FILLERS.indexOf(letter) < 0
        && Character.getType(letter) != Character.NON_SPACING_MARK
        && !Character.isSpaceChar(letter)
        && !Character.isISOControl(letter)
        && Character.getType(letter) != Character.FORMAT;
  }

  /** Its letters and digits of ASCII alone: whatever stands between them hides nothing. */
  BareText alphanumeric() {
    StringBuilder bare = new StringBuilder(text.length());
    int[] at = new int[text.length()];
    int[] to = new int[text.length()];
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z') {
        at[bare.length()] = begins[i];
        to[bare.length()] = ends[i];
        bare.append(c);
      }
    }
    return new BareText(bare.toString(), at, to);
  }

  /** The letters. */
  String text() {
    return text;
  }

  /** Where a letter began in the text. */
  int begin(int letter) {
    return begins[letter];
  }

  /** Where a letter ended in the text. */
  int end(int letter) {
    return ends[letter];
  }
}
