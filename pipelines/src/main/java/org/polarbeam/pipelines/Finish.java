package org.polarbeam.pipelines;

import java.io.IOException;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.polarbeam.files.InputException;

/** Runs a pipeline to its end and closes its run directory. */
final class Finish {
  static final int DONE = 0;
  static final int DEAD_LETTERS = 3;

  private Finish() {}

  static int run(Pipeline pipeline, RunDirectory directory) throws IOException {
    waitFor(pipeline);
    Map<String, Long> letters = directory.deadLetters();
    directory.note("dead_letters", letters);
    ReportCommand.write(directory);
    directory.close();
    System.err.println("The report is " + directory.file("report.html"));
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

  /** Runs a pipeline to its end. */
  static void waitFor(Pipeline pipeline) {
    try {
      PipelineResult.State state = pipeline.run().waitUntilFinish();
      if (state != PipelineResult.State.DONE) {
        throw new IllegalStateException("the pipeline ended in the state " + state);
      }
    } catch (Pipeline.PipelineExecutionException e) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof InputException input) {
          throw input;
        }
      }
      throw e;
    }
  }
}
