package org.polarbeam.language;

import java.util.HashSet;
import java.util.Set;
import opennlp.tools.langdetect.DefaultLanguageDetectorContextGenerator;
import opennlp.tools.util.normalizer.CharSequenceNormalizer;
import opennlp.tools.util.normalizer.EmojiCharSequenceNormalizer;
import opennlp.tools.util.normalizer.NumberCharSequenceNormalizer;
import opennlp.tools.util.normalizer.ShrinkCharSequenceNormalizer;
import opennlp.tools.util.normalizer.TwitterCharSequenceNormalizer;
import opennlp.tools.util.normalizer.UrlCharSequenceNormalizer;

/**
 * The features of OpenNLP's language model: which sequences of one to three characters a text has,
 * after OpenNLP's own normalisation. The library collects them by buffers and counts that nothing
 * uses, which takes most of the time of telling a language; here they are strings in a set.
 */
final class CharacterGrams extends DefaultLanguageDetectorContextGenerator {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 3;
  private static final String VOWELS = "aieou";

  private final CharSequenceNormalizer emoji = EmojiCharSequenceNormalizer.getInstance();
  private final CharSequenceNormalizer url = UrlCharSequenceNormalizer.getInstance();
  private final CharSequenceNormalizer twitter = TwitterCharSequenceNormalizer.getInstance();

  CharacterGrams() {
    super(
        1,
        LONGEST,
        NumberCharSequenceNormalizer.getInstance(),
        ShrinkCharSequenceNormalizer.getInstance());
  }

  /** OpenNLP's five normalisers in their order, without those that would find nothing. */
  private CharSequence normalize(String text) {
    // The library's class of emoji has a hyphen in it.
    boolean symbols = text.chars().anyMatch(c -> c >= '\uD83C' || c == '-');
    CharSequence plain = symbols ? emoji.normalize(text) : text;
    plain = text.indexOf('@') >= 0 || text.contains("://") ? url.normalize(plain) : plain;
    return normalizer.normalize(mayBeChat(plain) ? twitter.normalize(plain) : plain);
  }

  /** Whether a text may have what that normaliser takes off: names, faces, rt, laughter. */
  private static boolean mayBeChat(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char after = i + 1 < text.length() ? Character.toLowerCase(text.charAt(i + 1)) : 0;
      char third = i + 2 < text.length() ? Character.toLowerCase(text.charAt(i + 2)) : 0;
      boolean may =
          switch (Character.toLowerCase(text.charAt(i))) {
            case '#', '@' -> true;
            case ':', ';', 'x' -> "()dop".indexOf(after == '-' ? third : after) >= 0;
            case 'r' -> after == 't' && (third == ' ' || third == ':');
            case 'h', 'j' -> VOWELS.indexOf(after) >= 0 && laughs(text, i + 2);
            default -> false;
          };
      if (may) {
        return true;
      }
    }
    return false;
  }

  private static boolean laughs(CharSequence text, int from) {
    int at = from;
    while (at < text.length() && VOWELS.indexOf(Character.toLowerCase(text.charAt(at))) >= 0) {
      at++;
    }
    return at < text.length() && "hj".indexOf(Character.toLowerCase(text.charAt(at))) >= 0;
  }

  /** Every sequence once. */
  String[] of(String text) {
    String plain = lowerCase(normalize(text));
    Set<String> grams = new HashSet<>(2 * plain.length());
    for (int length = minLength; length <= maxLength; length++) {
      for (int begin = 0; begin + length <= plain.length(); begin++) {
        grams.add(plain.substring(begin, begin + length));
      }
    }
    return grams.toArray(String[]::new);
  }

  /** By code point, as OpenNLP does it: no locale, and no letter becomes several. */
  private static String lowerCase(CharSequence text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
    return lower.toString();
  }
}
