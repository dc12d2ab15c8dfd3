package org.polarbeam.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How every output says whether its data are of real models and populations. */
public final class DataMark {
  /** The column, or JSON field, that says so. */
  public static final String FIELD = "data";

  /** Its value where a simulated respondent, judge or survey had a part in it. */
  public static final String SIMULATED = "SIMULATED";

  /** Its value in a manifest otherwise. Rows of real data carry no mark. */
  public static final String REAL = "real";

  /** What the column tells. */
  static final String MEANING =
      SIMULATED + " where a simulated respondent, judge or survey had a part in the row";

  /** A field twice could say both. */
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  /** What may be the field, however it is spelt or escaped; most lines have none. */
  private static final Pattern LIKE_FIELD =
      Pattern.compile(
          "\"[^\"\\w]*data[^\"\\w]*\"\\s*:|\"[^\"]*(?:[^\\x00-\\x7f]|\\\\u)[^\"]*\"\\s*:",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern TWICE = Pattern.compile("Duplicate field '([^']{0,40})");

  private static final String REMEDY =
      "Write "
          + SIMULATED
          + " where anything simulated had a part, and leave the field empty or out for real data";

  private DataMark() {}

  /** Rows, header first, with a last column that says so. */
  public static List<List<String>> in(List<List<String>> rows, String mark) {
    List<List<String>> marked = new ArrayList<>(rows.size());
    for (List<String> row : rows) {
      List<String> longer = new ArrayList<>(row);
      longer.add(marked.isEmpty() ? FIELD : mark);
      marked.add(longer);
    }
    return marked;
  }

  /**
   * Whether any row of a table says that its data are simulated.
   *
   * @throws InputException when a mark is neither that nor of real data: a mark must not get lost
   *     by its spelling
   */
  public static boolean isSimulated(CsvTable table) {
    for (String column : table.columns()) {
      if (!column.equals(FIELD) && isLikeField(column)) {
        throw InputException.in(
            table.file(),
            "the column '" + column + "' may be the mark of simulated data, " + FIELD,
            "Write it " + FIELD);
      }
    }
    boolean simulated = false;
    for (CsvTable.Row row : table.rows()) {
      String mark = row.optional(FIELD);
      if (!isMark(mark)) {
        throw row.bad(FIELD, "'" + mark + "' is no mark", REMEDY);
      }
      simulated |= mark.equals(SIMULATED);
    }
    return simulated;
  }

  /**
   * Whether a JSON line is marked as simulated: its field says so, whatever stands elsewhere.
   *
   * @throws InputException when a mark is neither that nor of real data
   */
  public static boolean isSimulated(String line, String file, long number) {
    if (!LIKE_FIELD.matcher(line).find()) {
      return false;
    }
    JsonNode fields;
    try {
      fields = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      Matcher twice = TWICE.matcher(e.getOriginalMessage());
      if (twice.lookingAt()) {
        throw InputException.at(
            file, number, twice.group(1), "the field is there twice", "Remove one");
      }
      return false; // reading it as a record tells
    }
    for (var names = fields.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      boolean odd = name.chars().anyMatch(c -> c > 0x7e);
      if (!name.equals(FIELD) && (odd || isLikeField(name))) {
        throw InputException.at(
            file, number, name, "it may be the mark of simulated data, " + FIELD, "Write it so");
      }
    }
    JsonNode mark = fields.path(FIELD);
    if (!mark.isMissingNode() && !mark.isNull() && !(mark.isTextual() && isMark(mark.asText()))) {
      throw InputException.at(file, number, FIELD, mark + " is no mark", REMEDY);
    }
    return mark.asText().equals(SIMULATED);
  }

  private static boolean isMark(String text) {
    return text.isEmpty() || text.equals(SIMULATED) || text.equalsIgnoreCase(REAL);
  }

  private static boolean isLikeField(String name) {
    return name.replaceAll("\\W", "").equalsIgnoreCase(FIELD);
  }
}
