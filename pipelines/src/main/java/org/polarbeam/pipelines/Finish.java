package org.polarbeam.pipelines;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.prompt.Ledger;

/** Runs a pipeline to its end and closes its run directory. */
final class Finish {
  static final int DONE = 0;
  static final int DEAD_LETTERS = 3;

  /** The stages that ask models, by the names of their counts. */
  private static final Set<String> ASKING = Set.of("vary", "translate", "elicit", "judge");

  private static final String LEDGER = "validity.csv";

  private Finish() {}

  /**
   * A pipeline for the runner that the options name.
   *
   * @throws InputException when the runner lacks an option
   */
  static Pipeline pipeline(PipelineOptions options) {
    try {
      return Pipeline.create(options);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "The " + options.getRunner().getSimpleName() + " cannot be used: " + e.getMessage());
    }
  }

  /** What is left to do when a pipeline has ended, before the report. */
  interface Last {
    void run() throws IOException;
  }

  /** As {@link #run(Pipeline, RunDirectory, Map, Last)}, with nothing left to do. */
  static int run(Pipeline pipeline, RunDirectory directory, Map<String, Long> questions)
      throws IOException {
    return run(pipeline, directory, questions, () -> {});
  }

  /**
   * Runs a pipeline to its end.
   *
   * @param questions how many each stage puts to models, for those who watch
   */
  static int run(Pipeline pipeline, RunDirectory directory, Map<String, Long> questions, Last last)
      throws IOException {
    if (isDetached(pipeline.getOptions())) {
      directory.closeWithin(pipeline);
      pipeline.run();
      return DONE;
    }
    ProgressPrinter progress = ProgressPrinter.start(questions);
    MetricResults metrics;
    try {
      metrics = waitFor(pipeline, directory);
    } finally {
      progress.close();
    }
    usage(metrics).forEach((stage, counts) -> directory.note("usage_" + stage, counts));
    Map<String, Long> letters = close(directory, last);
    if (letters.isEmpty()) {
      return DONE;
    }
    System.err.println(
        "Some elements were not worked on: "
            + letters
            + ". Their reasons are in "
            + directory.file("dead-letters"));
    return DEAD_LETTERS;
  }

  /** Whether running a pipeline only writes down its job, which ends when this process is gone. */
  static boolean isDetached(PipelineOptions options) {
    return options.as(DataflowPipelineOptions.class).getTemplateLocation() != null;
  }

  /**
   * Closes a directory whose files are there: counts, report, the manifest's end.
   *
   * @return how many dead letters each stage left
   */
  static Map<String, Long> close(RunDirectory directory, Last last) throws IOException {
    Map<String, Long> letters = directory.deadLetters();
    directory.note("dead_letters", letters);
    boolean answers = !Storage.list(directory.file(LEDGER)).isEmpty();
    if (answers) {
      directory.note("counts", counts(directory));
    }
    directory.save();
    last.run();
    if (answers) {
      ReportCommand.write(directory);
      System.err.println("The report is " + directory.file(ReportCommand.FILE));
    }
    directory.close();
    return letters;
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

  /** The sums of the ledger's steps over models and languages. */
  private static Map<String, Long> counts(RunDirectory directory) {
    Map<String, Long> counts = new TreeMap<>();
    for (CsvTable.Row row : Storage.table(directory.file(LEDGER)).rows()) {
      for (String step : Ledger.STEPS) {
        Integer count = row.countOrNull(step);
        if (count != null) {
          counts.merge(step, count.longValue(), Long::sum);
        }
      }
    }
    return counts;
  }

  /** Runs a pipeline to its end; bad input that shows only now leaves nothing behind. */
  static MetricResults waitFor(Pipeline pipeline, RunDirectory directory) throws IOException {
    try {
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
