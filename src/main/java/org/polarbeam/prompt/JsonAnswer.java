package org.polarbeam.prompt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the JSON object in a model's answer: bare, in a fence of any form, between words, after
 * thoughts, or as a text within JSON. What the object says is for the reader to check.
 */
final class JsonAnswer {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final JsonFactory FACTORY = JSON.getFactory();

  /** No answer has so many beginnings; one made of nothing else is not searched to its end. */
  private static final int MOST_TRIES = 1_000;

  private JsonAnswer() {}

  /**
   * The one object that has a field.
   *
   * @return null where there is none, or several that say different things
   */
  static JsonNode with(String field, String answer) {
    List<JsonNode> found = new ArrayList<>();
    search(Thoughts.without(answer), field, found, MOST_TRIES, true);
    return found.stream().distinct().count() == 1 ? found.get(0) : null;
  }

  /** Gives how many tries are left. */
  private static int search(
      String text, String field, List<JsonNode> found, int tries, boolean deeper) {
    char[] letters = text.toCharArray();
    int left = tries;
    for (int i = 0; i < letters.length && left > 0; i++) {
      if (letters[i] != '{' && (letters[i] != '"' || !deeper)) {
        continue;
      }
      left--;
      try (JsonParser parser = FACTORY.createParser(letters, i, letters.length - i)) {
        JsonNode node = JSON.readTree(parser);
        if (node.isObject() && node.has(field)) {
          found.add(node);
        } else if (node.isTextual() && node.asText().contains("{")) {
          left = search(node.asText(), field, found, left, false);
        }
        if (node.isObject() || !found.isEmpty()) {
          i += (int) parser.currentLocation().getCharOffset() - 1;
        }
      } catch (IOException e) {
        // no JSON begins here
      }
    }
    return left;
  }
}
