package org.polarbeam.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.polarbeam.files.Nearest;
import org.polarbeam.files.Numbers;
import org.polarbeam.files.YesNo;

/**
 * What a part of a study may be. A study is checked by it before it is read, and the schema for
 * editors is made of it, so that the two say the same.
 */
interface Shape {
  /** Whether a value is of its type, be it in its bounds or not. */
  boolean takes(JsonNode value);

  /** Refuses what is none, naming its line and its place. */
  void check(JsonNode value, String at, StudyFields fields);

  /** The JSON Schema of the same, in a study that extends another or that does not. */
  ObjectNode schema(boolean extending);

  /** What to say where it is not there. */
  default String missing() {
    return "the text is missing";
  }

  private static ObjectNode type(String name) {
    return JsonNodeFactory.instance.objectNode().put("type", name);
  }

  /** A text; one of the choices, if there are any. */
  record Text(List<String> choices) implements Shape {
    @Override
    public boolean takes(JsonNode value) {
      return value.isTextual();
    }

    @Override
    public void check(JsonNode value, String at, StudyFields fields) {
      if (value.isNull() || value.isTextual() && value.asText().isBlank()) {
        throw fields.bad(at, missing(), "Give one");
      }
      if (value.isNumber() || value.isBoolean()) {
        throw fields.bad(
            at,
            value.asText() + " is no text",
            "Write it in quotation marks: \"" + value.asText() + "\"");
      }
      if (!value.isTextual()) {
        throw fields.bad(at, StudyFields.isNot(value, "a text"), "Give one text");
      }
      if (!choices.isEmpty() && !choices.contains(value.asText().strip())) {
        throw fields.bad(
            at,
            "'" + value.asText() + "' is unknown",
            Nearest.question(value.asText(), choices) + "Give " + String.join(" or ", choices));
      }
    }

    @Override
    public ObjectNode schema(boolean extending) {
      ObjectNode schema = type("string").put("minLength", 1);
      if (!choices.isEmpty()) {
        choices.forEach(schema.putArray("enum")::add);
      }
      return schema;
    }
  }

  /** True or false. */
  record Flag() implements Shape {
    @Override
    public boolean takes(JsonNode value) {
      return value.isBoolean();
    }

    @Override
    public void check(JsonNode value, String at, StudyFields fields) {
      if (!value.isBoolean()) {
        Boolean meant = value.isValueNode() && !value.isNull() ? YesNo.of(value.asText()) : null;
        throw fields.bad(
            at,
            "'" + value.asText() + "' is neither true nor false",
            meant == null ? "Give one" : "Write " + meant + ", without quotation marks");
      }
    }

    @Override
    public ObjectNode schema(boolean extending) {
      return type("boolean");
    }
  }

  /**
   * A number.
   *
   * @param least the least it may be
   * @param most the greatest
   * @param isWhole whether it has no decimals
   * @param isAbove whether it is above the least
   * @param otherwise what to say of one that is out of bounds; null for the usual
   */
  record Count(double least, double most, boolean isWhole, boolean isAbove, String otherwise)
      implements Shape {

    @Override
    public boolean takes(JsonNode value) {
      return value.isNumber();
    }

    @Override
    public void check(JsonNode value, String at, StudyFields fields) {
      boolean fits = isWhole ? value.isIntegralNumber() && value.canConvertToLong() : takes(value);
      String wanted = isWhole ? "whole number" : "number";
      if (!fits) {
        throw fields.bad(
            at, "'" + said(value) + "' is no " + wanted, remedy(said(value), value.isTextual()));
      }
      double number = value.asDouble();
      if (!Double.isFinite(number)
          || number < least
          || number > most
          || isAbove && number == least) {
        throw fields.bad(
            at, value.asText() + (otherwise == null ? " is out of range" : otherwise), bounds());
      }
    }

    private static String said(JsonNode value) {
      return value.isContainerNode() ? value.toString() : value.asText();
    }

    /** The number that a person has most likely meant, spelt as YAML reads it. */
    private String remedy(String text, boolean isText) {
      if (isText && isDecimal(text) && text.strip().length() < LONGEST_NUMBER) {
        return "Write " + text.strip() + " without quotation marks";
      }
      String number = text.strip().replace("_", "").replace(',', '.');
      String times = number.matches(".*[kK]") ? "e3" : number.matches(".*[mM]") ? "e6" : "";
      if (!times.isEmpty()) {
        number = number.substring(0, number.length() - 1).strip() + times;
      }
      if (!isDecimal(number)) {
        return bounds();
      }
      double value = Numbers.decimal(number);
      boolean isInteger = value == Math.rint(value) && Math.abs(value) < 1e15;
      if (isWhole && !isInteger) {
        return "Give a whole number, such as " + (long) value;
      }
      return "Write " + (isInteger ? Long.toString((long) value) : Double.toString(value));
    }

    /** As far as whole numbers go, in digits. */
    private static final int LONGEST_NUMBER = 19;

    private static boolean isDecimal(String text) {
      try {
        return Double.isFinite(Numbers.decimal(text));
      } catch (NumberFormatException e) {
        return false;
      }
    }

    private String bounds() {
      String from = least > -1e15 ? (isAbove ? " above " : " from ") + plain(least) : "";
      String to = most < 1e15 ? (isAbove ? ", at most " : " to ") + plain(most) : "";
      String up = !from.isEmpty() && to.isEmpty() ? " up" : to;
      return "Give a " + (isWhole ? "whole " : "") + "number" + from + up;
    }

    private static Number plain(double bound) {
      return bound == Math.rint(bound) ? (Number) (long) bound : (Number) bound;
    }

    @Override
    public ObjectNode schema(boolean extending) {
      ObjectNode schema = type(isWhole ? "integer" : "number");
      if (least > -1e15) {
        schema.putPOJO(isAbove ? "exclusiveMinimum" : "minimum", plain(least));
      }
      if (most < 1e15) {
        schema.putPOJO("maximum", plain(most));
      }
      return schema;
    }
  }

