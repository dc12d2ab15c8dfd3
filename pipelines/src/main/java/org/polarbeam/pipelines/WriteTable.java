package org.polarbeam.pipelines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.DataMark;

/**
 * Writes rows as one CSV file, sorted, header first; a table without rows is its header. Gives the
 * file when it is written.
 */
final class WriteTable extends PTransform<PCollection<List<String>>, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final ArrayList<String> header;
  private final int[] order;
  private final boolean simulated;

  private WriteTable(String file, List<String> header, int[] order, boolean simulated) {
    this.file = file;
    this.header = new ArrayList<>(header);
    this.order = order;
    this.simulated = simulated;
  }

  /**
   * Writes to a file.
   *
   * @param header the columns, as a CSV header
   * @param order by which columns rows are sorted, as a CSV header; then by the rest
   * @param simulated whether to mark every row
   */
  static WriteTable to(String file, String header, String order, boolean simulated) {
    List<String> columns = List.of(header.split(","));
    int[] places = List.of(order.split(",")).stream().mapToInt(columns::indexOf).toArray();
    return new WriteTable(Storage.absolute(file), columns, places, simulated);
  }

  @Override
  public PCollection<String> expand(PCollection<List<String>> rows) {
    ListCoder<String> coder = ListCoder.of(StringUtf8Coder.of());
    PCollection<List<String>> headerRow =
        rows.getPipeline()
            .apply("Header", Create.<List<String>>of(List.of(header)).withCoder(coder));
    CommonOptions options = rows.getPipeline().getOptions().as(CommonOptions.class);
    PCollection<String> written =
        PCollectionList.of(rows)
            .and(headerRow)
            .apply("WithHeader", Flatten.pCollections())
            .apply(
                "ToOneFile",
                WithKeys.<String, List<String>>of(file).withKeyType(TypeDescriptors.strings()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), coder))
            .apply("Group", GroupByKey.create())
            .apply("Write", ParDo.of(new WriteFn(this, options.getAvro())));
    if (options.getBigQueryDataset() == null) {
      return written;
    }
    PCollection<String> loaded =
        rows.apply(
                "Mark",
                MapElements.into(TypeDescriptors.lists(TypeDescriptors.strings()))
                    .via(row -> marked(row, DataMark.SIMULATED)))
            .setCoder(coder)
            .apply(
                "ToBigQuery",
                WriteBigQuery.to(
                    options.getBigQueryDataset(), name(), marked(header, DataMark.FIELD)));
    return PCollectionList.of(written).and(loaded).apply("Written", Flatten.pCollections());
  }

  /** The table's name, which is its file's. */
  private String name() {
    return Storage.nameOf(file).replace(".csv", "");
  }

  private List<String> marked(List<String> row, String mark) {
    if (!simulated) {
      return row;
    }
    List<String> longer = new ArrayList<>(row);
    longer.add(mark);
    return longer;
  }

  private static final class WriteFn extends DoFn<KV<String, Iterable<List<String>>>, String> {
    private static final long serialVersionUID = 1L;
    private final WriteTable table;
    private final boolean avro;

    WriteFn(WriteTable table, boolean avro) {
      this.table = table;
      this.avro = avro;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<List<String>>> all, OutputReceiver<String> written)
        throws IOException {
      List<List<String>> rows = new ArrayList<>();
      all.getValue()
          .forEach(
              row -> {
                if (!row.equals(table.header)) {
                  rows.add(table.marked(row, DataMark.SIMULATED));
                }
              });
      Comparator<List<String>> order = Comparator.comparing(row -> row.get(table.order[0]));
      for (int column : table.order) {
        order = order.thenComparing(row -> row.get(column));
      }
      rows.sort(order.thenComparing(row -> String.join("\0", row)));
      rows.add(0, table.marked(table.header, DataMark.FIELD));
      Storage.write(all.getKey(), CsvFormat.lines(rows));
      written.output(all.getKey());
      if (avro) {
        String other = all.getKey().replaceFirst("[.]csv$", ".avro");
        Storage.write(other, AvroTable.of(table.name(), rows));
        written.output(other);
      }
    }
  }
}
