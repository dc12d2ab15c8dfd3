package org.polarbeam.study;

import java.io.Serializable;

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
    Double similarity)
    implements Serializable {
  public static final String TEMPLATE = "template";
  public static final String VARIATION = "variation";
  public static final String PERSON = "person";
  public static final String MACHINE = "machine";

  /** What a template has where the topic goes. */
  public static final String PLACEHOLDER = "{topic}";

  /** Whether it is a template. */
  public boolean isTemplate() {
    return kind.equals(TEMPLATE);
  }
}
