package org.polarbeam.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/**
 * Tells the language of a text by OpenNLP's model of 103 languages, so that an answer in none of
 * the study's languages is seen as such. Not thread-safe; the model behind it is loaded once.
 */
public final class LanguageIdentifier {
  private static final String MODEL = "/langdetect-183.bin";

  /** Two-letter tags by the three-letter codes the model speaks, where there is one. */
  private static final Map<String, String> TAGS =
      Stream.of(Locale.getISOLanguages())
          .collect(
              Collectors.toMap(
                  l -> Locale.forLanguageTag(l).getISO3Language(), l -> l, (a, b) -> a));

  private static final class Loaded {
    static final LanguageDetectorModel INSTANCE = load();

    private static LanguageDetectorModel load() {
      try (InputStream model = LanguageIdentifier.class.getResourceAsStream(MODEL)) {
        return new LanguageDetectorModel(model);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final LanguageDetectorME detector = new LanguageDetectorME(Loaded.INSTANCE);

  /** The text's primary language subtag ({@code da}, {@code zh}); {@code und} for no text. */
  public String identify(String text) {
    if (text.isBlank()) {
      return "und";
    }
    String code = detector.predictLanguage(text).getLang();
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
    return Locale.forLanguageTag(asked).getLanguage().equals(identified);
  }
}
