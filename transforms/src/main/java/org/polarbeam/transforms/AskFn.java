package org.polarbeam.transforms;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ReplayProvider;
import org.polarbeam.model.Retries;
import org.polarbeam.prompt.DeadLetter;

/**
 * Works on a shard of elements with many requests in flight. Elements are started in turn, which
 * waits while too many are in flight, and are put out as they finish; none is left when the shard
 * ends. A failure makes a dead letter; a fatal one ends the run.
 */
abstract class AskFn<I, O> extends DoFn<KV<Integer, Iterable<I>>, O> {
  private static final long serialVersionUID = 1L;

  private final Asking asking;
  private final TupleTag<DeadLetter> failures;
  private final Counter asked;
  private final Counter answered;
  private final Counter failed;
  private transient Asking.Models models;
  private transient Retries retries;

  /** What came of an element. */
  private record Done<I, O>(I input, O output, ModelException failure) {}

  AskFn(String stage, Asking asking, TupleTag<DeadLetter> failures) {
    this.asking = asking;
    this.failures = failures;
    this.asked = Metrics.counter(stage, "asked");
    this.answered = Metrics.counter(stage, "answered");
    this.failed = Metrics.counter(stage, "failed");
  }

  /** Starts the work on one element; runs on the bundle's thread. */
  abstract CompletableFuture<O> start(I input, Asking.Models open, Retries again);

  abstract DeadLetter deadLetter(I input, ModelException failure);

  @Setup
  public void setUp() {
    models = new Asking.Models(asking);
    retries = asking.retries();
  }

  @ProcessElement
  public void process(@Element KV<Integer, Iterable<I>> shard, MultiOutputReceiver out) {
    BlockingQueue<Done<I, O>> done = new LinkedBlockingQueue<>();
    int pending = 0;
    for (I input : shard.getValue()) {
      asked.inc();
      pending++;
      begin(input)
          .whenComplete(
              (output, failure) ->
                  done.add(
                      new Done<>(
                          input, output, failure == null ? null : ModelException.of(failure))));
      for (Done<I, O> d = done.poll(); d != null; d = done.poll()) {
        put(d, out);
        pending--;
      }
    }
    try {
      for (; pending > 0; pending--) {
        put(done.take(), out);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while requests were in flight", e);
    }
  }

  private CompletableFuture<O> begin(I input) {
    try {
      return start(input, models, retries);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void put(Done<I, O> done, MultiOutputReceiver out) {
    if (done.failure == null) {
      answered.inc();
      out.get(mainTag()).output(done.output);
    } else if (done.failure.kind() == ModelException.Kind.FATAL) {
      throw done.failure;
    } else {
      failed.inc();
      out.get(failures).output(deadLetter(done.input, done.failure));
    }
  }

  abstract TupleTag<O> mainTag();

  @Teardown
  public void tearDown() {
    if (models != null) {
      models.close();
    }
  }

  /** What a simulated or replayed model is told about a request; never sent. */
  static Map<String, String> tags(String language, String topic, String recording) {
    return Map.of("language", language, "topic", topic, ReplayProvider.TAG, recording);
  }
}
