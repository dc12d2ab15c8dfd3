package org.polarbeam.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** How cells and rows are spelt in the CSV files we write. */
public final class CsvFormat {
  private CsvFormat() {}

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
}
