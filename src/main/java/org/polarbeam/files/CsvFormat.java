package org.polarbeam.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** How cells and rows are spelt in CSV files. */
public final class CsvFormat {
  /** Without it spreadsheets take the letters of other languages for others. */
  private static final String MARK = "\ufeff";

  private CsvFormat() {}

  /** What spreadsheets begin a formula with, and what they skip before one. */
  private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

  /** Escapes of terminals and turns of direction, but no breaks of lines and tabs. */
  private static final Pattern OBEYED =
      Pattern.compile("[\\p{Cc}&&[^\\t\\r\\n]]|[\u2028-\u202e\u2066-\u2069]");

  private static final String DEFUSED = "'";
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]+([eE][+-]?[0-9]+)?");

  /** A number with the digits that make it round-trip; nothing for what is not finite. */
  public static String cell(double value) {
    return !Double.isFinite(value) ? "" : Double.toString(value);
  }

  /** Any value; nothing for null. */
  public static String cell(Object value) {
    if (value instanceof Double number) {
      return cell(number.doubleValue());
    }
    return value == null ? "" : value.toString();
  }

  /**
   * The rows as lines of a sheet that people open: what a spreadsheet would take for a formula
   * begins with an apostrophe, which {@link CsvTable} takes off again, and what nobody sees but a
   * terminal obeys is shown as a sign that stands for it.
   */
  public static String linesForPeople(Iterable<List<String>> rows) {
    List<List<String>> safe = new ArrayList<>();
    rows.forEach(row -> safe.add(row.stream().map(CsvFormat::defused).toList()));
    return MARK + lines(safe);
  }

  private static String defused(String cell) {
    String seen = cell == null ? null : OBEYED.matcher(cell).replaceAll("\ufffd");
    return isFormula(seen) && !NUMBER.matcher(seen).matches() ? DEFUSED + seen : seen;
  }

  private static boolean isFormula(String cell) {
    return cell != null && !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0;
  }

  /** A cell as it was before it was made safe for a spreadsheet. */
  static String plain(String cell) {
    return cell.startsWith(DEFUSED) && isFormula(cell.substring(1)) ? cell.substring(1) : cell;
  }

  /** The rows as lines, fields quoted where they must be. */
  public static String lines(Iterable<List<String>> rows) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      rows.forEach(csv::writeRecord);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * What stands between the fields of a file by its header: a semicolon or a tab, as spreadsheets
   * write them in countries with decimal commas, and a comma where that is not plain.
   */
  public static char separator(String header) {
    String plain = QUOTED.matcher(header).replaceAll("");
    for (char other : new char[] {';', '\t'}) {
      if (plain.indexOf(other) >= 0 && plain.indexOf(',') < 0) {
        return other;
      }
    }
    return ',';
  }
}
