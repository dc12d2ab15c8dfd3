package org.polarbeam.pipelines.google;

import org.apache.beam.sdk.extensions.gcp.options.GcsOptions;
import org.apache.beam.sdk.options.ExperimentalOptions;
import org.apache.beam.sdk.options.PipelineOptions;

/** What Google's options are set to unless a person says otherwise. */
public final class GoogleOptions {
  /** Answers are small objects, many written at once; the usual buffer of each is 64 MiB. */
  private static final int UPLOAD_BUFFER = 1 << 20;

  private GoogleOptions() {}

  /** Sets what a person has not. */
  public static void prepare(PipelineOptions options) {
    GcsOptions storage = options.as(GcsOptions.class);
    if (storage.getGcsUploadBufferSizeBytes() == null) {
      storage.setGcsUploadBufferSizeBytes(UPLOAD_BUFFER);
    }
  }

  /**
   * Lets a job have steps whose workers have an accelerator: that takes Dataflow's second runner.
   */
  public static void allowAccelerators(PipelineOptions options) {
    ExperimentalOptions.addExperiment(options.as(ExperimentalOptions.class), "use_runner_v2");
  }
}
