package org.polarbeam.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

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

  private static final ObjectMapper JSON = new ObjectMapper();

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

  /** Whether any row of a table says that its data are simulated. */
  public static boolean isSimulated(CsvTable table) {
    return table.rows().stream().anyMatch(row -> row.optional(FIELD).equals(SIMULATED));
  }

  /** Whether a JSON line is marked as simulated: its field says so, whatever stands elsewhere. */
  public static boolean isSimulated(String line) {
    try {
      return line.contains(SIMULATED) && JSON.readTree(line).path(FIELD).asText().equals(SIMULATED);
    } catch (JsonProcessingException e) {
      return false; // reading it as a record tells
    }
  }
}
