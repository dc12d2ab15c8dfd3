package org.polarbeam.pipelines.google;

import org.apache.beam.runners.dataflow.options.DataflowPipelineWorkerPoolOptions;
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
   * Lets a job have steps whose workers have an accelerator, which takes Dataflow's second runner,
   * and gives workers room for an image and weights: a batch worker has 25 GB unless told.
   *
   * @param diskGib the disk they need; what a person gave stays
   */
  public static void prepareServing(PipelineOptions options, int diskGib) {
    ExperimentalOptions.addExperiment(options.as(ExperimentalOptions.class), "use_runner_v2");
    DataflowPipelineWorkerPoolOptions workers = options.as(DataflowPipelineWorkerPoolOptions.class);
    if (workers.getDiskSizeGb() == 0) {
      workers.setDiskSizeGb(diskGib);
    }
  }
}
