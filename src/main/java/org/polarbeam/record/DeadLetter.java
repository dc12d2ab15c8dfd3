package org.polarbeam.record;

import java.io.Serializable;
import java.util.Comparator;

/**
 * An element that could not be worked on.
 *
 * @param stage {@code translate}, {@code elicit} or {@code judge}
 * @param id the element's id
 * @param model whose answer is missing from the results
 * @param language in which language
 * @param persona the country that the prompt names, {@code ""} where it names none
 * @param reason why, in words
 * @param attempts how often it was tried
 * @param record the element as JSON
 */
public record DeadLetter(
    String stage,
    String id,
    String model,
    String language,
    String persona,
    String reason,
    int attempts,
    String record)
    implements Serializable {

  /** The order of dead letters in files. */
  public static final Comparator<DeadLetter> ORDER =
      Comparator.comparing(DeadLetter::stage)
          .thenComparing(DeadLetter::model)
          .thenComparing(DeadLetter::language)
          .thenComparing(DeadLetter::id);
}
