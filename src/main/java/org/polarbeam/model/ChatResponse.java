package org.polarbeam.model;

import java.io.Serializable;
import org.polarbeam.record.Response;

/**
 * A model's answer.
 *
 * @param text what it wrote, untrusted
 * @param finishReason why it stopped: {@code stop}, {@code length} …
 * @param promptTokens tokens of the question; null when unknown
 * @param completionTokens tokens of the answer; null when unknown
 * @param servedBy the model that the server says it is; empty where it does not say
 * @param isStored whether it was there before, so that nobody was asked
 */
public record ChatResponse(
    String text,
    String finishReason,
    Long promptTokens,
    Long completionTokens,
    String servedBy,
    boolean isStored)
    implements Serializable {

  /** No key leaves in an answer: a server may repeat what it was sent, anywhere in it. */
  public ChatResponse {
    text = KnownKeys.mask(text);
    finishReason = KnownKeys.mask(finishReason);
    servedBy = servedBy == null ? "" : KnownKeys.mask(servedBy);
  }

  /** An answer of nobody in particular, which is new. */
  public ChatResponse(String text, String finishReason, Long promptTokens, Long completionTokens) {
    this(text, finishReason, promptTokens, completionTokens, "", false);
  }

  /** Whether the limit of tokens ended it. */
  public boolean isCutOff() {
    return Response.isCutOff(finishReason);
  }
}
