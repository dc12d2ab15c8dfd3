package org.polarbeam.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Records as JSON lines. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private Json() {}

  /** A record as one line, its fields in the order of the record class. */
  public static String write(Object record) {
    try {
      return MAPPER.writeValueAsString(record);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot write " + record.getClass() + " as JSON", e);
    }
  }

  /**
   * Reads a record back.
   *
   * @param file the name to use in messages
   * @param line the number of the line, for messages
   * @throws InputException when the text is not such a record
   */
  public static <T> T read(Class<T> type, String text, String file, long line) {
    try {
      T record = MAPPER.readValue(text, type);
      if (record != null) {
        return record;
      }
    } catch (MismatchedInputException e) {
      String field =
          e.getPath().stream()
              .map(r -> r.getFieldName() == null ? "item " + r.getIndex() : r.getFieldName())
              .collect(Collectors.joining(", "));
      throw InputException.at(
          file,
          line,
          field.isEmpty() ? "(all)" : field,
          "it is not " + plain(e.getTargetType()),
          "Give one JSON object a line, as an earlier run wrote it");
    } catch (JsonProcessingException e) {
      throw InputException.in(
          file + ", line " + line,
          "this is no " + type.getSimpleName() + ": " + words(e),
          "Give one JSON object a line, as an earlier run wrote it");
    }
    throw InputException.in(file + ", line " + line, "this is null", "Give one JSON object a line");
  }

  /**
   * Checks that a record which was read has its texts.
   *
   * @throws InputException naming the first that is missing
   */
  public static void requireFields(Record record, String file, long line) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        if ((component.getType() == String.class || component.getType() == List.class)
            && isMissing(component.getAccessor().invoke(record))) {
          throw InputException.at(
              file,
              line,
              component.getName(),
              "the field is missing, or something in it",
              "Give the record as written");
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + record.getClass(), e);
      }
    }
  }

  private static boolean isMissing(Object value) {
    return value == null || value instanceof List<?> list && list.stream().anyMatch(v -> v == null);
  }

  /** What JSON calls the values of a type. */
  private static String plain(Class<?> type) {
    if (type == null || type.isRecord()) {
      return "an object with the fields of this kind of record";
    }
    if (type == String.class) {
      return "a text";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type == double.class || type == Double.class ? "a number" : "a whole number";
  }

  /** What the library says, but for its advice to programmers. */
  private static String words(JsonProcessingException e) {
    String line = e.getOriginalMessage().lines().findFirst().orElse("");
    if (e instanceof StreamConstraintsException) {
      return line.contains("depth")
          ? "brackets stand in brackets too deeply"
          : "a name, a number or a text in it is too long";
    }
    if (line.contains("ALLOW_COMMENTS")) {
      return "JSON has no comments";
    }
    return line.replaceFirst(" \\((start marker )?at \\[.*|: expected close marker.*", "")
        .replaceFirst("Duplicate field '(.{0,40}?)'.*", "the field $1 is there twice")
        .replaceFirst("Non-standard token '(\\w+)'.*", "$1 is no number of JSON")
        .replaceFirst(
            "Numeric value \\((.{0,20}).*?\\) out of range.*", "the number $1 is out of range")
        .replaceFirst(" \\(for .*|: enable JsonReadFeature.*", "");
  }
}
