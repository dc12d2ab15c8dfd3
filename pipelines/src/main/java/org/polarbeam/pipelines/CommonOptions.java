package org.polarbeam.pipelines;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** What every command that writes a run directory takes. */
public interface CommonOptions extends PipelineOptions {
  @Description("The directory to write to. Run again into it to resume a run.")
  String getOutput();

  void setOutput(String value);

  @Description(
      "Write into a directory that another study or other options made; removes its files.")
  @Default.Boolean(false)
  boolean getOverwrite();

  void setOverwrite(boolean value);

  @Description("All random draws follow from it: the same inputs and seed give the same bytes.")
  @Default.Long(5125)
  long getSeed();

  void setSeed(long value);

  @Description("Write every table as Avro too, with types, beside the CSV.")
  @Default.Boolean(false)
  boolean getAvro();

  void setAvro(boolean value);

  @Description(
      "Load every table into this BigQuery dataset too, as PROJECT.DATASET; it must exist. A table of"
          + " an earlier run in it is replaced, so give each run a dataset of its own.")
  String getBigQueryDataset();

  void setBigQueryDataset(String value);

  @Description(
      "Write the Dataflow job to --dataflowJobFile, and its pipeline beside it, and launch nothing;"
          + " goes with --runner=DataflowRunner and needs neither network nor credentials.")
  @Default.Boolean(false)
  boolean getDryRun();

  void setDryRun(boolean value);
}
