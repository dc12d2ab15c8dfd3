package org.polarbeam.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Names;
import org.polarbeam.language.Countries;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

/** Reads the fields of a study; each is what it must be, or its line and place are told. */
record StudyFields(StudyOutline outline) {
  /** What a whole file is wanted to be. */
  static final String STUDY = "a study";

  private static final String STUDY_NAME = "study";
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_TOLD = 40;

  private static final String LISTS = "lists";
  private static final String MORE = "more";

  /** A number of the sampling; null where there is none. */
  static Double number(JsonNode sampling, String field) {
    return sampling.has(field) ? (Double) sampling.get(field).asDouble() : null;
  }

  static Long whole(JsonNode sampling, String field) {
    return sampling.has(field) ? (Long) sampling.get(field).asLong() : null;
  }

  static boolean flag(JsonNode node, String field, boolean otherwise) {
    return node.path(field).asBoolean(otherwise);
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
  List<String> references(JsonNode node, String level) {
    String field = "reference";
    boolean isOfCountries = level.equals(Level.COUNTRY.label());
    JsonNode given = node.path(field);
    if (given.isMissingNode() && isOfCountries) {
      return List.of(TruthTable.US);
    }
    List<String> groups = new ArrayList<>();
    for (JsonNode each : given.isArray() || given.isMissingNode() ? given : List.of(given)) {
      String group = each.isTextual() ? each.asText().strip() : each.toString();
      if (isOfCountries && !Countries.isCode(group) || groups.contains(group)) {
        throw bad(
            field,
            "'" + group + "' is no country, or there twice",
            "Give codes such as [FR, US]; groups of another level need reference_level");
      }
      groups.add(group);
    }
    if (groups.isEmpty()) {
      throw bad(
          field,
          "there is none",
          isOfCountries
              ? "Give a country such as [FR], or leave it out for the US"
              : "Name groups of the level " + level);
    }
    return groups;
  }

  static List<JsonNode> list(JsonNode node, String field) {
    List<JsonNode> nodes = new ArrayList<>();
    node.path(field).forEach(nodes::add);
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
  static int items(JsonNode template) {
    return template.path(StudyWriter.ITEMS).asInt(ListRule.USUAL);
  }

  /** Which lists count: the name of a rule, or a rule with other numbers. */
  ListRule lists(JsonNode root, Map<String, Integer> items) {
    JsonNode lists = root.path(LISTS);
    String name =
        lists.isObject()
            ? optional(lists, LISTS, "rule", ListRule.WHOLE)
            : optional(root, "", LISTS, ListRule.WHOLE);
    ListRule rule = name.equals(ListRule.WHOLE) ? ListRule.whole(items) : ListRule.published(items);
    return new ListRule(
        items,
        lists.path("least_share").asDouble(rule.leastShare()),
        lists.path("least_distinct").asDouble(rule.leastDistinct()),
        lists.has(MORE) ? text(lists, LISTS, MORE).equals("first") : rule.firstOnly());
  }

  /** Whether the study extends another, so that much of it may be left out. */
  boolean isExtending() {
    return outline.root().has(StudyShape.EXTENDS);
  }

  /** What to say of a value that is of another type. */
  static String isNot(JsonNode value, String wanted) {
    String is =
        switch (value.getNodeType()) {
          case OBJECT -> "a mapping";
          case ARRAY -> "a list";
          case NUMBER -> "the number " + value.asText();
          case BOOLEAN -> value.asText();
          case STRING -> text(value.asText(), wanted);
          default -> "empty";
        };
    return "this is " + is + " and not " + wanted;
  }

  /** What stands for a whole file may be anything, secrets too. */
  private static String text(String value, String wanted) {
    if (wanted.equals(STUDY)) {
      return "a text";
    }
    return "the text '"
        + (value.length() > LONGEST_TOLD ? value.substring(0, LONGEST_TOLD) + " …" : value)
        + "'";
  }

  /** A name that can be shown anywhere. */
  String shown(String name, String at) {
    String fault = Names.fault(name);
    if (fault != null) {
      throw bad(at, fault, "Give it another name");
    }
    return name;
  }

  /** The name of a study. */
  String name(JsonNode root, String usual) {
    String name = optional(root, "", STUDY_NAME, usual);
    String fault = Names.fault(name);
    if (fault != null || name.length() > LONGEST_NAME) {
      throw bad(
          STUDY_NAME,
          fault == null ? "it is longer than " + LONGEST_NAME + " signs" : fault,
          "Give the study a short name");
    }
    return name;
  }

  InputException bad(String at, String problem, String remedy) {
    return InputException.in(place(at), problem, remedy);
  }

  /** A place with its file and its line. */
  String place(String at) {
    return outline.where(at) + (at.isEmpty() ? "" : ", " + at);
  }
}
