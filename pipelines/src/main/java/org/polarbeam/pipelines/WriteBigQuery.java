package org.polarbeam.pipelines;

import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableReference;
import com.google.api.services.bigquery.model.TableRow;
import com.google.api.services.bigquery.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.files.InputException;

/**
 * Loads a table's rows into a BigQuery table of its name, in place of what is there: a run that is
 * started again leaves no row twice. Gives the table when it is loaded.
 */
final class WriteBigQuery extends PTransform<PCollection<List<String>>, PCollection<String>> {
  private static final long serialVersionUID = 1L;
  private static final Pattern DATASET = Pattern.compile("(?:([a-z][a-z0-9-]+)[.:])?(\\w+)");

  private final String dataset;
  private final String table;
  private final ArrayList<String> header;

  private WriteBigQuery(String dataset, String table, List<String> header) {
    this.dataset = dataset;
    this.table = table;
    this.header = new ArrayList<>(header);
  }

  /**
   * Loads into a table.
   *
   * @param dataset the dataset, which exists, as {@code PROJECT.DATASET} or {@code DATASET}
   */
  static WriteBigQuery to(String dataset, String table, List<String> header) {
    reference(dataset, table);
    return new WriteBigQuery(dataset, table, header);
  }

  /**
   * The table.
   *
   * @throws InputException when the dataset is spelt otherwise
   */
  static TableReference reference(String dataset, String table) {
    Matcher m = DATASET.matcher(dataset);
    if (!m.matches()) {
      throw new InputException(
          "--bigQueryDataset=" + dataset + " is no dataset. Give PROJECT.DATASET or DATASET.");
    }
    return new TableReference().setProjectId(m.group(1)).setDatasetId(m.group(2)).setTableId(table);
  }

  /** The table's columns with their types. */
  static TableSchema schema(String table, List<String> header) {
    List<TableFieldSchema> fields = new ArrayList<>();
    for (String column : header) {
      String type =
          switch (Column.of(table, column)) {
            case TEXT -> "STRING";
            case COUNT -> "INTEGER";
            case NUMBER -> "FLOAT";
          };
      fields.add(new TableFieldSchema().setName(column).setType(type));
    }
    return new TableSchema().setFields(fields);
  }

  /** A row; blank fields are left out. */
  static TableRow row(String table, List<String> header, List<String> row) {
    TableRow result = new TableRow();
    for (int i = 0; i < header.size(); i++) {
      Object value = Column.of(table, header.get(i)).value(row.get(i));
      if (value != null) {
        result.set(header.get(i), value);
      }
    }
    return result;
  }

  @Override
  public PCollection<String> expand(PCollection<List<String>> rows) {
    String name = table;
    ArrayList<String> columns = header;
    return rows.apply(
            "Load",
            BigQueryIO.<List<String>>write()
                .to(reference(dataset, table))
                .withSchema(schema(table, header))
                .withFormatFunction(row -> row(name, columns, row))
                .withMethod(BigQueryIO.Write.Method.FILE_LOADS)
                .withCreateDisposition(BigQueryIO.Write.CreateDisposition.CREATE_IF_NEEDED)
                .withWriteDisposition(BigQueryIO.Write.WriteDisposition.WRITE_TRUNCATE)
                .withoutValidation())
        .getSuccessfulTableLoads()
        .apply("Loaded", MapElements.into(TypeDescriptors.strings()).via(t -> t.getTableSpec()));
  }
}
