package org.polarbeam.pipelines.rundir;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.Table;
import org.polarbeam.transforms.internal.BeamFiles;

/**
 * Writes the rows of several tables, each as one CSV file, sorted, header first; a table without
 * rows is its header. One grouping serves them all, since a runner has a cost a step. Gives each
 * file when it is written.
 */
final class WriteTables
    extends PTransform<PCollectionList<KV<String, List<String>>>, PCollection<String>> {
  private static final long serialVersionUID = 1L;
  private static final KvCoder<String, List<String>> CODER =
      KvCoder.of(StringUtf8Coder.of(), ListCoder.of(StringUtf8Coder.of()));
  private static final ListCoder<List<String>> ROWS =
      ListCoder.of(ListCoder.of(StringUtf8Coder.of()));

  private final String directory;
  private final LinkedHashMap<String, Table<?>> tables;
  private final String mark;
  private final boolean avro;

  /**
   * Writes into a directory.
   *
   * @param tables by name; each is written
   * @param mark of every row; null for none
   * @param avro whether to write each as Avro too
   */
  WriteTables(String directory, Map<String, Table<?>> tables, String mark, boolean avro) {
    this.directory = BeamFiles.absolute(directory);
    this.tables = new LinkedHashMap<>(tables);
    this.mark = mark;
    this.avro = avro;
  }

  /** The cells of a table's rows, with the table's name. */
  static <R> PCollection<KV<String, List<String>>> rows(Table<R> table, PCollection<R> rows) {
    String name = table.name();
    return rows.apply(
            "Rows of " + name,
            MapElements.into(
                    TypeDescriptors.kvs(
                        TypeDescriptors.strings(),
                        TypeDescriptors.lists(TypeDescriptors.strings())))
                .via((R row) -> KV.of(name, table.cells(row))))
        .setCoder(CODER);
  }

  /** The same of rows that are known already. */
  static <R> PCollection<KV<String, List<String>>> rows(
      Table<R> table, List<R> rows, Pipeline pipeline) {
    String name = table.name();
    List<KV<String, List<String>>> cells = new ArrayList<>();
    rows.forEach(row -> cells.add(KV.of(name, table.cells(row))));
    return pipeline.apply("Rows of " + name, Create.of(cells).withCoder(CODER));
  }

  @Override
  public PCollection<String> expand(PCollectionList<KV<String, List<String>>> rows) {
    List<KV<String, List<String>>> headers = new ArrayList<>();
    tables.forEach((name, table) -> headers.add(KV.of(name, table.header())));
    PCollection<KV<String, List<String>>> header =
        rows.getPipeline().apply("Headers", Create.of(headers).withCoder(CODER));
    return rows.and(header)
        .apply("WithHeaders", Flatten.pCollections())
        .apply("Pack", ParDo.of(new PackFn()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()))
        .apply("ByTable", GroupByKey.create())
        .apply("Write", ParDo.of(new WriteFn(this)));
  }

  /**
   * Makes the rows of a bundle one element a table: a runner that copies what a key has so far for
   * each bundle that adds to it copies a few arrays, and not every cell.
   */
  private static final class PackFn extends DoFn<KV<String, List<String>>, KV<String, byte[]>> {
    private static final long serialVersionUID = 1L;
    private transient Map<String, List<List<String>>> rows;

    @StartBundle
    public void start() {
      rows = new LinkedHashMap<>();
    }

    @ProcessElement
    public void process(@Element KV<String, List<String>> row) {
      rows.computeIfAbsent(row.getKey(), name -> new ArrayList<>()).add(row.getValue());
    }

    @FinishBundle
    public void finish(FinishBundleContext c) throws IOException {
      for (Map.Entry<String, List<List<String>>> table : rows.entrySet()) {
        c.output(
            KV.of(table.getKey(), CoderUtils.encodeToByteArray(ROWS, table.getValue())),
            GlobalWindow.INSTANCE.maxTimestamp(),
            GlobalWindow.INSTANCE);
      }
    }
  }

  private static final class WriteFn extends DoFn<KV<String, Iterable<byte[]>>, String> {
    private static final long serialVersionUID = 1L;
    private final WriteTables all;

    WriteFn(WriteTables all) {
      this.all = all;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<byte[]>> element, OutputReceiver<String> written)
        throws IOException {
      Table<?> table = all.tables.get(element.getKey());
      List<String> header = table.header();
      List<List<String>> rows = new ArrayList<>();
      for (byte[] packed : element.getValue()) {
        for (List<String> row : CoderUtils.decodeFromByteArray(ROWS, packed)) {
          if (!row.equals(header)) {
            rows.add(row);
          }
        }
      }
      write(all.directory, table, rows, all.mark, all.avro).forEach(written::output);
    }
  }

  /** Writes one table; gives its files. */
  static List<String> write(
      String directory, Table<?> table, List<List<String>> rows, String mark, boolean avro)
      throws IOException {
    List<List<String>> sheet = table.sheet(rows, mark);
    String csv = BeamFiles.in(directory, table.file());
    BeamFiles.write(csv, CsvFormat.lines(sheet));
    if (!avro) {
      return List.of(csv);
    }
    String other = BeamFiles.in(directory, table.name() + ".avro");
    BeamFiles.write(other, AvroTable.of(table, sheet));
    return List.of(csv, other);
  }

  /** The mark of a run's rows; null where its data are real. */
  static String mark(boolean isSimulated) {
    return isSimulated ? DataMark.SIMULATED : null;
  }
}
