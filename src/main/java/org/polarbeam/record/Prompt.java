package org.polarbeam.record;

import java.io.Serializable;
import java.util.Comparator;

/**
 * One question in one language, to be put to any number of models.
 *
 * @param id the content id
 * @param language the language it is asked in
 * @param persona the country that the prompt names, {@code ""} where it names none
 * @param topic the topic's key
 * @param variation which wording of the topic
 * @param template which wording of the question
 * @param sample which of several askings of the same text, from 0
 * @param text what is sent
 */
public record Prompt(
    String id,
    String language,
    String persona,
    String topic,
    String variation,
    String template,
    int sample,
    String text)
    implements Serializable {

  /** The order of prompts in files. */
  public static final Comparator<Prompt> ORDER =
      Comparator.comparing(Prompt::language)
          .thenComparing(Prompt::persona)
          .thenComparing(Prompt::topic)
          .thenComparing(Prompt::variation)
          .thenComparing(Prompt::template)
          .thenComparing(Prompt::sample);
}