  /** A list of one thing. */
  record Entries(Shape each, boolean mayBeEmpty) implements Shape {
    @Override
    public boolean takes(JsonNode value) {
      return value.isArray();
    }

    @Override
    public void check(JsonNode value, String at, StudyFields fields) {
      if (value.isNull() || value.isArray() && value.isEmpty() && !mayBeEmpty) {
        throw fields.bad(at, missing(), "Give at least one");
      }
      if (!value.isArray()) {
        throw fields.bad(
            at, StudyFields.isNot(value, "a list"), "Begin each of its entries with a dash");
      }
      for (int i = 0; i < value.size(); i++) {
        each.check(value.get(i), at + "[" + i + "]", fields);
      }
    }

    @Override
    public ObjectNode schema(boolean extending) {
      ObjectNode schema = type("array");
      schema.set("items", each.schema(extending));
      return mayBeEmpty ? schema : schema.put("minItems", 1);
    }

    @Override
    public String missing() {
      return "the list is missing";
    }
  }

  /** One thing or another, of another type. */
  record Either(Shape usual, Shape other) implements Shape {
    @Override
    public boolean takes(JsonNode value) {
      return usual.takes(value) || other.takes(value);
    }

    @Override
    public void check(JsonNode value, String at, StudyFields fields) {
      (other.takes(value) ? other : usual).check(value, at, fields);
    }

    @Override
    public ObjectNode schema(boolean extending) {
      ObjectNode schema = JsonNodeFactory.instance.objectNode();
      schema.putArray("anyOf").add(usual.schema(extending)).add(other.schema(extending));
      return schema;
    }

    @Override
    public String missing() {
      return usual.missing();
    }
  }

  /** One thing, or names of what another study has where a study extends that one. */
  record Extending(Shape usual, Shape names) implements Shape {
    @Override
    public boolean takes(JsonNode value) {
      return usual.takes(value) || names.takes(value);
    }

    @Override
    public void check(JsonNode value, String at, StudyFields fields) {
      boolean isNames = names.takes(value);
      if (isNames && !fields.isExtending()) {
        throw fields.bad(
            at,
            StudyFields.isNot(value, "parts by their names"),
            "Write them out, or begin the study with "
                + StudyShape.EXTENDS
                + ": and the study that has what is named");
      }
      (isNames ? names : usual).check(value, at, fields);
    }

    @Override
    public ObjectNode schema(boolean extending) {
      return (extending ? new Either(usual, names) : usual).schema(extending);
    }

    @Override
    public String missing() {
      return usual.missing();
    }
  }

  /** Whatever JSON has. */
  record Anything() implements Shape {
    @Override
    public boolean takes(JsonNode value) {
      return true;
    }

    @Override
    public void check(JsonNode value, String at, StudyFields fields) {
      // There is nothing that it may not be.
    }

    @Override
    public ObjectNode schema(boolean extending) {
      return JsonNodeFactory.instance.objectNode();
    }
  }
}
