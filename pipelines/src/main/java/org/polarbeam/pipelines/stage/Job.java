package org.polarbeam.pipelines.stage;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.paid.AskingSession;
import org.polarbeam.model.paid.Usage;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.cli.ProgressPrinter;
import org.polarbeam.pipelines.rundir.RunDirectory;
import org.polarbeam.pipelines.rundir.Sinks;

/** Runs a pipeline to its end and closes its run directory. */
public final class Job {
  /** The stages that ask models, by the names of their counts. */
  private static final Set<String> ASKING = Set.of("vary", "translate", "elicit", "judge");

  /** How long what is in flight is waited for when a run fails. */
  static final Duration LAST_ANSWERS = Duration.ofMinutes(2);

  private static final double MILLIONTHS = 1e6;

  /** How long a store that refuses answers is tried then. */
  private static final Duration LAST_TRIES = Duration.ofSeconds(10);

  private final Pipeline pipeline;
  private final RunDirectory directory;
  private final Sinks sinks;
  private final boolean isDetached;
  private AskingSession session;
  private Map<String, Long> questions = Map.of();
  private Last last = () -> {};

  /** What is left to do when a pipeline has ended, before the report. */
  public interface Last {
    void run() throws IOException;
  }

  /**
   * Of a pipeline that is still without steps.
   *
   * @param isDetached whether running it only writes down its job, for others to run
   */
  public Job(Pipeline pipeline, RunDirectory directory, boolean isDetached) {
    this.pipeline = pipeline;
    this.directory = directory;
    this.sinks = directory.sinks(pipeline);
    this.isDetached = isDetached;
  }

  /** The pipeline. */
  public Pipeline pipeline() {
    return pipeline;
  }

  /** Where its tables and records go. */
  public Sinks sinks() {
    return sinks;
  }

  /**
   * The same, asking in a session, which is closed when the job has ended.
   *
   * @param toAsk how many questions each stage puts to models, for those who watch
   */
  public Job asking(AskingSession in, Map<String, Long> toAsk) {
    session = in;
    questions = toAsk;
    return this;
  }

  /** The same with something left to do when the pipeline has ended. */
  public Job then(Last work) {
    last = work;
    return this;
  }

  /**
   * Runs it to its end.
   *
   * @return the exit status
   */
  public int run() throws IOException {
    sinks.finish(isDetached);
    if (isDetached) {
      pipeline.run();
      return Command.DONE;
    }
    MetricResults metrics = session == null ? waitFor(pipeline, directory) : watched();
    Map<String, Map<String, Long>> usage = usage(metrics);
    usage.forEach((stage, counts) -> directory.note("usage_" + stage, counts));
    tell(usage);
    if (session != null) {
      session
          .served()
          .forEach(
              (asked, names) -> directory.note("served_as_" + asked, String.join(", ", names)));
      if (!session.told().isEmpty()) {
        directory.note("told", String.join("; ", session.told()));
      }
    }
    Map<String, Long> letters = directory.count();
    last.run();
    directory.finish();
    if (directory.hasReport()) {
      System.err.println("The report is " + directory.file(RunDirectory.REPORT));
    }
    if (letters.isEmpty()) {
      return Command.DONE;
    }
    System.err.println(
        "Some elements were not worked on: "
            + letters
            + ". Their reasons are in "
            + directory.file("dead-letters"));
    return Command.DEAD_LETTERS;
  }

  /** What came from the store and what was paid for, where anything is. */
  private static void tell(Map<String, Map<String, Long>> usage) {
    Map<String, Long> sums = new TreeMap<>();
    usage.values().forEach(counts -> counts.forEach((name, n) -> sums.merge(name, n, Long::sum)));
    long stored = sums.getOrDefault(Usage.FROM_STORE, 0L);
    long in = sums.getOrDefault(Usage.TOKENS_IN, 0L);
    long out = sums.getOrDefault(Usage.TOKENS_OUT, 0L);
    double cost = sums.getOrDefault(Usage.COST_MICROS, 0L) / MILLIONTHS;
    if (stored + in + out > 0) {
      System.err.printf(
          Locale.ROOT,
          "%,d answers came from the store; what was asked anew took %,d tokens in and %,d out%s.%n",
          stored,
          in,
          out,
          cost > 0 ? String.format(Locale.ROOT, ", about %.2f by the price table", cost) : "");
    }
  }

  private MetricResults watched() throws IOException {
    try (AskingSession open = session;
        Interruption signals = Interruption.during(open);
        ProgressPrinter progress = ProgressPrinter.start(open, questions)) {
      try {
        return waitFor(pipeline, directory);
      } catch (RuntimeException e) {
        open.stop(new ModelException(ModelException.Kind.FATAL, "the run has failed", e));
        awaitAnswers(open);
        throw e;
      }
    }
  }

  /** What is in flight is paid for: it is waited for and stored. */
  private static void awaitAnswers(AskingSession session) {
    try {
      session.awaitQuiet(LAST_ANSWERS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    keepRefused(session);
  }

  /** What the store has refused is tried once more. */
  static void keepRefused(AskingSession session) {
    try {
      if (session.refused() > 0) {
        System.err.printf(
            Locale.ROOT,
            "The store does not take %d answers that were paid for; it is tried for %d more"
                + " seconds.%n",
            session.refused(),
            LAST_TRIES.toSeconds());
      }
      int lost = session.keepRefused(LAST_TRIES);
      if (lost > 0) {
        System.err.println(
            lost + " answers that were paid for are lost, since the store would not take them.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the stages that ask have counted, by stage. */
  private static Map<String, Map<String, Long>> usage(MetricResults metrics) {
    Map<String, Map<String, Long>> usage = new TreeMap<>();
    for (MetricResult<Long> counter : metrics.allMetrics().getCounters()) {
      String stage = counter.getName().getNamespace();
      if (ASKING.contains(stage)) {
        usage
            .computeIfAbsent(stage, s -> new TreeMap<>())
            .merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
      }
    }
    return usage;
  }

  /** Runs a pipeline to its end; bad input that shows only now leaves nothing behind. */
  static MetricResults waitFor(Pipeline pipeline, RunDirectory directory) throws IOException {
    try (MemoryWatch memory = MemoryWatch.start()) {
      PipelineResult result = pipeline.run();
      PipelineResult.State state = result.waitUntilFinish();
      if (state != PipelineResult.State.DONE) {
        throw new IllegalStateException("the pipeline ended in the state " + state);
      }
      return result.metrics();
    } catch (RuntimeException e) { // each runner has its own
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof InputException input) {
          directory.abandon();
          throw input;
        }
      }
      throw e;
    }
  }
}
