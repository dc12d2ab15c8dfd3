package org.polarbeam.language;

import java.util.HashSet;
import java.util.Set;
import opennlp.tools.langdetect.DefaultLanguageDetectorContextGenerator;
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

  CharacterGrams() {
    super(
        1,
        LONGEST,
        EmojiCharSequenceNormalizer.getInstance(),
        UrlCharSequenceNormalizer.getInstance(),
        TwitterCharSequenceNormalizer.getInstance(),
        NumberCharSequenceNormalizer.getInstance(),
        ShrinkCharSequenceNormalizer.getInstance());
  }

  /** Every sequence once. */
  String[] of(String text) {
    String plain = lowerCase(normalizer.normalize(text));
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
