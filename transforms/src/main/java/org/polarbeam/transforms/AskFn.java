package org.polarbeam.transforms;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.paid.Asker;
import org.polarbeam.model.paid.Usage;
import org.polarbeam.record.DeadLetter;
import org.polarbeam.replay.ReplayProvider;

/**
 * Works on shards of elements with many questions going at once, across the shards of a bundle.
 * None is left when the bundle commits. A failure makes a dead letter; a fatal one ends the run.
 */
abstract class AskFn<I, O> extends DoFn<KV<Integer, Iterable<I>>, O> {
  private static final long serialVersionUID = 1L;

  private final String stage;
  private final Asking asking;
  private final TupleTag<DeadLetter> failures;
  private transient Asking.Models models;
  private transient Map<String, Counter> counters;
  private transient Asker<I, O> asker;
  private transient Queue<O> outputs;
  private transient Queue<DeadLetter> letters;

  AskFn(String stage, Asking asking, TupleTag<DeadLetter> failures) {
    this.stage = stage;
    this.asking = asking;
    this.failures = failures;
  }

  /** The models that may be asked. */
  abstract Collection<ModelSpec> specs();

  /** Starts the work on one element; runs on the bundle's thread. */
  abstract CompletableFuture<O> start(I input, Asking.Models open);

  abstract DeadLetter deadLetter(I input, ModelException failure);

  abstract TupleTag<O> mainTag();

  @Setup
  public void setUp() {
    models = new Asking.Models(asking, stage);
    counters = new HashMap<>();
  }

  @StartBundle
  public void begin() {
    outputs = new ArrayDeque<>();
    letters = new ArrayDeque<>();
    asker =
        new Asker<>(
            asking.begun(specs()),
            input -> start(input, models),
            (input, output) -> {
              models.count(Usage.ANSWERED);
              outputs.add(output);
            },
            (input, failure) -> {
              models.count(Usage.FAILED);
              letters.add(deadLetter(input, failure));
            });
    models.rendezvous().begin();
  }

  @ProcessElement
  public void process(@Element KV<Integer, Iterable<I>> shard, MultiOutputReceiver out) {
    boolean isDone = false;
    try {
      askAll(shard.getValue(), out);
      isDone = true;
    } finally {
      if (!isDone) {
        models.rendezvous().leave(); // the bundle ends here
      }
    }
  }

  private void askAll(Iterable<I> inputs, MultiOutputReceiver out) {
    for (I input : inputs) {
      models.count(Usage.ASKED);
      asker.submit(input);
      while (!outputs.isEmpty()) {
        out.get(mainTag()).output(outputs.remove());
      }
      while (!letters.isEmpty()) {
        out.get(failures).output(letters.remove());
      }
    }
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    boolean isDone = false;
    try {
      asker.drain();
      outputs.forEach(o -> output(context, mainTag(), o));
      letters.forEach(d -> output(context, failures, d));
      isDone = true;
    } finally {
      if (!isDone) {
        models.rendezvous().leave();
      }
      models
          .drain()
          .forEach(
              (name, n) -> counters.computeIfAbsent(name, c -> Metrics.counter(stage, c)).inc(n));
    }
    models.rendezvous().end();
  }

  private <T> void output(FinishBundleContext context, TupleTag<T> tag, T value) {
    context.output(tag, value, BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE);
  }

  @Teardown
  public void tearDown() {
    if (models != null) {
      models.close();
    }
  }

  /** What a simulated or replayed model is told about a request; never sent. */
  static Map<String, String> tags(String language, String persona, String topic, String recording) {
    return Map.of(
        "language", language, "persona", persona, "topic", topic, ReplayProvider.TAG, recording);
  }
}
