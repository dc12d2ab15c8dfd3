package org.polarbeam.model;

import java.io.Serializable;
import java.util.Locale;

/**
 * A model's answer.
 *
 * @param text what it wrote, untrusted
 * @param finishReason why it stopped: {@code stop}, {@code length} …
 * @param promptTokens tokens of the question; null when unknown
 * @param completionTokens tokens of the answer; null when unknown
 */
public record ChatResponse(
    String text, String finishReason, Long promptTokens, Long completionTokens)
    implements Serializable {

  /** Whether the limit of tokens ended it. */
  public boolean isCutOff() {
    return finishReason != null
        && finishReason.toLowerCase(Locale.ROOT).matches("length|max_tokens");
  }

  /** No key leaves in an answer: a server may repeat what it was sent, anywhere in it. */
  public ChatResponse {
    text = KnownKeys.mask(text);
    finishReason = KnownKeys.mask(finishReason);
  }
}
