package org.polarbeam.model.paid;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.function.LongSupplier;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.record.Sampling;

/**
 * How many tokens a question takes. Counted with OpenAI's o200k encoding for every model: exact for
 * its recent ones, and near enough for others to plan by. An answer is taken to have as many tokens
 * as its limit allows when there is one below the usual length, and the usual length otherwise.
 */
public final class TokenEstimate {
  /** Tokens of a usual answer of ten short summaries. */
  public static final int USUAL_ANSWER = 700;

  /** What the wire format adds to a question. */
  private static final int FRAME = 10;

  /** A longer text is cut before it is counted, and the count scaled. */
  private static final int LONGEST = 20_000;

  /** No tokenizer has tokens of so many characters on average, in any language. */
  private static final int MOST_CHARACTERS = 40;

  private static final class Loaded {
    static final Encoding ENCODING =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  }

  private TokenEstimate() {}

  /** Tokens of a text. */
  public static long of(String text) {
    if (text.length() <= LONGEST) {
      return Loaded.ENCODING.countTokensOrdinary(text);
    }
    double scale = text.length() / (double) LONGEST;
    return Math.round(scale * Loaded.ENCODING.countTokensOrdinary(text.substring(0, LONGEST)));
  }

  /** Whether a text of so many characters can have so few tokens; it is not how it is estimated. */
  static boolean isPossible(long tokens, int characters) {
    return (tokens + 1) * MOST_CHARACTERS >= characters;
  }

  /** What a server has told, where a text of so many characters can have so few; else another. */
  static long told(Long tokens, int characters, LongSupplier estimate) {
    return tokens != null && isPossible(tokens, characters) ? tokens : estimate.getAsLong();
  }

  /** Tokens of a question as it is sent. */
  public static long question(ChatRequest request) {
    return FRAME + of(request.system()) + of(request.user()) + of(request.schema());
  }

  /** Tokens an answer is expected to have. */
  public static long answer(Sampling sampling, long usual) {
    return sampling.maxTokens() == null ? usual : Math.min(sampling.maxTokens(), usual);
  }
}
