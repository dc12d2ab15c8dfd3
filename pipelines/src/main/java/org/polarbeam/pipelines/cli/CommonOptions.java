package org.polarbeam.pipelines.cli;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.PipelineOptions;

/** What every command that writes a run directory takes. */
public interface CommonOptions extends PipelineOptions {
  @Option(
      value = "The directory to write to. Run again into it to resume a run.",
      kind = Option.Kind.FOLDER,
      decides = false)
  String getOutput();

  void setOutput(String value);

  @Option(
      value = "Write into a directory that another study or other options made; removes its files.",
      group = Option.Group.OUTPUT,
      decides = false)
  @Default.Boolean(false)
  boolean getOverwrite();

  void setOverwrite(boolean value);

  @Option(
      value =
          "The licence of the data that the run makes, for datapackage.json, such as CC-BY-4.0.",
      group = Option.Group.OUTPUT,
      decides = false)
  @Default.String("notspecified")
  String getLicence();

  void setLicence(String value);

  @Option(
      value =
          "Write the Dataflow job to --dataflowJobFile, and its pipeline beside it, and launch"
              + " nothing; goes with --runner=DataflowRunner and needs neither network nor"
              + " credentials.",
      group = Option.Group.OUTPUT,
      decides = false,
      local = true)
  @Default.Boolean(false)
  boolean getDryRun();

  void setDryRun(boolean value);
}
