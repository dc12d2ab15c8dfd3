package org.polarbeam.language;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells the language of a text by OpenNLP's model of 103 languages: open, so that an answer in none
 * of the study's languages is seen as such, or restricted to given ones. Immutable; the model
 * behind it is loaded once.
 */
public final class LanguageIdentifier {
  /** The tag of no known language. */
  public static final String UNKNOWN = LanguageTag.UNKNOWN;

  private static final class Loaded {
    static final GramModel MODEL = GramModel.load();

    /** The tags of the model's languages, in its order. */
    static final List<String> TOLD =
        Stream.of(MODEL.languages()).map(code -> LanguageTag.of(code).language()).toList();
  }

  /** Which of the model's languages may be told. */
  private final boolean[] wanted;

  private LanguageIdentifier(Collection<String> among) {
    this.wanted = new boolean[Loaded.TOLD.size()];
    for (int language = 0; language < wanted.length; language++) {
      String told = Loaded.TOLD.get(language);
      wanted[language] = among.isEmpty() || among.stream().anyMatch(asked -> same(asked, told));
    }
  }

  /** Tells any of the model's languages. */
  public static LanguageIdentifier open() {
    return new LanguageIdentifier(Set.of());
  }

  /**
   * Tells the likeliest of these languages; another one, unlike them as it may be, is never seen.
   *
   * @param tags the languages' tags
   */
  public static LanguageIdentifier among(Collection<String> tags) {
    if (tags.isEmpty()) {
      throw new IllegalArgumentException("tags must not be empty");
    }
    return new LanguageIdentifier(tags);
  }

  /** The text's primary language subtag ({@code da}, {@code zh}); {@link #UNKNOWN} for no text. */
  public String identify(String text) {
    if (text.isBlank()) {
      return UNKNOWN;
    }
    double[] scores = Loaded.MODEL.scores(NormalText.of(text));
    int best = -1;
    for (int language = 0; language < scores.length; language++) {
      if (wanted[language] && (best < 0 || scores[language] > scores[best])) {
        best = language;
      }
    }
    return best < 0 ? UNKNOWN : Loaded.TOLD.get(best);
  }

  /**
   * Whether it can tell the language of a tag at all; texts in others are told as something else.
   */
  public static boolean knows(String tag) {
    LanguageTag asked = LanguageTag.of(tag);
    return Loaded.TOLD.stream().anyMatch(told -> asked.covers(LanguageTag.of(told)));
  }

  /** Whether a tag asks for the language that was told, however either is spelt. */
  public static boolean same(String asked, String told) {
    return LanguageTag.of(asked).covers(LanguageTag.of(told));
  }

  /**
   * The primary subtag that a judge means, who may answer {@code da}, {@code pt-BR}, {@code dan} or
   * {@code Danish}; {@link #UNKNOWN} for anything else.
   */
  public static String named(String answer) {
    return LanguageTag.of(answer).language();
  }
}
