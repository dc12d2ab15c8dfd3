package org.polarbeam.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.polarbeam.files.InputException;

/** Reads the fields of a study; each is what it must be, or its line and place are told. */
record StudyFields(String file, StudyOutline outline) {
  private static final String LISTS = "lists";
  private static final String MORE = "more";

  /** A number of the sampling between two; null where there is none. */
  Double within(JsonNode sampling, String at, String field, double least, double most) {
    if (!sampling.has(field)) {
      return null;
    }
    String place = at + ".sampling." + field;
    double value = number(sampling.get(field), place);
    if (!(value >= least && value <= most)) {
      throw bad(place, value + " is out of range", "Give a number up to " + most);
    }
    return value;
  }

  Long whole(JsonNode sampling, String at, String field, long least) {
    if (!sampling.has(field)) {
      return null;
    }
    JsonNode value = sampling.get(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < least) {
      throw bad(
          at + ".sampling." + field,
          "'"
              + value.asText()
              + "' is no whole number"
              + (least > 0 ? " from " + least + " up" : ""),
          "Give one");
    }
    return value.asLong();
  }

  boolean flag(JsonNode node, String at, String field, boolean otherwise) {
    if (!node.has(field)) {
      return otherwise;
    }
    if (!node.get(field).isBoolean()) {
      throw bad(
          at + "." + field,
          "'" + node.get(field).asText() + "' is neither true nor false",
          "Give one");
    }
    return node.get(field).asBoolean();
  }

  /** A text that may be left out, but not be something else. */
  String optional(JsonNode node, String at, String field, String otherwise) {
    return node.has(field) ? text(node, at, field) : otherwise;
  }

  String text(JsonNode node, String at, String field) {
    JsonNode value = node.path(field);
    if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
      throw bad(at.isEmpty() ? field : at + "." + field, "the text is missing", "Give one");
    }
    return value.asText().strip();
  }

  /** Codes of countries, one or a list of them. */
  List<String> countries(JsonNode node, String field, List<String> otherwise) {
    JsonNode given = node.path(field);
    if (given.isMissingNode()) {
      return otherwise;
    }
    List<String> codes = new ArrayList<>();
    for (JsonNode each : given.isArray() ? given : List.of(given)) {
      String code = each.isTextual() ? each.asText().strip() : each.toString();
      if (!code.matches("[A-Z]{2,4}") || codes.contains(code)) {
        throw bad(
            field, "'" + code + "' is no country, or there twice", "Give codes such as [FR, US]");
      }
      codes.add(code);
    }
    if (codes.isEmpty()) {
      throw bad(field, "there is none", "Give a country such as [FR], or leave it out for the US");
    }
    return codes;
  }

  double number(JsonNode value, String at) {
    if (!value.isNumber()) {
      throw bad(at, "'" + value.asText() + "' is no number", "Give a number");
    }
    return value.asDouble();
  }

  List<JsonNode> list(JsonNode node, String at, String field) {
    JsonNode list = node.path(field);
    if (!list.isArray() || list.isEmpty()) {
      throw bad((at.isEmpty() ? "" : at + ".") + field, "the list is missing", "Give at least one");
    }
    List<JsonNode> nodes = new ArrayList<>();
    list.forEach(nodes::add);
    return nodes;
  }

  void each(JsonNode node, String field, BiConsumer<String, JsonNode> use) {
    JsonNode map = node.path(field);
    if (!map.isObject() || map.isEmpty()) {
      throw bad(field, "the section is missing", "Give at least one entry");
    }
    map.fields().forEachRemaining(e -> use.accept(e.getKey(), e.getValue()));
  }

  /** How many items a template asks for. */
  int items(JsonNode template, String at) {
    JsonNode items = template.path(StudyWriter.ITEMS);
    if (items.isMissingNode()) {
      return ListRule.USUAL;
    }
    if (!items.isIntegralNumber() || items.asLong() < 1 || items.asLong() > ListRule.MOST) {
      throw bad(
          at + "." + StudyWriter.ITEMS,
          "'" + items.asText() + "' is no number of items",
          "Give how many the question asks for, from 1 to " + ListRule.MOST);
    }
    return items.asInt();
  }

  /** Which lists count: the name of a rule, or a rule with other numbers. */
  ListRule lists(JsonNode root, Map<String, Integer> items) {
    JsonNode lists = root.path(LISTS);
    String name =
        lists.isObject()
            ? optional(lists, LISTS, "rule", ListRule.WHOLE)
            : optional(root, "", LISTS, ListRule.WHOLE);
    if (!name.equals(ListRule.WHOLE) && !name.equals(ListRule.PUBLISHED)) {
      throw bad(
          LISTS,
          "'" + name + "' is no rule for lists",
          "Give " + ListRule.WHOLE + " or " + ListRule.PUBLISHED);
    }
    ListRule rule = name.equals(ListRule.WHOLE) ? ListRule.whole(items) : ListRule.published(items);
    return new ListRule(
        items,
        share(lists, "least_share", rule.leastShare()),
        share(lists, "least_distinct", rule.leastDistinct()),
        !lists.has(MORE) ? rule.firstOnly() : isFirst(text(lists, LISTS, MORE)));
  }

  private double share(JsonNode lists, String field, double otherwise) {
    if (!lists.has(field)) {
      return otherwise;
    }
    double share = number(lists.get(field), LISTS + "." + field);
    if (!(share >= 0 && share <= 1)) {
      throw bad(LISTS + "." + field, share + " is no share", "Give a number from 0 to 1");
    }
    return share;
  }

  private boolean isFirst(String more) {
    if (!more.equals("first") && !more.equals("all")) {
      throw bad(
          LISTS + "." + MORE,
          "'" + more + "' is unknown",
          "Give first, so that of more items than were asked for the first count, or all");
    }
    return more.equals("first");
  }

  InputException bad(String at, String problem, String remedy) {
    return InputException.in(file + ", line " + outline.lineOf(at) + ", " + at, problem, remedy);
  }
}
