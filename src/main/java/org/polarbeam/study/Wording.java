package org.polarbeam.study;

import java.io.Serializable;
import java.util.List;
import org.polarbeam.stats.Draws;

/**
 * A template, a topic variation or a persona in one language.
 *
 * @param kind {@code template}, {@code variation} or {@code persona}
 * @param id the same in every language, so that prompts pair across languages; of a persona, the
 *     country
 * @param topic the topic's key; empty where it belongs to none
 * @param language the language of the text
 * @param text the wording; a template has {@code {topic}} in it once, and may have {@code
 *     {persona}} where a country can be named
 * @param origin who wrote it: {@code person} or {@code machine}
 * @param verified whether a person has checked it
 * @param backTranslation the text translated back to English; empty where it was not translated
 * @param similarity chrF of the back-translation with the English text, in [0, 1]; null likewise
 * @param of {@link #digest} of the English text it was translated from; empty where unknown
 */
public record Wording(
    String kind,
    String id,
    String topic,
    String language,
    String text,
    String origin,
    boolean verified,
    String backTranslation,
    Double similarity,
    String of)
    implements Serializable {
  public static final String TEMPLATE = "template";
  public static final String VARIATION = "variation";
  public static final String PERSONA = "persona";
  public static final String PERSON = "person";
  public static final String MACHINE = "machine";

  /** What a template has where the topic goes. */
  public static final String PLACEHOLDER = "{topic}";

  /** What a template has where a country can be named. */
  public static final String PERSONA_PLACE = "{persona}";

  /** A wording that was not translated from another. */
  public static Wording written(
      String kind,
      String id,
      String topic,
      String language,
      String text,
      String origin,
      boolean verified) {
    return new Wording(kind, id, topic, language, text, origin, verified, "", null, "");
  }

  /** The content id of a text, by which a translation knows what it was made from. */
  public static String digest(String text) {
    return Draws.idOf("wording", text).substring(0, 12);
  }

  /** Whether the English text has changed since this was translated from it. */
  public boolean isStale(Wording source) {
    return !of.isEmpty() && !of.equals(digest(source.text));
  }

  /** How often a text has {@code {topic}} and {@code {persona}}. */
  public static List<Integer> places(String text) {
    return List.of(count(text, PLACEHOLDER), count(text, PERSONA_PLACE));
  }

  private static int count(String text, String place) {
    return (text.length() - text.replace(place, "").length()) / place.length();
  }

  /** Whether it is a template. */
  public boolean isTemplate() {
    return kind.equals(TEMPLATE);
  }

  /** Whether it names a country. */
  public boolean isPersona() {
    return kind.equals(PERSONA);
  }
}
