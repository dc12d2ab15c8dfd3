package org.polarbeam.model;

import java.time.Duration;
import java.util.concurrent.CompletionException;

/** A question was not answered. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What to do about it. */
  public enum Kind {
    /** The same question may be answered later: a time-out, a reset, 408, 5xx, a torn body. */
    TRANSIENT,
    /** The endpoint wants fewer questions: 429, 503. The same question is asked again later. */
    THROTTLED,
    /** There is an answer, paid for, that cannot be used; another may do better. */
    UNREADABLE,
    /** This question will never be answered: 400, a content filter, a context too long. */
    PERMANENT,
    /** No question will be answered until somebody acts: 401, 403, 404, a budget used up. */
    FATAL
  }

  private final Kind kind;
  private final Duration retryAfter;
  private final int attempts;

  /** A failure without a hint when to retry. */
  public ModelException(Kind kind, String message, Throwable cause) {
    this(kind, message, null, 1, cause);
  }

  /** A failure after which the endpoint asks for a pause. */
  public ModelException(Kind kind, String message, Duration retryAfter, Throwable cause) {
    this(kind, message, retryAfter, 1, cause);
  }

  private ModelException(
      Kind kind, String message, Duration retryAfter, int attempts, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
    this.attempts = attempts;
  }

  /** The same failure, after so many attempts. */
  public ModelException after(int count) {
    return new ModelException(kind, getMessage(), retryAfter, count, this);
  }

  /** What to do about it. */
  public Kind kind() {
    return kind;
  }

  /** The pause the endpoint asked for; null when it did not. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** How often the question was asked. */
  public int attempts() {
    return attempts;
  }

  /** The failure behind a future's exception; anything unforeseen is permanent. */
  public static ModelException of(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof ModelException known
        ? known
        : new ModelException(Kind.PERMANENT, cause.toString(), cause);
  }
}
