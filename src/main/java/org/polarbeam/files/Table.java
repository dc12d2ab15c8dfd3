package org.polarbeam.files;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A table of a run's directory, declared once: the CSV file, its Avro and BigQuery forms, its Table
 * Schema and the codebook are all made from it.
 *
 * @param <R> what a row is made of
 */
public final class Table<R> implements Serializable {
  /** Whether the table may have such columns; the data's mark is every table's. */
  public boolean declares(List<String> header) {
    return others != null
        || header.stream()
            .allMatch(
                name ->
                    name.equals(DataMark.FIELD)
                        || columns.stream().anyMatch(c -> c.name().equals(name)));
  }

  private static final long serialVersionUID = 1L;
  private static final String CSV = ".csv";

  private final Class<R> rowType;
  private final String name;
  private final String meaning;
  private final ArrayList<Column<R>> columns;
  private final ArrayList<String> keys;
  private final Column<R> others;

  private Table(
      Class<R> rowType,
      String name,
      String meaning,
      List<Column<R>> columns,
      Column<R> others,
      List<String> keys) {
    this.others = others;
    this.rowType = rowType;
    this.name = name;
    this.meaning = meaning;
    this.columns = new ArrayList<>(columns);
    this.keys = new ArrayList<>(keys);
    for (String key : keys) {
      column(key);
    }
  }

  /**
   * Begins a declaration. Columns follow in their order.
   *
   * @param name the file's, without its ending
   * @param meaning what a row tells, in words
   */
  public static <R> Declaration<R> of(Class<R> rowType, String name, String meaning) {
    return new Declaration<>(rowType, name, meaning);
  }

  /** A declaration that is being written. */
  public static final class Declaration<R> {
    private final Class<R> rowType;
    private final String name;
    private final String meaning;
    private final List<Column<R>> columns = new ArrayList<>();
    private Column<R> others;

    private Declaration(Class<R> rowType, String name, String meaning) {
      this.rowType = rowType;
      this.name = name;
      this.meaning = meaning;
    }

    private Declaration<R> add(
        String column,
        Column.Type type,
        String unit,
        String tells,
        boolean always,
        Column.Getter<R> getter) {
      columns.add(new Column<>(column, type, unit, tells, always, getter));
      return this;
    }

    /** A column of texts. */
    public Declaration<R> text(String column, String tells, Column.Getter<R> getter) {
      return add(column, Column.Type.TEXT, "", tells, true, getter);
    }

    /** A column of texts that is there only where some row has one. */
    public Declaration<R> textIfAny(String column, String tells, Column.Getter<R> getter) {
      return add(column, Column.Type.TEXT, "", tells, false, getter);
    }

    /** A column of whole numbers. */
    public Declaration<R> count(String column, String unit, String tells, Column.Getter<R> getter) {
      return add(column, Column.Type.COUNT, unit, tells, true, getter);
    }

    /** A column of numbers. */
    public Declaration<R> number(
        String column, String unit, String tells, Column.Getter<R> getter) {
      return add(column, Column.Type.NUMBER, unit, tells, true, getter);
    }

    /** A column of true and false. */
    public Declaration<R> flag(String column, String tells, Column.Getter<R> getter) {
      return add(column, Column.Type.FLAG, "", tells, true, getter);
    }

    /** Whole numbers in all columns that are not declared, which differ from run to run. */
    public Declaration<R> otherCounts(String tells) {
      others = new Column<>("", Column.Type.COUNT, "", tells, true, row -> null);
      return this;
    }

    /** The declared table, whose rows these columns tell apart and order. */
    public Table<R> by(String... keys) {
      return new Table<>(rowType, name, meaning, columns, others, List.of(keys));
    }
  }

  /** The table without the columns that only some runs have. */
  public Table<R> plain() {
    return new Table<>(
        rowType,
        name,
        meaning,
        columns.stream().filter(Column::isAlways).toList(),
        others,
        keys.stream().filter(key -> column(key).isAlways()).toList());
  }

  /** The class of what a row is made of. */
  public Class<R> rowType() {
    return rowType;
  }

  /** The table's name, which its Avro records and its BigQuery table have. */
  public String name() {
    return name;
  }

  /** The name of its CSV file. */
  public String file() {
    return name + CSV;
  }

  /** What a row tells. */
  public String meaning() {
    return meaning;
  }

  /** The columns in their order. */
  public List<Column<R>> columns() {
    return List.copyOf(columns);
  }

  /** The names of the columns by which rows are told apart and ordered. */
  public List<String> keys() {
    return List.copyOf(keys);
  }

  /** The names of the columns. */
  public List<String> header() {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * A column.
   *
   * @throws IllegalArgumentException when the table has none of that name
   */
  public Column<R> column(String column) {
    return columns.stream()
        .filter(c -> c.name().equals(column))
        .findFirst()
        .or(() -> Optional.ofNullable(others))
        .orElseThrow(() -> new IllegalArgumentException("the table " + name + " has no " + column));
  }

  /** The cells of a row. */
  public List<String> cells(R row) {
    List<String> cells = new ArrayList<>(columns.size());
    for (Column<R> column : columns) {
      cells.add(CsvFormat.cell(column.getter().apply(row)));
    }
    return cells;
  }

  /**
   * The order of rows, given by their cells: by the values of the key columns, then by all cells as
   * text, so that it never depends on how rows came.
   */
  public Comparator<List<String>> order() {
    List<Integer> places = keys.stream().map(header()::indexOf).toList();
    List<Column.Type> types = columns.stream().map(Column::type).toList();
    return (a, b) -> {
      for (int place : places) {
        int order = types.get(place).compare(a.get(place), b.get(place));
        if (order != 0) {
          return order;
        }
      }
      return String.join("\0", a).compareTo(String.join("\0", b));
    };
  }

  /**
   * The whole file of these rows: sorted, header first.
   *
   * @param mark the value of a last column {@link DataMark#FIELD}; null for no such column
   */
  public List<List<String>> sheet(Iterable<List<String>> rows, String mark) {
    List<List<String>> sorted = new ArrayList<>();
    rows.forEach(sorted::add);
    sorted.sort(order());
    List<List<String>> sheet = new ArrayList<>(sorted.size() + 1);
    sheet.add(header());
    sheet.addAll(sorted);
    return mark == null ? sheet : DataMark.in(sheet, mark);
  }
}
