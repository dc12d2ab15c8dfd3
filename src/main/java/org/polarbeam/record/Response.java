package org.polarbeam.record;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A model's answer to a prompt.
 *
 * @param id the content id of model, settings and prompt
 * @param promptId the prompt's
 * @param model who answered
 * @param family the model's family
 * @param language the language it was asked in
 * @param persona the country that the prompt names, {@code ""} where it names none
 * @param topic the topic's key
 * @param variation which wording of the topic
 * @param template which wording of the question
 * @param sample which asking of the same text
 * @param sampling the settings the model was asked with
 * @param text what the model wrote, untrusted
 * @param finishReason why it stopped
 * @param promptTokens tokens of the prompt; null when unknown
 * @param completionTokens tokens of the answer; null when unknown
 */
public record Response(
    String id,
    String promptId,
    String model,
    String family,
    String language,
    String persona,
    String topic,
    String variation,
    String template,
    int sample,
    Sampling sampling,
    String text,
    String finishReason,
    Long promptTokens,
    Long completionTokens)
    implements Serializable {

  /** Records from before there were personas have none. */
  public Response {
    persona = persona == null ? "" : persona;
  }

  /** The order of responses in files. */
  public static final Comparator<Response> ORDER =
      Comparator.comparing(Response::model)
          .thenComparing(Response::language)
          .thenComparing(Response::topic)
          .thenComparing(Response::promptId);
}
