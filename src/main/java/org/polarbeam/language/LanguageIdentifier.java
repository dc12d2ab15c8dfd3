package org.polarbeam.language;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells the language of a text by OpenNLP's model of 103 languages: open, so that an answer in none
 * of the study's languages is seen as such, or restricted to given ones. Immutable; the model
 * behind it is loaded once.
 */
public final class LanguageIdentifier {
  /** Two-letter tags by the three-letter codes the model speaks, where there is one. */
  private static final Map<String, String> TAGS =
      Stream.of(Locale.getISOLanguages())
          .collect(
              Collectors.toMap(
                  l -> Locale.forLanguageTag(l).getISO3Language(), l -> l, (a, b) -> a));

  /** The tag of no known language. */
  public static final String UNKNOWN = "und";

  /**
   * What else to take for the language asked for: the model knows a macrolanguage by its parts, and
   * Serbian in Cyrillic script only.
   */
  private static final Map<String, Set<String>> ALSO =
      Map.of(
          "no", Set.of("nb", "nn"),
          "nb", Set.of("no", "nn"),
          "nn", Set.of("no", "nb"),
          "sr", Set.of("hr", "bs"),
          "hr", Set.of("bs"),
          "bs", Set.of("hr"),
          "fil", Set.of("tl"),
          "tl", Set.of("fil"));

  /** Tags by the English names of languages, for judges that answer in words. */
  private static final Map<String, String> BY_NAME =
      Stream.of(Locale.getISOLanguages())
          .collect(
              Collectors.toMap(
                  l ->
                      Locale.forLanguageTag(l)
                          .getDisplayLanguage(Locale.ENGLISH)
                          .toLowerCase(Locale.ROOT),
                  l -> l,
                  (a, b) -> a));

  private static final class Loaded {
    static final GramModel MODEL = GramModel.load();

    /** The tags of the model's languages, in its order. */
    static final List<String> TOLD =
        Stream.of(MODEL.languages()).map(LanguageIdentifier::tag).toList();
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

  private static String tag(String code) {
    return switch (code) {
      case "cmn" -> "zh";
      case "pes" -> "fa";
      case "ekk" -> "et";
      case "lvs" -> "lv";
      case "plt" -> "mg";
      default -> TAGS.getOrDefault(code, code);
    };
  }

  /** Whether a language tag asks for the identified language, regions aside. */
  public static boolean same(String asked, String identified) {
    String language = Locale.forLanguageTag(asked).getLanguage();
    return language.equals(identified)
        || ALSO.getOrDefault(language, Set.of()).contains(identified);
  }

  /**
   * The primary subtag that a judge means, who may answer {@code da}, {@code pt-BR}, {@code dan} or
   * {@code Danish}; {@link #UNKNOWN} for anything else.
   */
  public static String named(String answer) {
    String text = answer.strip().toLowerCase(Locale.ROOT);
    String named = BY_NAME.get(text);
    if (named != null) {
      return named;
    }
    String tag = Locale.forLanguageTag(text.replace('_', '-')).getLanguage();
    return tag.isEmpty() ? UNKNOWN : TAGS.getOrDefault(tag, tag);
  }
}
