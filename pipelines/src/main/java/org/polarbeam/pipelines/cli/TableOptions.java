package org.polarbeam.pipelines.cli;

import org.apache.beam.sdk.options.Default;

/** What every command that writes tables takes. */
public interface TableOptions extends CommonOptions {
  @Option(
      value = "Write every table as Avro too, with types, beside the CSV.",
      group = Option.Group.OUTPUT,
      decides = false)
  @Default.Boolean(false)
  boolean getAvro();

  void setAvro(boolean value);

  @Option(
      value =
          "Load every table into this BigQuery dataset too, as PROJECT.DATASET; it must exist."
              + " A table of an earlier run in it is replaced, so give each run a dataset of its own.",
      group = Option.Group.OUTPUT,
      kind = Option.Kind.DATASET,
      decides = false)
  String getBigQueryDataset();

  void setBigQueryDataset(String value);
}
