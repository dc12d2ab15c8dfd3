package org.polarbeam.files;

import java.io.Serializable;
import java.util.function.Function;

/**
 * A column of a {@link Table}.
 *
 * @param name as in the header
 * @param type what its cells are
 * @param unit of its numbers, such as {@code share} or {@code responses}; empty for none
 * @param meaning what it tells, in words
 * @param isAlways whether every run has it; the others are there where the run has such a thing
 * @param getter its value in a row; null and what is not finite make a blank cell
 */
public record Column<R>(
    String name, Type type, String unit, String meaning, boolean isAlways, Getter<R> getter)
    implements Serializable {

  /** What cells are; a blank one has no value. */
  public enum Type {
    TEXT("string"),
    COUNT("integer"),
    NUMBER("number"),
    FLAG("boolean");

    private final String schemaName;

    Type(String schemaName) {
      this.schemaName = schemaName;
    }

    /** What Table Schema calls it. */
    public String schemaName() {
      return schemaName;
    }

    /** The value of a cell: a string, long, double or boolean; null for a blank one. */
    public Object value(String cell) {
      if (cell.isEmpty()) {
        return null;
      }
      return switch (this) {
        case TEXT -> cell;
        case COUNT -> Long.valueOf(cell);
        case NUMBER -> Double.valueOf(cell);
        case FLAG -> Boolean.valueOf(cell);
      };
    }

    /** Compares two cells by their values; blank ones come first. */
    int compare(String a, String b) {
      if (this == TEXT || this == FLAG || a.isEmpty() || b.isEmpty()) {
        return a.compareTo(b);
      }
      return this == COUNT
          ? Long.compare(Long.parseLong(a), Long.parseLong(b))
          : Double.compare(Double.parseDouble(a), Double.parseDouble(b));
    }
  }

  /** Gives a value of a row; travels to workers. */
  public interface Getter<R> extends Function<R, Object>, Serializable {}
}
