package org.polarbeam.language;

import java.util.function.IntPredicate;
import opennlp.tools.util.normalizer.TwitterCharSequenceNormalizer;
import opennlp.tools.util.normalizer.UrlCharSequenceNormalizer;

/**
 * A text as OpenNLP's language model wants it. What its five normalisers do by regular expressions,
 * which fail on broken surrogates, is done here by plain loops, or by them where a glance says that
 * they would find something.
 */
final class NormalText {
  private static final String VOWELS = "aieou";

  private NormalText() {}

  /** The text without symbols, addresses, chat, numbers and long repeats, in lower case. */
  static String of(String text) {
    String plain = withoutSymbols(text);
    if (text.indexOf('@') >= 0 || text.contains("://")) {
      plain = UrlCharSequenceNormalizer.getInstance().normalize(plain).toString();
    }
    if (mayBeChat(plain)) {
      plain = TwitterCharSequenceNormalizer.getInstance().normalize(plain).toString();
    }
    plain = withoutRepeats(withoutBlanks(withoutNumbers(plain))).trim();
    return lowerCase(plain);
  }

  /** A blank for a run of what the library takes for emoji: its class has a hyphen in it. */
  private static String withoutSymbols(String text) {
    if (text.chars().noneMatch(c -> c >= '\uD83C' || c == '-')) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    boolean inRun = false;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      boolean symbol = c == '-' || c >= 0xD83C && c <= 0x10FC00;
      if (!symbol) {
        plain.appendCodePoint(c);
      } else if (!inRun) {
        plain.append(' ');
      }
      inRun = symbol;
    }
    return plain.toString();
  }

  /** Whether a text may have what that normaliser takes off: names, faces, rt, laughter. */
  private static boolean mayBeChat(String text) {
    for (int i = 0; i < text.length(); i++) {
      boolean may =
          switch (text.charAt(i)) {
            case '#', '@' -> true;
            case ':', ';', 'x', 'X' -> "()dop".indexOf(lower(text, i + 1, '-')) >= 0;
            case 'r', 'R' -> lower(text, i + 1) == 't' && " :".indexOf(lower(text, i + 2)) >= 0;
            case 'h', 'H', 'j', 'J' -> laughs(text, i + 1);
            default -> false;
          };
      if (may) {
        return true;
      }
    }
    return false;
  }

  /** The character there in lower case; 0 behind the end. */
  private static char lower(String text, int at) {
    return at < text.length() ? Character.toLowerCase(text.charAt(at)) : 0;
  }

  /** The character there, or the next one where there is that one. */
  private static char lower(String text, int at, char skipped) {
    char c = lower(text, at);
    return c == skipped ? lower(text, at + 1) : c;
  }

  private static boolean laughs(String text, int from) {
    int at = from;
    while (VOWELS.indexOf(lower(text, at)) >= 0) {
      at++;
    }
    return at > from && "hj".indexOf(lower(text, at)) >= 0;
  }

  private static String withoutNumbers(String text) {
    return withoutRuns(text, 1, c -> c >= '0' && c <= '9');
  }

  private static String withoutBlanks(String text) {
    return withoutRuns(text, 2, c -> c == ' ' || c >= '\t' && c <= '\r');
  }

  /** A blank for each run of so many of such characters, or more. */
  private static String withoutRuns(String text, int atLeast, IntPredicate such) {
    if (text.chars().noneMatch(such)) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int begin = 0; begin < text.length(); ) {
      int end = begin;
      while (end < text.length() && such.test(text.charAt(end))) {
        end++;
      }
      if (end - begin >= atLeast) {
        plain.append(' ');
      } else {
        end = Math.max(end, begin + 1);
        plain.append(text, begin, end);
      }
      begin = end;
    }
    return plain.toString();
  }

  /** Two for a run of three or more, whatever the case of ASCII letters; not of line ends. */
  private static String withoutRepeats(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    int[] all = text.codePoints().toArray();
    for (int begin = 0; begin < all.length; ) {
      int end = begin + 1;
      while (end < all.length && like(all[end], all[begin])) {
        end++;
      }
      boolean many = end - begin > 2 && "\n\r\u0085\u2028\u2029".indexOf(all[begin]) < 0;
      plain.appendCodePoint(all[begin]);
      if (many) {
        plain.appendCodePoint(all[begin]);
      }
      begin = many ? end : begin + 1;
    }
    return plain.toString();
  }

  /** Whether two characters are one but for the case of ASCII letters. */
  private static boolean like(int a, int b) {
    return a == b || (a ^ b) == 0x20 && (a | 0x20) >= 'a' && (a | 0x20) <= 'z';
  }

  /** By code point, as OpenNLP does it: no locale, and no letter becomes several. */
  private static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
    return lower.toString();
  }
}
