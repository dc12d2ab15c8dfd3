package org.polarbeam.report.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Pieces of Vega-Lite specifications. */
final class VegaSpec {
  private static final String NOMINAL = "nominal";
  private static final String QUANTITATIVE = "quantitative";

  private VegaSpec() {}

  /** A specification of rows, some of whose columns are numbers. */
  static ObjectNode of(List<String> numbers) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode();
    spec.putObject("data").put("name", "rows");
    texts(spec.putObject("usermeta"), "numbers", numbers);
    return spec;
  }

  static ObjectNode field(ObjectNode channel, String field, String type) {
    return channel.put("field", escape(field)).put("type", type);
  }

  static ObjectNode nominal(ObjectNode encoding, String channel, String field) {
    return field(encoding.putObject(channel), field, NOMINAL);
  }

  static ObjectNode quantitative(ObjectNode encoding, String channel, String field, String title) {
    ObjectNode node = field(encoding.putObject(channel), field, QUANTITATIVE);
    node.put("title", title).putObject("scale").put("zero", false);
    return node;
  }

  /** A tooltip of every column that has something to say. */
  static void tooltip(ObjectNode encoding, DataRows data, List<String> numbers) {
    ArrayNode tooltip = encoding.putArray("tooltip");
    for (String column : data.columns()) {
      boolean number = numbers.contains(column);
      ObjectNode node =
          field(tooltip.addObject(), column, number ? QUANTITATIVE : NOMINAL)
              .put("title", column.replace('_', ' '));
      if (number) {
        node.put("format", ".3f");
      }
    }
  }

  /** One drawing a value of a column, each below the other, with the value as its heading. */
  static void panels(ObjectNode spec, String column, ObjectNode drawing, String... independent) {
    ObjectNode facet = field(spec.putObject("facet"), column, NOMINAL);
    facet.putNull("title").putNull("sort");
    facet
        .putObject("header")
        .put("labelAnchor", "start")
        .put("labelFontWeight", "bold")
        .put("labelFontSize", 13)
        .put("labelPadding", 4);
    spec.put("columns", 1);
    spec.set("spec", drawing);
    ObjectNode scale = spec.putObject("resolve").putObject("scale");
    for (String channel : independent) {
      scale.put(channel, "independent");
    }
  }

  static void texts(ObjectNode node, String name, List<String> values) {
    ArrayNode array = node.putArray(name);
    values.forEach(array::add);
  }

  /** Field names with a dot or bracket would be read as paths. */
  private static String escape(String field) {
    return field.replace("\\", "\\\\").replace(".", "\\.").replace("[", "\\[").replace("]", "\\]");
  }
}
