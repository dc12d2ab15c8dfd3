package org.polarbeam.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.polarbeam.files.Nearest;

/**
 * A mapping: parts by their names, and parts that the study names itself, such as languages. A part
 * by another name is a slip of the pen, never a part left out.
 *
 * @param what what its parts are of, for messages
 * @param parts those whose names are known
 * @param other what stands under a name that the study chooses; null for nothing
 * @param others what such names are, for messages and as a pattern
 */
record Parts(String what, Map<String, Part> parts, Shape other, Names others) implements Shape {
  /** What a decimal comma makes of a number in curly brackets. */
  private static final Pattern DECIMALS = Pattern.compile("\\d{1,9}");

  /**
   * One of the parts.
   *
   * @param meaning what it says, for people who write one
   * @param need when it must be there
   */
  record Part(Shape shape, String meaning, Need need) {}

  /** When a part must be there. */
  enum Need {
    NEVER,
    /** Where no other study has it already. */
    WHOLE,
    ALWAYS
  }

  /** Names that a study chooses. */
  record Names(String what, String pattern) {}

  /** Parts whose names are known. */
  static Parts of(String what) {
    return new Parts(what, Map.of(), null, null);
  }

  /** Parts whose names a study chooses. */
  static Parts named(String what, Names names, Shape each) {
    return new Parts(what, Map.of(), each, names);
  }

  /** The same with a further part. */
  Parts with(String name, Shape shape, Need need, String meaning) {
    Map<String, Part> more = new LinkedHashMap<>(parts);
    more.put(name, new Part(shape, meaning, need));
    return new Parts(what, Collections.unmodifiableMap(more), other, others);
  }

  /** The same with a further part that may be left out. */
  Parts with(String name, Shape shape, String meaning) {
    return with(name, shape, Need.NEVER, meaning);
  }

  @Override
  public boolean takes(JsonNode value) {
    return value.isObject();
  }

  @Override
  public void check(JsonNode value, String at, StudyFields fields) {
    if (value.isNull()) {
      throw fields.bad(at, missing(), "Give at least one entry, or leave it out");
    }
    if (!value.isObject()) {
      throw fields.bad(at, StudyFields.isNot(value, what), "Give " + names());
    }
    String before = "";
    for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!parts.containsKey(name) && (other == null || !name.matches(others.pattern()))) {
        requireNoDecimals(value, before, name, at, fields);
        throw fields.bad(
            place(at, name),
            "there is no such part",
            Nearest.question(name, parts.keySet()) + "Give " + names());
      }
      before = name;
    }
    value
        .fields()
        .forEachRemaining(
            e -> {
              Shape its = parts.containsKey(e.getKey()) ? parts.get(e.getKey()).shape() : other;
              its.check(e.getValue(), place(at, e.getKey()), fields);
            });
    parts.forEach(
        (name, part) -> {
          if (!value.has(name) && isNeeded(part, fields.isExtending())) {
            throw fields.bad(place(at, name), part.shape().missing(), "Give one");
          }
        });
  }

  /** {@code {temperature: 0,7}} is a temperature of 0 and a part by the name of 7. */
  private static void requireNoDecimals(
      JsonNode value, String before, String name, String at, StudyFields fields) {
    if (value.get(name).isNull()
        && DECIMALS.matcher(name).matches()
        && value.path(before).isIntegralNumber()) {
      String whole = value.get(before).asText();
      throw fields.bad(
          place(at, before),
          "'" + whole + "," + name + "' is no number",
          "Write decimals with a point: " + whole + "." + name);
    }
  }

  private static boolean isNeeded(Part part, boolean extending) {
    return part.need() == Need.ALWAYS || part.need() == Need.WHOLE && !extending;
  }

  private static String place(String at, String name) {
    return at.isEmpty() ? name : at + "." + name;
  }

  private String names() {
    Set<String> known = new TreeSet<>(parts.keySet());
    List<String> all = new ArrayList<>();
    if (!known.isEmpty()) {
      all.add("one of " + String.join(", ", known));
    }
    if (other != null) {
      all.add(others.what());
    }
    return String.join(", or ", all);
  }

  @Override
  public ObjectNode schema(boolean extending) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    parts.forEach(
        (name, part) -> {
          ObjectNode its = JsonNodeFactory.instance.objectNode().put("description", part.meaning());
          its.setAll(part.shape().schema(extending));
          properties.set(name, its);
          if (isNeeded(part, extending)) {
            required.add(name);
          }
        });
    if (!properties.isEmpty()) {
      schema.set("properties", properties);
    }
    if (other != null) {
      schema
          .putObject("patternProperties")
          .set("^(?:" + others.pattern() + ")$", other.schema(extending));
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema.put("additionalProperties", false);
  }

  @Override
  public String missing() {
    return "the section is missing";
  }
}
