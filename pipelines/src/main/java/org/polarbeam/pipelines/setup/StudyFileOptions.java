package org.polarbeam.pipelines.setup;

import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.pipelines.cli.Option;

/** Which study. */
public interface StudyFileOptions extends PipelineOptions {
  @Option(value = "The study as YAML; the bundled one if left out.", kind = Option.Kind.FILE)
  String getStudy();

  void setStudy(String value);
}
