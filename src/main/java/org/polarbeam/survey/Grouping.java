package org.polarbeam.survey;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.polarbeam.files.InputException;

/**
 * A further level of a survey: a column by which respondents are put into groups.
 *
 * @param level its name
 * @param column the column's name
 * @param groups what each is called and the values that belong to it; none for a group for each
 *     value
 * @param missing codes that put nobody into a group
 */
record Grouping(String level, String column, List<Named> groups, Codes missing)
    implements Serializable {
  private static final int FAR = 999_999;

  /**
   * A group.
   *
   * @param codes numbers that belong to it
   * @param text the value that belongs to it where it is no number; null for none
   */
  record Named(String name, Codes codes, String text) implements Serializable {}

  Grouping {
    groups = new ArrayList<>(groups);
  }

  /** Bands of numbers from 0, by the last of each but the highest: 29 and 49 make three. */
  static List<Named> bands(List<Integer> ends) {
    List<Named> bands = new ArrayList<>();
    for (int i = 0; i < ends.size(); i++) {
      int from = i == 0 ? 0 : ends.get(i - 1) + 1;
      int to = ends.get(i);
      bands.add(band(i == 0 ? "to " + to : from == to ? "" + to : from + "-" + to, from, to));
    }
    int from = ends.get(ends.size() - 1) + 1;
    bands.add(band(from + " and over", from, FAR));
    return bands;
  }

  private static Named band(String name, int from, int to) {
    return new Named(name, new Codes(List.of(new Codes.Range(from, to))), null);
  }

  /**
   * The group that a respondent belongs to; empty text for none.
   *
   * @param value as it stands in the file
   * @param code the same as a whole number; null where it is none
   * @throws InputException when a number in an open band looks like a code for no answer
   */
  String groupOf(String value, Integer code, String file, long line) {
    if (value.isEmpty() || code != null && missing.has(code)) {
      return "";
    }
    for (Named group : groups) {
      if (code == null ? value.equals(group.text) : group.codes.has(code)) {
        if (code != null && isOpen(group) && Integer.toString(code).matches("99[7-9]|999[7-9]")) {
          throw InputException.at(
              file,
              line,
              column,
              code + " looks like a code for no answer",
              "Name it under missing of the level " + level);
        }
        return group.name;
      }
    }
    return !groups.isEmpty() ? "" : code == null ? value : Integer.toString(code);
  }

  /** Whether its groups are bands of numbers. */
  boolean isBanded() {
    return !groups.isEmpty() && isOpen(groups.get(groups.size() - 1));
  }

  private static boolean isOpen(Named group) {
    return group.codes.ranges().stream().anyMatch(r -> r.to() >= FAR);
  }
}
