package org.polarbeam.files;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A CSV file (RFC 4180, with a header, UTF-8) in memory, whose cells know where they stand. Tabs
 * and semicolons between fields, as spreadsheets write them, are read too, and empty columns at the
 * end are none.
 */
public final class CsvTable {
  /** What R, pandas and Java write for what is no number. */
  private static final Pattern NOT_FINITE = Pattern.compile("(?i)[+-]?(nan|inf|infinity)");

  private static final int LONGEST_HEADER = 1 << 16;

  private final String file;
  private final Map<String, Integer> columns;
  private final List<Row> rows;
  private final char separator;
  private Table<?> declared;

  private CsvTable(String file, Map<String, Integer> columns, List<Row> rows, char separator) {
    this.file = file;
    this.columns = columns;
    this.rows = rows;
    this.separator = separator;
  }

  /**
   * Reads a table to its end and closes the reader.
   *
   * @param file the name to use in messages
   * @throws InputException if there is no header, no row, a duplicate column, or a row whose number
   *     of fields differs from the header's
   */
  public static CsvTable read(String file, Reader reader) throws IOException {
    Map<String, Integer> columns = new LinkedHashMap<>();
    List<Row> rows = new ArrayList<>();
    BufferedReader lines = new BufferedReader(reader);
    char separator = separator(lines);
    CsvTable table = new CsvTable(file, columns, rows, separator);
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder().detectBomHeader(false).fieldSeparator(separator).ofCsvRecord(lines)) {
      Iterator<CsvRecord> records = csv.iterator();
      if (!records.hasNext()) {
        throw InputException.in(file, "the file is empty", "Give a CSV file with a header line");
      }
      CsvRecord header = records.next();
      if (header.getFields().stream().allMatch(String::isBlank)) {
        throw InputException.in(
            file, "its first line is blank", "Begin the file with the header line");
      }
      for (int i = 0; i < header.getFieldCount(); i++) {
        String name = header.getField(i).strip();
        if (i == 0 && name.startsWith("\ufeff")) {
          name = name.substring(1);
        }
        if (name.isEmpty() && i > 0) {
          continue; // spreadsheets leave empty columns behind
        }
        if (columns.put(name, i) != null) {
          throw InputException.at(file, 1, name, "the column appears twice", "Keep one of the two");
        }
      }
      int most = columns.values().stream().mapToInt(i -> i + 1).max().orElse(1);
      while (records.hasNext()) {
        CsvRecord record = records.next();
        if (!fits(record, header)) {
          throw InputException.in(
              file,
              "line "
                  + record.getStartingLineNumber()
                  + " has "
                  + record.getFieldCount()
                  + " fields where the header has "
                  + header.getFieldCount()
                  + (record.getFields().stream().anyMatch(f -> f.contains("\n"))
                      ? ", and quotes that are closed on another line or not at all"
                      : ""),
              header.getField(header.getFieldCount() - 1).isBlank()
                  ? "Give its last column a name, or check for an unquoted comma"
                  : "Check for a missing or an unquoted comma");
        }
        List<String> fields = record.getFields().stream().limit(most).map(SharedText::of).toList();
        rows.add(table.new Row(record.getStartingLineNumber(), fields));
      }
    } catch (CsvParseException e) {
      throw InputException.in(file, "this is no CSV: " + e.getMessage(), "Check the quotes");
    }
    if (rows.isEmpty()) {
      throw InputException.in(
          file, "the file has a header and no rows", "Give a file with at least one row");
    }
    return table;
  }

  /** Reads ahead to the header's end, and goes back. */
  private static char separator(BufferedReader lines) throws IOException {
    lines.mark(LONGEST_HEADER);
    char[] begin = new char[LONGEST_HEADER - 1];
    int length = 0;
    for (int n = 0; n >= 0 && length < begin.length; length += Math.max(0, n)) {
      n = lines.read(begin, length, begin.length - length);
    }
    lines.reset();
    return CsvFormat.separator(new String(begin, 0, length).lines().findFirst().orElse(""));
  }

  /** Whether a row has the header's fields; empty ones at its end may be more or fewer. */
  private static boolean fits(CsvRecord row, CsvRecord header) {
    int named = header.getFieldCount();
    while (named > 1 && header.getField(named - 1).isBlank()) {
      named--;
    }
    int filled = row.getFieldCount();
    while (filled > named && row.getField(filled - 1).isBlank()) {
      filled--;
    }
    boolean isCut = header.getFieldCount() > named || row.getFieldCount() > filled;
    return isCut ? filled == named : row.getFieldCount() == header.getFieldCount();
  }

  /**
   * The same file read as a declared table: asking a row for a column that the table does not
   * declare is a mistake of ours, and fails.
   */
  public CsvTable as(Table<?> table) {
    declared = table;
    return this;
  }

  /** Whether the header has the column. */
  public boolean has(String column) {
    return columns.containsKey(column);
  }

  /** Whether a text has signs that nobody sees and a terminal or a reader obeys. */
  public static boolean hasUnseen(String text) {
    return text.codePoints()
        .anyMatch(
            c ->
                Character.isISOControl(c)
                    || c >= 0x2028 && c <= 0x202E
                    || c >= 0x2066 && c <= 0x2069
                    || c == 0x200E
                    || c == 0x200F);
  }

  /** The columns in the order of the file. */
  public List<String> columns() {
    return List.copyOf(columns.keySet());
  }

  /** The name the file goes by in messages. */
  public String file() {
    return file;
  }

  /**
   * Checks that the columns are there.
   *
   * @throws InputException naming those that are not
   */
  public CsvTable require(String... names) {
    List<String> missing = new ArrayList<>();
    for (String name : names) {
      if (!has(name)) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      throw InputException.at(
          file,
          1,
          String.join(", ", missing),
          "the column is missing; the header has "
              + String.join(", ", new TreeMap<>(columns).keySet()),
          "Add the column, or correct its spelling");
    }
    return this;
  }

  /**
   * Checks that the key columns of a declared table are there, and others of its.
   *
   * @throws InputException naming those that are not
   */
  public CsvTable require(Table<?> table, String... others) {
    List<String> names = new ArrayList<>(table.plain().keys());
    names.addAll(List.of(others));
    return require(names.toArray(String[]::new));
  }

  /**
   * Checks that what a declared table has as numbers are numbers. Columns it does not have are from
   * another version, or were misspelt with its keys.
   *
   * @throws InputException with the first cell that is none, or a key column that is missing
   */
  public CsvTable requireCells(Table<?> table) {
    require(table);
    for (Column<?> column : table.plain().columns()) {
      for (Row row : has(column.name()) ? rows : List.<Row>of()) {
        try {
          Object value = column.type().value(row.optional(column.name()));
          if (value instanceof Double number && !Double.isFinite(number)) {
            throw row.bad(
                column.name(), value + " cannot be", "Restore the file, or make it again");
          }
        } catch (NumberFormatException e) {
          throw row.bad(
              column.name(),
              "'" + row.optional(column.name()) + "' is no number",
              "Restore the file, or make it again");
        }
      }
    }
    return this;
  }

  /** The rows in the order of the file. */
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /** One row of the table. */
  public final class Row {
    private final long line;
    private final List<String> fields;

    private Row(long line, List<String> fields) {
      this.line = line;
      this.fields = fields;
    }

    /** The line of the file the row begins on, from 1. */
    public long line() {
      return line;
    }

    /** The cell, without surrounding blanks; empty if the table has no such column. */
    public String optional(String column) {
      if (declared != null && !column.equals(DataMark.FIELD)) {
        declared.column(column);
      }
      Integer index = columns.get(column);
      return index == null || index >= fields.size()
          ? ""
          : CsvFormat.plain(fields.get(index).strip());
    }

    /** The cell, which must not be blank. */
    public String text(String column) {
      String value = optional(column);
      if (value.isEmpty()) {
        throw bad(column, "the field is empty", "Give a value");
      }
      return value;
    }

    /** The cell as a name that can be shown anywhere. */
    public String name(String column) {
      String value = text(column);
      String fault = Names.fault(value);
      if (fault != null) {
        throw bad(column, fault, "Write the name again by hand");
      }
      return value;
    }

    /**
     * Notes what tells the row from others.
     *
     * @throws InputException when a row with the same is there already
     */
    public void requireNew(Set<List<String>> seen, String... keys) {
      if (!seen.add(Arrays.stream(keys).map(this::text).toList())) {
        throw bad(
            keys[0],
            "a row with the same " + String.join(", ", keys) + " is there already",
            "Remove one");
      }
    }

    /** The cell as a number between -1 and 1. */
    public double correlation(String column) {
      double number = number(column);
      if (number < -1 || number > 1) {
        throw bad(column, text(column) + " is outside [-1, 1]", "Give a correlation");
      }
      return number;
    }

    /** The cell as a finite number. */
    public double number(String column) {
      String value = text(column);
      double number;
      try {
        String plain = separator == ',' ? value : value.replace(',', '.');
        number = NOT_FINITE.matcher(value).matches() ? Double.NaN : Numbers.decimal(plain);
      } catch (NumberFormatException e) {
        throw bad(column, "'" + value + "' is no number", "Give a number with a decimal point");
      }
      if (!Double.isFinite(number)) {
        throw bad(
            column, "'" + value + "' is not a finite number", "Leave out rows without a value");
      }
      return number;
    }

    /** The cell as a share in [0, 1]. */
    public double share(String column) {
      double number = number(column);
      if (number < 0 || number > 1) {
        throw bad(
            column,
            text(column) + " is outside [0, 1]",
            "A polarity is a share of pro among pro and con; percentages must be divided by 100");
      }
      return number;
    }

    /** The cell as a whole number that is not negative, or null if it is blank or no column. */
    public Integer countOrNull(String column) {
      String value = optional(column);
      if (value.isEmpty()) {
        return null;
      }
      try {
        int count = Integer.parseInt(value);
        if (count >= 0) {
          return count;
        }
      } catch (NumberFormatException e) {
        // the same message as for a negative number
      }
      throw bad(column, "'" + value + "' is no count", "Give a whole number from 0 up");
    }

    /** An error at this row and column. */
    public InputException bad(String column, String problem, String remedy) {
      return InputException.at(file, line, column, problem, remedy);
    }
  }
}
