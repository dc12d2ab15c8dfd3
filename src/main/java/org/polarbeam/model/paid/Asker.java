package org.polarbeam.model.paid;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.polarbeam.model.ModelException;

/**
 * Keeps many questions going for one thread. Questions are begun in turn; when there are enough,
 * the next one waits until an answer has come. Answers are handed over on the caller's thread only.
 * Not thread-safe.
 */
public final class Asker<I, O> {
  private final int most;
  private final Function<I, CompletableFuture<O>> start;
  private final BiConsumer<I, O> answered;
  private final BiConsumer<I, ModelException> failed;
  private final BlockingQueue<Done<I, O>> done = new LinkedBlockingQueue<>();
  private int open;
  private ModelException fatal;

  /** What came of a question. */
  private record Done<I, O>(I input, O output, ModelException failure) {}

  /**
   * Sets up the work.
   *
   * @param most how many questions may be begun and unanswered
   * @param start begins a question
   * @param answered takes an answer
   * @param failed takes a failure that concerns its question alone
   */
  public Asker(
      int most,
      Function<I, CompletableFuture<O>> start,
      BiConsumer<I, O> answered,
      BiConsumer<I, ModelException> failed) {
    if (most < 1) {
      throw new IllegalArgumentException("most must be at least 1, not " + most);
    }
    this.most = most;
    this.start = start;
    this.answered = answered;
    this.failed = failed;
  }

  /**
   * Begins a question, once there is room for it.
   *
   * @throws ModelException the fatal failure of an earlier question
   */
  public void submit(I input) {
    for (Done<I, O> d = done.poll(); d != null; d = done.poll()) {
      handOver(d);
    }
    while (open >= most && fatal == null) {
      await();
    }
    throwIfFatal();
    open++;
    begin(input)
        .whenComplete(
            (output, failure) ->
                done.add(
                    new Done<>(
                        input, output, failure == null ? null : ModelException.of(failure))));
  }

  /**
   * Waits until every question has ended, or one in a fatal failure. Then nothing of the bundle
   * counts, and what is still on its way need not be waited for here.
   *
   * @throws ModelException the fatal failure
   */
  public void drain() {
    while (open > 0 && fatal == null) {
      await();
    }
    throwIfFatal();
  }

  private void throwIfFatal() {
    if (fatal != null) {
      throw fatal;
    }
  }

  private CompletableFuture<O> begin(I input) {
    try {
      return start.apply(input);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void await() {
    try {
      handOver(done.take());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while questions were open", e);
    }
  }

  private void handOver(Done<I, O> next) {
    open--;
    if (next.failure == null) {
      answered.accept(next.input, next.output);
    } else if (next.failure.kind() == ModelException.Kind.FATAL) {
      fatal = next.failure;
    } else {
      failed.accept(next.input, next.failure);
    }
  }
}
