package org.polarbeam.prompt;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the items of a list that a model has written as JSON, among words or in a fence. */
final class JsonList {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where JSON begins: at the beginning of a line. */
  private static final Pattern BEGINNING = Pattern.compile("(?m)^\\s{0,8}([\\[{])(?=\\s*[\\[{\"])");

  private static final Pattern NUMBERED = Pattern.compile(".*\\p{Nd}.*");

  /** What models call the text of an item. */
  private static final List<String> SAID =
      List.of("summary", "answer", "response", "opinion", "statement", "view", "quote", "text");

  private static final int DEEPEST = 4;

  private JsonList() {}

  /** The items; none where the answer has no such list, or a plain one beside it. */
  static List<String> read(String answer) {
    Matcher begin = BEGINNING.matcher(answer);
    if (!begin.find()) {
      return List.of();
    }
    int from = begin.start(1);
    try (JsonParser parser = JSON.getFactory().createParser(answer.substring(from))) {
      JsonNode root = JSON.readTree(parser);
      int end = from + (int) parser.currentLocation().getCharOffset();
      String around = answer.substring(0, from) + "\n" + answer.substring(end);
      return around.isBlank() || NumberedList.ofLines(around).isEmpty()
          ? items(root, DEEPEST)
          : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<String> items(JsonNode node, int deep) {
    if (node.isArray()) {
      return texts(node);
    }
    List<JsonNode> lists = new ArrayList<>();
    List<JsonNode> objects = new ArrayList<>();
    boolean isNumbered = true;
    for (Iterator<Map.Entry<String, JsonNode>> all = node.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> field = all.next();
      isNumbered &= NUMBERED.matcher(field.getKey()).matches();
      if (field.getValue().isArray()) {
        lists.add(field.getValue());
      } else if (field.getValue().isObject()) {
        objects.add(field.getValue());
      }
    }
    if (isNumbered && node.size() > 1) {
      return texts(node);
    }
    if (lists.size() == 1) {
      return texts(lists.get(0));
    }
    if (lists.isEmpty() && objects.size() == 1 && deep > 0) {
      return items(objects.get(0), deep - 1);
    }
    for (JsonNode field : node) {
      List<String> inner = field.isTextual() ? NumberedList.ofLines(field.asText()) : List.of();
      if (inner.size() > 1) {
        return inner;
      }
    }
    return List.of();
  }

  /** One text an element; none where an element has none. */
  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list) {
      JsonNode said = element.isObject() ? said(element) : element;
      if (said == null || !said.isTextual()) {
        return List.of();
      }
      texts.add(said.asText().strip());
    }
    return texts;
  }

  /** What somebody says: the field of a usual name, or the longest. */
  private static JsonNode said(JsonNode person) {
    for (String name : SAID) {
      if (person.path(name).isTextual()) {
        return person.path(name);
      }
    }
    JsonNode longest = null;
    for (JsonNode field : person) {
      if (field.isTextual()
          && (longest == null || field.asText().length() > longest.asText().length())) {
        longest = field;
      }
    }
    return longest;
  }
}
