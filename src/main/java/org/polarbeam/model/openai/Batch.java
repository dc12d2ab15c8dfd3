package org.polarbeam.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A batch as the endpoint describes it.
 *
 * @param id by which it is asked for
 * @param status {@code completed}, {@code failed}, {@code expired}, {@code cancelled}; anything
 *     else is under way
 * @param mark what its creator calls it; empty for none
 * @param files where its results are, answers and failures
 * @param errors why it was refused, each with its code
 */
record Batch(String id, String status, String mark, List<String> files, List<Reason> errors) {
  static final String MARK = "polarbeam";

  private static final Pattern FULL =
      Pattern.compile("(?i)enqueued[ _-]token|token_limit_exceeded|batch queue is full");

  /** A reason for a refusal. */
  record Reason(String code, String message) {}

  /** As it is told in JSON. */
  static Batch of(JsonNode told) {
    List<String> files = new ArrayList<>();
    for (String which : List.of("output_file_id", "error_file_id")) {
      String file = text(told, which);
      if (!file.isEmpty()) {
        files.add(file);
      }
    }
    List<Reason> errors = new ArrayList<>();
    for (JsonNode error : told.path("errors").path("data")) {
      errors.add(new Reason(text(error, "code"), text(error, "message")));
    }
    return new Batch(
        text(told, "id"),
        text(told, "status"),
        text(told.path("metadata"), MARK),
        List.copyOf(files),
        List.copyOf(errors));
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).isNull() ? "" : node.path(field).asText("");
  }

  /** Whether it was refused since too much is enqueued already, so that it passes. */
  boolean isQueueFull() {
    return errors.stream().anyMatch(e -> isQueueFull(e.code() + " " + e.message()));
  }

  /** The same of the words of a refusal. */
  static boolean isQueueFull(String words) {
    return FULL.matcher(words).find();
  }

  /** Why it was refused. */
  String reasons() {
    Set<String> all = new LinkedHashSet<>();
    errors.forEach(e -> all.add(e.message()));
    return all.isEmpty() ? "no reason given" : all.toString();
  }
}
