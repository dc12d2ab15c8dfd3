package org.polarbeam.study;

import java.io.Serializable;
import org.polarbeam.stats.Draws;

/**
 * A template or a topic variation in one language.
 *
 * @param kind {@code template} or {@code variation}
 * @param id the same in every language, so that prompts pair across languages
 * @param topic the topic's key; empty for a template
 * @param language the language of the text
 * @param text the wording; a template has {@code {topic}} in it once
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
  public static final String PERSON = "person";
  public static final String MACHINE = "machine";

  /** What a template has where the topic goes. */
  public static final String PLACEHOLDER = "{topic}";

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

  /** Whether it is a template. */
  public boolean isTemplate() {
    return kind.equals(TEMPLATE);
  }
}
