package org.polarbeam.pipelines;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.prompt.Ledger;

/** Runs a pipeline to its end and closes its run directory. */
final class Finish {
  static final int DONE = 0;
  static final int DEAD_LETTERS = 3;

  private Finish() {}

  static int run(Pipeline pipeline, RunDirectory directory) throws IOException {
    waitFor(pipeline, directory);
    Map<String, Long> letters = directory.deadLetters();
    directory.note("counts", counts(directory)).note("dead_letters", letters);
    directory.save();
    ReportCommand.write(directory);
    directory.close();
    System.err.println("The report is " + directory.file(ReportCommand.FILE));
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

  /** The sums of the ledger's steps over models and languages. */
  private static Map<String, Long> counts(RunDirectory directory) {
    Map<String, Long> counts = new TreeMap<>();
    for (CsvTable.Row row : Storage.table(directory.file("validity.csv")).rows()) {
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
  static void waitFor(Pipeline pipeline, RunDirectory directory) throws IOException {
    try {
      PipelineResult.State state = pipeline.run().waitUntilFinish();
      if (state != PipelineResult.State.DONE) {
        throw new IllegalStateException("the pipeline ended in the state " + state);
      }
    } catch (Pipeline.PipelineExecutionException e) {
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
