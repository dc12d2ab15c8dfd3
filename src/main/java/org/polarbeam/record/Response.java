package org.polarbeam.record;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;

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

  private static final Set<String> CUT_OFF =
      Set.of("length", "max_tokens", "model_length", "max_length", "max_output_tokens");

  /** The order of responses in files. */
  public static final Comparator<Response> ORDER =
      Comparator.comparing(Response::model)
          .thenComparing(Response::language)
          .thenComparing(Response::topic)
          .thenComparing(Response::promptId);

  /** Whether the limit of tokens, or the model's context, ended it. */
  public boolean isCutOff() {
    return isCutOff(finishReason);
  }

  /** Whether a reason to stop, however a server spells it, is that there was no room for more. */
  public static boolean isCutOff(String finishReason) {
    return finishReason != null && CUT_OFF.contains(finishReason.toLowerCase(Locale.ROOT));
  }
}
