package org.polarbeam.model;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tries again after transient failures, with exponential backoff and full jitter. */
public final class Retries {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final int attempts;
  private final Duration firstPause;

  /**
   * Sets the limits.
   *
   * @param attempts how often something is tried at most, from 1
   * @param firstPause the longest pause before the second attempt; doubles with each further one
   */
  public Retries(int attempts, Duration firstPause) {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1, not " + attempts);
    }
    this.attempts = attempts;
    this.firstPause = firstPause;
  }

  /**
   * Starts the work, and starts it again after each transient {@link ModelException}.
   *
   * @return fails with the last attempt's {@link ModelException}
   */
  public <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> work) {
    return attempt(work, 1);
  }

  private <T> CompletableFuture<T> attempt(Supplier<CompletableFuture<T>> work, int attempt) {
    return work.get()
        .exceptionallyCompose(
            failure -> {
              ModelException e = ModelException.of(failure);
              if (e.kind() != ModelException.Kind.TRANSIENT || attempt >= attempts) {
                return CompletableFuture.failedFuture(e.after(attempt));
              }
              Executor later =
                  CompletableFuture.delayedExecutor(
                      pause(attempt, e.retryAfter()), TimeUnit.MILLISECONDS);
              return CompletableFuture.supplyAsync(() -> attempt, later)
                  .thenCompose(n -> attempt(work, n + 1));
            });
  }

  /** Jitter only moves the moment of a request, never what is asked, so it needs no seed. */
  private long pause(int attempt, Duration asked) {
    long most =
        Math.min(LONGEST_PAUSE.toMillis(), firstPause.toMillis() << Math.min(attempt - 1, 16));
    long own = ThreadLocalRandom.current().nextLong(most + 1);
    return asked == null ? own : Math.max(own, asked.toMillis());
  }
}
