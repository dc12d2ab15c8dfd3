package org.polarbeam.survey;

import static org.polarbeam.survey.SurveyFormat.COLUMN;
import static org.polarbeam.survey.SurveyFormat.SAME;
import static org.polarbeam.survey.SurveyFormat.VALUES;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Nearest;

/** A mapping in a survey's description, read part by part. Mutable. */
final class FormatParts {
  private final String file;
  private final String place;
  private final Map<String, Object> parts = new TreeMap<>();

  FormatParts(String file, String place, Object node) {
    this.file = file;
    this.place = place;
    if (!(node instanceof Map<?, ?> map)) {
      throw InputException.in(
          file,
          (place.isEmpty() ? "this" : place) + " is no list of parts",
          "Write it as in docs/surveys.md");
    }
    map.forEach((key, value) -> parts.put(String.valueOf(key), value));
  }

  String file() {
    return file;
  }

  Map<String, Object> all() {
    return parts;
  }

  boolean has(String part) {
    return parts.get(part) != null;
  }

  Object get(String part) {
    return parts.get(part);
  }

  void allow(String... names) {
    List<String> known = List.of(names);
    for (String part : parts.keySet()) {
      if (!known.contains(part)) {
        throw bad(
            part,
            "there is no such part",
            Nearest.question(part, known)
                + "Give one of "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  /** A column by its name alone, or as a mapping with a column or a value for everybody. */
  FormatParts columnOf(String part, String... more) {
    if (!has(part)) {
      throw bad(
          part,
          "it is missing",
          "Give the name of its column, or {value: …} where it is the same for everybody");
    }
    Object given = parts.get(part);
    if (given instanceof List) {
      throw bad(part, "this is a list and no column", "Give the name of one");
    }
    FormatParts column =
        new FormatParts(
            file,
            place.isEmpty() ? part : place + "." + part,
            given instanceof Map ? given : Map.of(COLUMN, String.valueOf(given)));
    List<String> known = new ArrayList<>(List.of(COLUMN, SAME));
    known.addAll(List.of(more));
    column.allow(known.toArray(String[]::new));
    if (column.has(COLUMN) == column.has(SAME)) {
      throw bad(part, "it has both a column and a value, or neither", "Give one of them");
    }
    return column;
  }

  String text(String part, String otherwise) {
    if (!has(part)) {
      return otherwise;
    }
    if (parts.get(part) instanceof Map || parts.get(part) instanceof List) {
      throw bad(part, "it is no text", "Give one");
    }
    return String.valueOf(parts.get(part)).strip();
  }

  List<String> texts(String part) {
    if (!has(part)) {
      return List.of();
    }
    return parts.get(part) instanceof List<?> list
        ? list.stream().map(v -> String.valueOf(v).strip()).toList()
        : List.of(text(part, ""));
  }

  /** A mapping under a part. */
  FormatParts under(String part) {
    return new FormatParts(file, place.isEmpty() ? part : place + "." + part, parts.get(part));
  }

  List<?> list(String part) {
    if (has(part) && !(parts.get(part) instanceof List)) {
      throw bad(part, "it is no list", "Give one, such as [a, b]");
    }
    return has(part) ? (List<?>) parts.get(part) : List.of();
  }

  int number(String part, int otherwise, int least, int most) {
    String text = text(part, Integer.toString(otherwise));
    if (text.matches("\\d{1,9}")
        && Integer.parseInt(text) >= least
        && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    throw bad(
        part,
        "'" + text + "' is no such number",
        "Give a whole number from " + least + " to " + most);
  }

  /** What codes stand for. */
  Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    if (has(VALUES)) {
      FormatParts names = new FormatParts(file, place + "." + VALUES, get(VALUES));
      names
          .all()
          .forEach(
              (code, to) -> {
                if (to instanceof Boolean) {
                  throw names.bad(
                      code,
                      "YAML reads this as " + to,
                      "Put quotes around it, as in 578: \"NO\" for Norway");
                }
                values.put(code, String.valueOf(to).strip());
              });
    }
    return values;
  }

  Codes codes(String part) {
    Codes codes = Codes.of(texts(part));
    if (codes == null) {
      throw bad(
          part,
          parts.get(part) + " are no codes",
          "Give codes and ranges such as [7, 77..99, below 0]");
    }
    return codes;
  }

  InputException bad(String part, String problem, String remedy) {
    return InputException.in(
        file + ", " + (place.isEmpty() ? part : place + "." + part), problem, remedy);
  }
}
