package org.polarbeam.report.chart;

import java.util.ArrayList;
import java.util.List;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.DataMark;

/**
 * What a figure draws, what its table shows and what its data link gives: cells as they stand in
 * the run's files, to the last digit.
 *
 * @param columns their names
 * @param rows a cell a column, empty where there is none
 */
public record DataRows(List<String> columns, List<List<String>> rows) {

  /** These columns of rows of a table. */
  public static DataRows of(List<CsvTable.Row> rows, String... columns) {
    DataRows picked = empty(columns);
    rows.forEach(
        row -> picked.add(picked.columns.stream().map(row::optional).toArray(String[]::new)));
    return picked;
  }

  public static DataRows empty(String... columns) {
    return new DataRows(List.of(columns), new ArrayList<>());
  }

  public DataRows add(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns);
    }
    rows.add(List.of(cells));
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** A cell; empty when there is no such column. */
  public String text(List<String> row, String column) {
    int at = columns.indexOf(column);
    return at < 0 ? "" : row.get(at);
  }

  /** A cell as a number; NaN where it is blank. */
  public double number(List<String> row, String column) {
    String text = text(row, column);
    return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
  }

  /** The values of a column in the order of their first appearance. */
  public List<String> distinct(String column) {
    return rows.stream().map(r -> text(r, column)).distinct().toList();
  }

  /** The same with the mark of simulated data in every row. */
  public DataRows marked() {
    List<String> more = new ArrayList<>(columns);
    more.add(DataMark.FIELD);
    DataRows marked = new DataRows(more, new ArrayList<>());
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>(row);
      cells.add(DataMark.SIMULATED);
      marked.rows.add(cells);
    }
    return marked;
  }

  /** The rows as a CSV file. */
  public String csv() {
    List<List<String>> lines = new ArrayList<>(rows.size() + 1);
    lines.add(columns);
    lines.addAll(rows);
    return CsvFormat.lines(lines);
  }
}
