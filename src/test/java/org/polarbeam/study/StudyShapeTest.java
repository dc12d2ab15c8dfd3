package org.polarbeam.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.polarbeam.files.InputException;

/** The schema for editors and the reader take the same, part by part. */
class StudyShapeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final JsonSchema SCHEMA = SCHEMAS.getSchema(StudyShape.schema());

  /**
   * Parts that an entry of a judge may have as a respondent's has, and that mean nothing of it; and
   * the rule of which every number is given.
   */
  private static final Pattern IDLE = Pattern.compile("judge\\.(family|capability.*)|lists\\.rule");

  private static String everyPart() {
    try (InputStream yaml = StudyShapeTest.class.getResourceAsStream("every-part.yaml")) {
      return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode tree(String yaml) {
    return StudyOutline.of("s.yaml", yaml).root();
  }

  /** What the reader says of a study; empty where it takes it. */
  private static String refusal(JsonNode root) {
    try {
      StudyReader.read("s.yaml", StudyWriter.text(root));
      return "";
    } catch (InputException e) {
      return e.getMessage();
    }
  }

  private static boolean isValid(JsonNode root) {
    return SCHEMA.validate(root).isEmpty();
  }

  /** The study without its digest, which another text changes in any case. */
  private static Study content(JsonNode root) {
    Study s = StudyReader.read("s.yaml", StudyWriter.text(root));
    return new Study(
        s.name(),
        s.languages(),
        s.topics(),
        s.answers(),
        s.wordings(),
        s.lists(),
        s.models(),
        s.judge(),
        s.source(),
        s.references(),
        s.referenceLevel(),
        "");
  }

  /** Every place in a study that has a value and no parts. */
  private static List<String> leaves(JsonNode node, String at) {
    List<String> all = new ArrayList<>();
    if (node.isObject()) {
      node.fieldNames().forEachRemaining(n -> all.addAll(leaves(node.get(n), at + "/" + n)));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        all.addAll(leaves(node.get(i), at + "/" + i));
      }
    } else {
      all.add(at);
    }
    return all;
  }

  private static List<String> mappings(JsonNode node, String at) {
    List<String> all = new ArrayList<>();
    if (node.isObject()) {
      all.add(at);
      node.fieldNames().forEachRemaining(n -> all.addAll(mappings(node.get(n), at + "/" + n)));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      all.addAll(mappings(node.get(i), at + "/" + i));
    }
    return all;
  }

  private static JsonNode with(JsonNode root, String leaf, JsonNode value) {
    JsonNode copy = root.deepCopy();
    int end = leaf.lastIndexOf('/');
    JsonNode holder = copy.at(leaf.substring(0, end));
    String name = leaf.substring(end + 1);
    if (holder instanceof ArrayNode list) {
      list.set(Integer.parseInt(name), value);
    } else {
      ((ObjectNode) holder).set(name, value);
    }
    return copy;
  }

  @Test
  void itIsASchema_asThePublishedFileSays() {
    JsonSchema meta = SCHEMAS.getSchema(SchemaLocation.of(SchemaId.V202012));
    assertEquals(Set.of(), meta.validate(jsonOf(StudyShape.schema())));
  }

  private static JsonNode jsonOf(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void studiesThatAreReadAreValid() {
    assertEquals(Set.of(), SCHEMA.validate(tree(StudyReader.bundledYaml())));
    assertEquals(Set.of(), SCHEMA.validate(tree(everyPart())));
    assertEquals("", refusal(tree(everyPart())));
    JsonNode small = tree("extends: values\nlanguages: [en, da]\ntopics: [all, f120]\n");
    assertEquals(Set.of(), SCHEMA.validate(small));
    assertEquals("", refusal(small));
    assertFalse(isValid(tree("languages: [en, da]\ntopics: [f120]\n")), "which study's?");
  }

  /** A part that is declared and that no study here has would be tested by nothing below. */
  @Test
  void theStudyWithEveryPartHasEveryPart() {
    Set<String> declared = new TreeSet<>();
    declared(jsonOf(StudyShape.schema()).path("else"), "", declared);
    Set<String> had = new TreeSet<>();
    had(tree(everyPart()), "", had);
    declared.remove("/extends");
    for (String place : declared) {
      assertTrue(had.contains(place), "every-part.yaml lacks " + place);
    }
  }

  /** Places with known names; entries of lists and parts that a study names are all one. */
  private static void declared(JsonNode schema, String at, Set<String> into) {
    schema
        .path("properties")
        .fields()
        .forEachRemaining(
            e -> {
              into.add(at + "/" + e.getKey());
              declared(e.getValue(), at + "/" + e.getKey(), into);
            });
    schema.path("patternProperties").forEach(each -> declared(each, at + "/*", into));
    if (schema.has("items")) {
      declared(schema.get("items"), at + "/*", into);
    }
    schema.path("anyOf").forEach(each -> declared(each, at, into));
  }

  private static void had(JsonNode node, String at, Set<String> into) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              boolean isChosen = name.matches("[a-z]{2}|[A-Z]{2}");
              into.add(at + "/" + name);
              had(node.get(name), at + "/" + (isChosen ? "*" : name), into);
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      had(node.get(i), at + "/*", into);
    }
  }

  @Test
  void givenAnotherValue_thenItIsReadAsAnotherStudy() {
    JsonNode root = tree(everyPart());
    Study content = content(root);
    for (String leaf : leaves(root, "")) {
      JsonNode changed = with(root, leaf, other(root.at(leaf), leaf));
      assertTrue(isValid(changed), leaf + " = " + changed.at(leaf));
      if (!IDLE.matcher(leaf.substring(1).replace('/', '.')).matches()) {
        assertNotEquals(content, content(changed), leaf + " is not read");
      }
    }
    assertNotEquals(
        content(with(root, "/lists", jsonOf("{\"rule\": \"whole\"}"))),
        content(with(root, "/lists", jsonOf("{\"rule\": \"published\"}"))));
  }

  private static JsonNode other(JsonNode value, String leaf) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (value.isBoolean()) {
      return json.booleanNode(!value.asBoolean());
    }
    if (value.isNumber()) {
      return value.isIntegralNumber()
          ? json.numberNode(value.asLong() + 1)
          : json.numberNode(value.asDouble() / 2);
    }
    String text = value.asText();
    return json.textNode(
        switch (leaf.substring(leaf.lastIndexOf('/') + 1)) {
          case "judge_language" -> "answer";
          case "rule" -> "published";
          case "more" -> "all";
          case "source_language" -> "da";
          case "scale" -> "1..9";
          case "pro", "con" -> text.replace('6', '4').replace('5', '6');
          case "key_env" -> "OTHER_KEY";
          default -> leaf.startsWith("/reference") ? "F" + text.charAt(0) : text + "x";
        });
  }

  @Test
  void givenAValueOfAnotherType_thenBothRefuseIt() {
    JsonNode root = tree(everyPart());
    List<JsonNode> values = new ArrayList<>();
    for (String value :
        List.of("null", "true", "7.5", "-3", "\"some text\"", "\"7\"", "[]", "{}")) {
      values.add(jsonOf(value));
    }
    for (String leaf : leaves(root, "")) {
      if (leaf.contains("/extra/")) {
        continue; // whatever JSON has
      }
      for (JsonNode value : values) {
        JsonNode changed = with(root, leaf, value);
        String refusal = refusal(changed);
        if (!isValid(changed)) {
          assertFalse(refusal.isEmpty(), leaf + " = " + value + " is read, and is not valid");
          assertTrue(refusal.startsWith("s.yaml, line "), refusal);
        }
        boolean isOfType = root.at(leaf).getNodeType() == value.getNodeType();
        if (!isOfType && !leaf.contains("/answers/")) {
          boolean isTextOrParts = leaf.matches("/(templates/0/da|lists|judge)/?.*");
          assertTrue(
              !refusal.isEmpty() && !isValid(changed) || isTextOrParts || leaf.contains("/en"),
              leaf + " = " + value + " is taken: " + refusal);
        }
      }
    }
  }

  @Test
  void givenAPartThatThereIsNot_thenBothRefuseIt() {
    JsonNode root = tree(everyPart());
    for (String place : mappings(root, "")) {
      if (place.endsWith("/extra") || place.endsWith("/parameters")) {
        continue; // named by the endpoint and the provider
      }
      JsonNode changed = with(root, place + "/zzz_unheard", jsonOf("\"x\""));
      assertFalse(refusal(changed).isEmpty(), place);
      boolean isCountry = place.equals("/personas");
      assertTrue(isCountry || !isValid(changed), place);
    }
  }

  @Test
  void givenAPartIsLeftOut_thenBothSayWhetherItMustBeThere() {
    JsonNode root = tree(everyPart());
    for (String place : mappings(root, "")) {
      for (String name : (Iterable<String>) () -> root.at(place).fieldNames()) {
        JsonNode changed = root.deepCopy();
        ((ObjectNode) changed.at(place)).remove(name);
        String refusal = refusal(changed);
        boolean isMissing = refusal.contains(name + ": the ") && refusal.contains("is missing");
        assertEquals(isMissing, !isValid(changed), place + "/" + name + ": " + refusal);
      }
    }
  }
}
