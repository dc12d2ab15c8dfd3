package org.polarbeam.model;

import java.io.Serializable;
import java.util.List;

/**
 * An option that a provider adds to the command line. It is checked, helped with and completed as
 * the commands' own are.
 *
 * @param name as on the command line, {@code vllmStartMinutes}
 * @param text what it does, in sentences
 * @param kind what values it takes
 * @param otherwise its value when it is left out; null for none
 * @param least the least value of a number
 * @param most the greatest value of a number
 */
public record ProviderOption(
    String name, String text, Kind kind, String otherwise, double least, double most)
    implements Serializable {

  /** What values an option takes. */
  public enum Kind {
    TEXT,
    /** Texts with commas between them. */
    LIST,
    WHOLE
  }

  /** A text. */
  public static ProviderOption text(String name, String text, String otherwise) {
    return new ProviderOption(name, text, Kind.TEXT, otherwise, 0, 0);
  }

  /** Texts with commas between them, none if left out. */
  public static ProviderOption list(String name, String text) {
    return new ProviderOption(name, text, Kind.LIST, null, 0, 0);
  }

  /** A whole number from {@code least} to {@code most}. */
  public static ProviderOption whole(String name, String text, int otherwise, int least, int most) {
    return new ProviderOption(name, text, Kind.WHOLE, Integer.toString(otherwise), least, most);
  }

  /** The texts of a list's value. */
  public static List<String> texts(String value) {
    return value == null || value.isEmpty() ? List.of() : List.of(value.split(","));
  }
}
