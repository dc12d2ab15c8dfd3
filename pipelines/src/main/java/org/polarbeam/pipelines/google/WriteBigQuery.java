package org.polarbeam.pipelines.google;

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
import org.polarbeam.files.Column;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Table;

/**
 * Loads a table's rows, given by their cells, into a BigQuery table of its name, in place of what
 * is there: a run that is started again leaves no row twice. Gives the table when it is loaded.
 */
public final class WriteBigQuery
    extends PTransform<PCollection<List<String>>, PCollection<String>> {
  private static final long serialVersionUID = 1L;
  private static final Pattern DATASET = Pattern.compile("(?:([a-z][a-z0-9-]+)[.:])?(\\w+)");

  private final String dataset;
  private final Table<?> table;
  private final boolean isSimulated;

  private WriteBigQuery(String dataset, Table<?> table, boolean isSimulated) {
    this.dataset = dataset;
    this.table = table;
    this.isSimulated = isSimulated;
  }

  /**
   * Loads into a dataset.
   *
   * @param dataset which exists, as {@code PROJECT.DATASET} or {@code DATASET}
   * @param isSimulated whether to mark every row
   */
  public static WriteBigQuery to(String dataset, Table<?> table, boolean isSimulated) {
    reference(dataset, table.name());
    return new WriteBigQuery(dataset, table, isSimulated);
  }

  /** Checks the name of a dataset. */
  public static void requireDataset(String dataset) {
    reference(dataset, "any");
  }

  static TableReference reference(String dataset, String table) {
    Matcher m = DATASET.matcher(dataset);
    if (!m.matches()) {
      throw new InputException(
          "--bigQueryDataset=" + dataset + " is no dataset. Give PROJECT.DATASET or DATASET.");
    }
    return new TableReference().setProjectId(m.group(1)).setDatasetId(m.group(2)).setTableId(table);
  }

  /** The table's columns with their types. */
  static TableSchema schema(Table<?> table, boolean isSimulated) {
    List<TableFieldSchema> fields = new ArrayList<>();
    for (Column<?> column : table.columns()) {
      String type =
          switch (column.type()) {
            case TEXT -> "STRING";
            case COUNT -> "INTEGER";
            case NUMBER -> "FLOAT";
            case FLAG -> "BOOLEAN";
          };
      fields.add(
          new TableFieldSchema()
              .setName(column.name())
              .setType(type)
              .setDescription(column.meaning()));
    }
    if (isSimulated) {
      fields.add(new TableFieldSchema().setName(DataMark.FIELD).setType("STRING"));
    }
    return new TableSchema().setFields(fields);
  }

  /** A row; blank cells are left out. */
  static TableRow row(Table<?> table, List<String> cells, boolean isSimulated) {
    TableRow result = new TableRow();
    int i = 0;
    for (Column<?> column : table.columns()) {
      Object value = column.type().value(cells.get(i++));
      if (value != null) {
        result.set(column.name(), value);
      }
    }
    return isSimulated ? result.set(DataMark.FIELD, DataMark.SIMULATED) : result;
  }

  @Override
  public PCollection<String> expand(PCollection<List<String>> rows) {
    Table<?> its = table;
    boolean simulated = isSimulated;
    return rows.apply(
            "Load",
            BigQueryIO.<List<String>>write()
                .to(reference(dataset, table.name()))
                .withSchema(schema(table, isSimulated))
                .withFormatFunction(cells -> row(its, cells, simulated))
                .withMethod(BigQueryIO.Write.Method.FILE_LOADS)
                .withCreateDisposition(BigQueryIO.Write.CreateDisposition.CREATE_IF_NEEDED)
                .withWriteDisposition(BigQueryIO.Write.WriteDisposition.WRITE_TRUNCATE)
                .withoutValidation())
        .getSuccessfulTableLoads()
        .apply("Loaded", MapElements.into(TypeDescriptors.strings()).via(t -> t.getTableSpec()));
  }
}
