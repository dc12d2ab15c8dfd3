package org.polarbeam.pipelines.rundir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.polarbeam.files.Table;
import org.polarbeam.pipelines.cli.TableOptions;
import org.polarbeam.pipelines.google.WriteBigQuery;
import org.polarbeam.record.DeadLetter;
import org.polarbeam.transforms.internal.RecordSchemas;

/** Where a pipeline's tables and records go: the run's directory, and BigQuery where asked. */
public final class Sinks {
  private final RunDirectory directory;
  private final Pipeline pipeline;
  private final TableOptions options;
  private final Map<String, Table<?>> tables = new LinkedHashMap<>();
  private final List<PCollection<KV<String, List<String>>>> rows = new ArrayList<>();
  private final List<PCollection<String>> written = new ArrayList<>();

  Sinks(RunDirectory directory, Pipeline pipeline, TableOptions options) {
    this.directory = directory;
    this.pipeline = pipeline;
    this.options = options;
  }

  /** Whether anything simulated has a part in the run's data. */
  public boolean isSimulated() {
    return directory.isSimulated();
  }

  /** Writes rows as a table. */
  public <R> void table(Table<R> table, PCollection<R> its) {
    cells(table, WriteTables.rows(table, its));
  }

  /** Writes rows that are known already as a table. */
  public <R> void table(Table<R> table, List<R> its) {
    cells(table, WriteTables.rows(table, its, pipeline));
  }

  private void cells(Table<?> table, PCollection<KV<String, List<String>>> cells) {
    if (tables.put(table.name(), table) != null) {
      throw new IllegalStateException("the table " + table.name() + " is written twice");
    }
    rows.add(cells);
    String dataset = options.getBigQueryDataset();
    if (dataset != null) {
      written.add(
          cells
              .apply("Cells of " + table.name(), Values.create())
              .setCoder(ListCoder.of(StringUtf8Coder.of()))
              .apply(
                  "Load " + table.name(),
                  WriteBigQuery.to(dataset, table, directory.isSimulated())));
    }
  }

  /**
   * Writes records as JSON lines into a folder of the run, sorted and marked as the run is.
   *
   * @param file the name of the file a record belongs to
   * @param order of the records in a file
   */
  public <T extends Record> void lines(
      String folder,
      Class<T> type,
      PCollection<T> records,
      SerializableFunction<T, String> file,
      WriteJsonLines.Order<T> order) {
    boolean simulated = directory.isSimulated();
    lines(folder, type, records, file, order, record -> simulated);
  }

  /**
   * The same, each marked by who made it: what real models said is real, whatever it is compared
   * with.
   *
   * @param simulated whether a record is made up
   */
  public <T extends Record> void lines(
      String folder,
      Class<T> type,
      PCollection<T> records,
      SerializableFunction<T, String> file,
      WriteJsonLines.Order<T> order,
      SerializableFunction<T, Boolean> simulated) {
    written.add(
        records.apply(
            "Write " + folder,
            WriteJsonLines.to(
                directory.file(folder), RecordSchemas.coder(type), file, order, simulated)));
  }

  /** Writes dead letters, a file a stage. */
  public void deadLetters(PCollectionList<DeadLetter> letters) {
    lines(
        RunFolder.DEAD_LETTERS,
        DeadLetter.class,
        letters.apply("DeadLetters", Flatten.pCollections()),
        DeadLetter::stage,
        (a, b) -> DeadLetter.ORDER.compare(a, b));
  }

  /** Adds the last steps: the tables are written; a job that nobody waits for closes the run. */
  public void finish(boolean isDetached) {
    if (!tables.isEmpty()) {
      written.add(
          PCollectionList.of(rows)
              .apply(
                  "Tables",
                  new WriteTables(
                      directory.file(""),
                      tables,
                      WriteTables.mark(directory.isSimulated()),
                      options.getAvro())));
    }
    if (isDetached) {
      PCollectionList.of(written)
          .apply("Written", Flatten.pCollections())
          .apply("AllWritten", Count.globally())
          .apply("Close", ParDo.of(directory.closing()));
    }
  }
}
