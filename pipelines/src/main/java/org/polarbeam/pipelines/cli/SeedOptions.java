package org.polarbeam.pipelines.cli;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.PipelineOptions;

/** What every command that draws takes. */
public interface SeedOptions extends PipelineOptions {
  @Option("All random draws follow from it: the same inputs and seed give the same bytes.")
  @Default.Long(5125)
  long getSeed();

  void setSeed(long value);
}
