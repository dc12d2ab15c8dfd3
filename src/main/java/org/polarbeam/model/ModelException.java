package org.polarbeam.model;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.polarbeam.files.InputException;

/** A question was not answered. Its message has no key in it, whatever an endpoint said. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What to do about it. */
  public enum Kind {
    /** The same question may be answered later: a time-out, a reset, 408, 5xx, a torn body. */
    TRANSIENT,
    /** The endpoint wants fewer questions: 429, 503. The same question is asked again later. */
    THROTTLED,
    /** Nobody is there: a refused connection, an unknown host. Nothing was sent. */
    UNREACHABLE,
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
  private final boolean mayBePaid;

  /** A failure without a hint when to retry. */
  public ModelException(Kind kind, String message, Throwable cause) {
    this(kind, message, null, 1, false, cause);
  }

  /** A failure after which the endpoint asks for a pause. */
  public ModelException(Kind kind, String message, Duration retryAfter, Throwable cause) {
    this(kind, message, retryAfter, 1, false, cause);
  }

  private ModelException(
      Kind kind,
      String message,
      Duration retryAfter,
      int attempts,
      boolean mayBePaid,
      Throwable cause) {
    super(KnownKeys.mask(message), cause);
    this.mayBePaid = mayBePaid;
    this.kind = kind;
    this.retryAfter = retryAfter;
    this.attempts = attempts;
  }

  /** The same failure, after so many attempts. */
  public ModelException after(int count) {
    return new ModelException(kind, getMessage(), retryAfter, count, mayBePaid, this);
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

  /** Whether the endpoint may have worked, and charged, all the same. */
  public boolean mayBePaid() {
    return mayBePaid;
  }

  /** The same failure of a request that the endpoint may have worked on, and charged. */
  public ModelException maybePaid() {
    return new ModelException(kind, getMessage(), retryAfter, attempts, true, getCause());
  }

  /**
   * The failure behind a future's exception. What a person has to mend ends the run; anything else
   * unforeseen is permanent.
   */
  public static ModelException of(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof VirtualMachineError error) {
      throw error; // no question's failure: nothing goes on
    }
    return cause instanceof ModelException known
        ? known
        : new ModelException(
            cause instanceof InputException ? Kind.FATAL : Kind.PERMANENT,
            cause instanceof InputException ? cause.getMessage() : cause.toString(),
            cause);
  }

  /** Whether no answer came in time. */
  public boolean isTimeout() {
    for (Throwable t = getCause(); t != null; t = t.getCause()) {
      if (t instanceof InterruptedIOException) { // also what the sockets throw
        return true;
      }
    }
    return false;
  }
}
