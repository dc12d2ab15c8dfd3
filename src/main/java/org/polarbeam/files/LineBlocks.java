package org.polarbeam.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * A text in UTF-8, in blocks of whole lines: for files that do not fit into memory, and for several
 * threads at one of them. Lines end as {@link java.io.BufferedReader#readLine} has it.
 */
public final class LineBlocks {
  private static final int ROOM = 1 << 18;

  /** No line of a table is longer. */
  private static final int LONGEST = 1 << 24;

  private final String file;
  private final InputStream from;
  private byte[] rest = new byte[0];
  private long line = 1;
  private boolean isBegun;
  private boolean isAtEnd;

  /**
   * Of a file.
   *
   * @param file its name, for messages
   */
  public LineBlocks(String file, InputStream from) {
    this.file = file;
    this.from = from;
  }

  /** Whole lines, the first of which has a number. */
  public record Block(byte[] bytes, int from, int to, long line) {
    /** Takes a line. */
    public interface Reader {
      /** Of these bytes, from one up to but not including the other, without what ends it. */
      void read(byte[] bytes, int from, int to, long line);
    }

    /** Goes through the lines. */
    public void each(Reader reader) {
      long number = line;
      int begin = from;
      for (int i = from; i < to; i++) {
        byte b = bytes[i];
        if (b == '\n' || b == '\r') {
          reader.read(bytes, begin, i, number++);
          i += b == '\r' && i + 1 < to && bytes[i + 1] == '\n' ? 1 : 0;
          begin = i + 1;
        }
      }
      if (begin < to) {
        reader.read(bytes, begin, to, number);
      }
    }

    /** Its first line alone, and what is behind it. */
    public Block[] split() {
      int end = from;
      while (end < to && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      boolean isTwo = end + 1 < to && bytes[end] == '\r' && bytes[end + 1] == '\n';
      int next = Math.min(to, end + (isTwo ? 2 : 1));
      return new Block[] {new Block(bytes, from, end, line), new Block(bytes, next, to, line + 1)};
    }

    /** Its text. */
    public String text() {
      return new String(bytes, from, to - from, UTF_8);
    }

    /** Whether nothing is in it. */
    public boolean isEmpty() {
      return from == to;
    }
  }

  /**
   * The next lines; none at the end.
   *
   * @throws CharacterCodingException where it is no UTF-8
   * @throws InputException where a line is longer than any of a table
   */
  public Block next() throws IOException {
    byte[] bytes = Arrays.copyOf(rest, Math.max(ROOM, 2 * rest.length));
    int filled = rest.length;
    int whole = 0;
    while (whole == 0 && !isAtEnd) {
      if (filled == bytes.length) {
        if (filled >= LONGEST) {
          throw InputException.in(
              file,
              "line " + line + " is longer than " + (LONGEST >> 20) + " MiB",
              "Give a table with a line a row");
        }
        bytes = Arrays.copyOf(bytes, 2 * filled);
      }
      int n = from.readNBytes(bytes, filled, bytes.length - filled);
      isAtEnd = filled + n < bytes.length;
      filled += n;
      whole = isAtEnd ? filled : end(bytes, filled);
    }
    int begin = isBegun ? 0 : afterMark(bytes, whole);
    isBegun = true;
    Block block = new Block(bytes, begin, whole, line);
    rest = Arrays.copyOfRange(bytes, whole, filled);
    line += lines(bytes, begin, whole);
    return block;
  }

  /** The end of the last whole line; 0 for none. */
  private static int end(byte[] bytes, int filled) {
    int end = filled;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    if (end == 0) { // where lines end otherwise, the last sign may be half of an ending
      end = filled - 1;
      while (end > 0 && bytes[end - 1] != '\r') {
        end--;
      }
    }
    return end;
  }

  private static int afterMark(byte[] bytes, int to) {
    boolean isMarked =
        to >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
    return isMarked ? 3 : 0;
  }

  /** How many end in these bytes, which must be text. */
  private static int lines(byte[] bytes, int from, int to) throws CharacterCodingException {
    int lines = 0;
    int signs = 0;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      signs |= b;
      if (b == '\n' || b == '\r' && (i + 1 == to || bytes[i + 1] != '\n')) {
        lines++;
      }
    }
    if (signs < 0) {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
    }
    return lines;
  }
}
