package org.polarbeam.simulate;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polarbeam.files.InputException;
import org.polarbeam.record.Judgement;

/** The sentences simulated respondents speak, and the stance of each. */
final class Phrases {
  private static final Map<String, Map<String, List<String>>> BY_LANGUAGE = load();
  private static final Map<String, String> STANCE = stances();
  private static final Map<String, String> SPOKEN = spoken();

  private Phrases() {}

  private static Map<String, Map<String, List<String>>> load() {
    try (InputStream yaml = Phrases.class.getResourceAsStream("phrases.yaml")) {
      return new YAMLMapper().readValue(yaml, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> stances() {
    Map<String, String> stances = new HashMap<>();
    for (Map<String, List<String>> language : BY_LANGUAGE.values()) {
      language.get("pro").forEach(s -> stances.put(s, Judgement.PRO));
      language.get("con").forEach(s -> stances.put(s, Judgement.CON));
      language.get("none").forEach(s -> stances.put(s, Judgement.NULL));
    }
    return stances;
  }

  private static Map<String, String> spoken() {
    Map<String, String> spoken = new HashMap<>();
    BY_LANGUAGE.forEach(
        (language, kinds) ->
            kinds.values().forEach(all -> all.forEach(s -> spoken.put(s, language))));
    return spoken;
  }

  /** The languages there are sentences in. */
  static Set<String> languages() {
    return BY_LANGUAGE.keySet();
  }

  /**
   * The sentences of a kind in a language. One with a region ({@code pt-BR}) is spoken as the
   * language is.
   *
   * @throws InputException when simulated respondents do not speak the language
   */
  static List<String> of(String language, String kind) {
    Map<String, List<String>> kinds = BY_LANGUAGE.get(language.split("-", 2)[0]);
    if (kinds == null) {
      throw new InputException(
          "Simulated respondents do not speak "
              + language
              + ", only "
              + String.join(", ", new java.util.TreeSet<>(BY_LANGUAGE.keySet()))
              + ". Leave the language out with --languages, or ask other models.");
    }
    return kinds.get(kind);
  }

  /** The stance of a sentence; null when it is none of ours. */
  static String stance(String sentence) {
    return STANCE.get(sentence);
  }

  /** The language of a sentence; null when it is none of ours. */
  static String language(String sentence) {
    return SPOKEN.get(sentence);
  }
}
