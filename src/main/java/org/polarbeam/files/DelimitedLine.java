package org.polarbeam.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * One line of a table of numbers and codes after another: where its fields are is found in one
 * pass, and only those that are asked for become texts or numbers. Mutable; one thread's.
 */
public final class DelimitedLine {
  /** What no field is as a whole number. */
  public static final int NO_NUMBER = Integer.MIN_VALUE;

  /** Codes have no more; what has is left to who says so. */
  private static final int MOST_DIGITS = 6;

  /** So many digits, and a power of ten up to that, are exact in a double. */
  private static final int EXACT_DIGITS = 15;

  private static final double[] POWERS = new double[EXACT_DIGITS + 1];

  static {
    POWERS[0] = 1;
    for (int p = 1; p < POWERS.length; p++) {
      POWERS[p] = 10 * POWERS[p - 1];
    }
  }

  private final char separator;
  private byte[] text;
  private int count;

  /** Where each field begins; of a line without quotes. */
  private int[] begins = new int[64];

  /** The fields of a line with quotes, for the full reader; null for one without. */
  private List<String> quoted;

  private boolean isOpen;

  /** Lines of fields that are so separated. */
  public DelimitedLine(char separator) {
    this.separator = separator;
  }

  /**
   * Goes on to a line; gives how many fields it has.
   *
   * @param bytes of it, in UTF-8
   */
  public int read(byte[] bytes, int from, int to) {
    text = bytes;
    quoted = null;
    isOpen = false;
    count = 0;
    begin(from);
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == separator) {
        begin(i + 1);
      } else if (b == '"') {
        return readQuoted(new String(bytes, from, to - from, UTF_8));
      }
    }
    int fields = count;
    begin(to + 1);
    return fields;
  }

  /** The same of a text. */
  int read(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    return read(bytes, 0, bytes.length);
  }

  private void begin(int at) {
    if (count == begins.length) {
      begins = Arrays.copyOf(begins, 2 * count);
    }
    begins[count++] = at;
  }

  /** Whether the line ends inside quotes. */
  public boolean isOpen() {
    return isOpen;
  }

  /** A quote opens a field that begins with it, and closes it unless another follows. */
  private boolean endsInside(String line) {
    boolean inside = false;
    boolean atBegin = true;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (inside && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        i++;
      } else if (c == '"' && (inside || atBegin)) {
        inside = !inside;
      }
      atBegin = !inside && c == separator;
    }
    return inside;
  }

  private int readQuoted(String line) {
    isOpen = endsInside(line);
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder().fieldSeparator(separator).ofCsvRecord(new StringReader(line))) {
      quoted = csv.iterator().next().getFields();
      return quoted.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A field, from 0, as it stands. */
  public String field(int index) {
    return quoted == null
        ? new String(text, begins[index], begins[index + 1] - 1 - begins[index], UTF_8)
        : quoted.get(index);
  }

  /** Adds a field to a text, sign by sign of its bytes: the same for the same, and no other. */
  public void appendTo(StringBuilder to, int index) {
    byte[] from = quoted == null ? text : quoted.get(index).getBytes(UTF_8);
    int begin = quoted == null ? begins[index] : 0;
    int end = quoted == null ? begins[index + 1] - 1 : from.length;
    for (int i = begin; i < end; i++) {
      to.append((char) (from[i] & 0xff));
    }
  }

  /** A field that is a short whole number in digits and nothing else; {@link #NO_NUMBER} if not. */
  public int whole(int index) {
    if (quoted != null) {
      return NO_NUMBER;
    }
    int at = begins[index];
    int end = begins[index + 1] - 1;
    boolean isNegative = at < end && text[at] == '-';
    at += isNegative ? 1 : 0;
    if (at == end || end - at > MOST_DIGITS) {
      return NO_NUMBER;
    }
    int number = 0;
    for (; at < end; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        return NO_NUMBER;
      }
      number = 10 * number + digit;
    }
    return isNegative ? -number : number;
  }

  /**
   * A field that is a decimal number; with a comma in it where that separates no fields.
   *
   * @throws NumberFormatException when it is none
   */
  public double decimal(int index) {
    double plain = plain(index);
    if (!Double.isNaN(plain)) {
      return plain;
    }
    String field = field(index);
    return Numbers.decimal(separator == ',' ? field : field.replace(',', '.'));
  }

  /**
   * A number with a point and few digits, rounded as any reader of numbers does: a quotient of two
   * numbers that are exact is the nearest one (Clinger 1990). Not a number if it is anything else.
   */
  private double plain(int index) {
    if (quoted != null) {
      return Double.NaN;
    }
    int digits = 0;
    int behind = -1;
    long number = 0;
    for (int at = begins[index]; at < begins[index + 1] - 1; at++) {
      byte c = text[at];
      if (c >= '0' && c <= '9' && digits < EXACT_DIGITS) {
        number = 10 * number + (c - '0');
        digits++;
        behind += behind < 0 ? 0 : 1;
      } else if (c == '.' && behind < 0 && digits > 0) {
        behind = 0;
      } else {
        return Double.NaN;
      }
    }
    return digits == 0 ? Double.NaN : number / POWERS[Math.max(0, behind)];
  }
}
