package org.polarbeam.model;

import java.util.concurrent.CompletableFuture;

/** A language model that can be asked. Thread-safe. */
public interface ChatModel extends AutoCloseable {
  /**
   * Asks once, without waiting for the answer.
   *
   * @return completes with the answer, or exceptionally with a {@link ModelException}
   */
  CompletableFuture<ChatResponse> ask(ChatRequest request);

  /** Tells that the answer to a question is kept elsewhere and need not be had again. */
  default void kept(ChatRequest request) {}

  /** Tells that an answer could be used. */
  default void usable() {}

  /**
   * Tells that the answer to a question could not be used.
   *
   * @return why, or that it is no use to go on, where none of the first questions' could be
   */
  default ModelException unusable(ChatRequest request, ModelException why) {
    return why;
  }

  /** Somebody begins to use it; each is to {@link #release} it once. */
  default void retain() {}

  /** Somebody uses it no more. What it holds may go when nobody is left. */
  default void release() {}

  @Override
  default void close() {}
}
