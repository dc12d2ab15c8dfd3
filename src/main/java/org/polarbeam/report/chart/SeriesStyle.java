package org.polarbeam.report.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * How series are told apart: by shape as well as by colour. Eight of each; after eight series the
 * pairs shift, so that 64 series all look different. The colours are those of Okabe and Ito (2008),
 * darkened for white paper and lightened for black in {@code report.css}.
 */
final class SeriesStyle {
  private static final int LOOKS = 8;

  private static final List<String> SHAPES =
      List.of(
          "circle",
          "square",
          "triangle-up",
          "diamond",
          "cross",
          "triangle-down",
          "triangle-right",
          "triangle-left");

  private SeriesStyle() {}

  /** The colour of a series, as CSS. */
  static String color(int series) {
    return "var(--s" + series % LOOKS + ")";
  }

  private static String shape(int series) {
    return SHAPES.get((series + series / LOOKS) % LOOKS);
  }

  /** A mark at a place, with a tooltip that may be empty. */
  static String svg(int series, double x, double y, String says) {
    String title = says.isEmpty() ? "" : "<title>" + Html.escape(says) + "</title>";
    return String.format(
        Locale.ROOT,
        "<path class=\"s%d\" transform=\"translate(%.1f %.1f)\" d=\"%s\">%s</path>\n",
        series % LOOKS,
        x,
        y,
        path(shape(series)),
        title);
  }

  private static String path(String shape) {
    return switch (shape) {
      case "circle" -> "M-3.7 0a3.7 3.7 0 1 0 7.4 0a3.7 3.7 0 1 0-7.4 0z";
      case "square" -> "M-3.3-3.3h6.6v6.6h-6.6z";
      case "triangle-up" -> "M0-4.4l4.3 7.6h-8.6z";
      case "triangle-down" -> "M0 4.4l4.3-7.6h-8.6z";
      case "triangle-right" -> "M4.4 0l-7.6 4.3v-8.6z";
      case "triangle-left" -> "M-4.4 0l7.6 4.3v-8.6z";
      case "diamond" -> "M0-4.6l4.6 4.6l-4.6 4.6l-4.6-4.6z";
      default -> "M-1.3-4.1h2.6v2.8h2.8v2.6h-2.8v2.8h-2.6v-2.8h-2.8v-2.6h2.8z";
    };
  }

  /** Colour and shape of a field, fixed whatever rows are left. */
  static void encode(ObjectNode encoding, String field, List<String> series, boolean shapes) {
    encode(encoding, "color", field, series, true);
    if (shapes) {
      encode(encoding, "shape", field, series, false);
    }
  }

  private static void encode(
      ObjectNode encoding, String channel, String field, List<String> series, boolean color) {
    ArrayNode range = JsonNodeFactory.instance.arrayNode();
    for (int s = 0; s < series.size(); s++) {
      range.add(color ? color(s) : shape(s));
    }
    ObjectNode node = VegaSpec.field(encoding.putObject(channel), field, "nominal");
    node.putObject("scale").set("range", range);
    VegaSpec.texts((ObjectNode) node.get("scale"), "domain", series);
    if (series.size() < 2) {
      node.putNull("legend");
    } else {
      node.putObject("legend").putNull("title");
    }
  }
}
