package org.polarbeam.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.report.chart.DataRows;

/** Why elements of a run failed: its dead letters, counted by stage and reason. */
final class FailedElements {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_REASONS = 40;
  private static final int MOST_CHARACTERS = 200;

  private FailedElements() {}

  /** The commonest reasons first; no rows when nothing failed. */
  static DataRows of(RunFiles files) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String file : files.list("dead-letters")) {
      files.read(file).stream()
          .flatMap(String::lines)
          .forEach(line -> counts.merge(reason(line), 1, Integer::sum));
    }
    DataRows data = DataRows.empty("stage", "reason", "count");
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(MOST_REASONS)
        .forEach(
            e -> {
              List<String> parts = List.of(e.getKey().split("\t", 2));
              data.add(parts.get(0), parts.get(1), e.getValue().toString());
            });
    return data;
  }

  private static String reason(String line) {
    try {
      JsonNode letter = JSON.readTree(line);
      String reason = letter.path("reason").asText();
      return letter.path("stage").asText().replace('\t', ' ')
          + "\t"
          + (reason.length() > MOST_CHARACTERS
              ? reason.substring(0, MOST_CHARACTERS) + " …"
              : reason);
    } catch (JsonProcessingException e) {
      return "\tthe line is no record";
    }
  }
}
