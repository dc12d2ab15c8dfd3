package org.polarbeam.model.paid;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;

/**
 * Asks, and asks again while the answer cannot be used.
 *
 * @param attempts how many answers to try
 * @param retries whether answers that are stored and cannot be used do not count as tries, so that
 *     a question whose every try was in vain is asked anew
 * @param usages where to count
 */
public record Rereading(int attempts, boolean retries, Usage... usages) {
  /** Of a store's answers that cannot be used, so many are passed over at most. */
  private static final int MOST = 1_000;

  /**
   * Asks a question.
   *
   * @param reader makes something of an answer, or throws a {@link ModelException} of the kind
   *     {@link ModelException.Kind#UNREADABLE}
   */
  public <T> CompletableFuture<T> read(
      ChatModel model, ChatRequest request, Function<ChatResponse, T> reader) {
    return read(model, request, reader, 0);
  }

  /** The same after so many answers in vain that were not stored before. */
  private <T> CompletableFuture<T> read(
      ChatModel model, ChatRequest request, Function<ChatResponse, T> reader, int anew) {
    return model
        .ask(request)
        .thenCompose(
            answer -> {
              try {
                T read = reader.apply(answer);
                model.usable();
                return CompletableFuture.completedFuture(read);
              } catch (ModelException e) {
                boolean passedOver = retries && answer.isStored();
                return again(
                    model,
                    request,
                    reader,
                    anew + (answer.isStored() ? 0 : 1),
                    passedOver ? e : model.unusable(request, e));
              }
            });
  }

  private <T> CompletableFuture<T> again(
      ChatModel model,
      ChatRequest request,
      Function<ChatResponse, T> reader,
      int anew,
      ModelException why) {
    if (why.kind() != ModelException.Kind.UNREADABLE) {
      return CompletableFuture.failedFuture(why);
    }
    for (Usage usage : usages) {
      usage.add(Usage.UNREADABLE, 1);
    }
    int tries = request.rereading() + 1;
    boolean more = tries < attempts || retries && anew < attempts && tries < MOST;
    return more
        ? read(model, request.again(), reader, anew)
        : CompletableFuture.failedFuture(why.after(tries));
  }
}
