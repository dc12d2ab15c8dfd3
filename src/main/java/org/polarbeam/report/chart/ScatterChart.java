package org.polarbeam.report.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Points on two scales, and lines through them; below each other for the values of a column.
 *
 * @param data with a column {@code kind} that says what a row is: {@link #OBSERVED}, or a point of
 *     a line, which joins the rows of its panel and series
 * @param panel the column that parts the picture
 * @param x the column of the horizontal scale
 * @param y the column of the vertical scale
 * @param series the column that marks tell apart; empty when all are alike
 * @param order the series in their order
 * @param xAxis what the horizontal numbers are
 * @param yAxis what the vertical numbers are
 */
public record ScatterChart(
    DataRows data,
    String panel,
    String x,
    String y,
    String series,
    List<String> order,
    String xAxis,
    String yAxis)
    implements Chart {

  public static final String KIND = "kind";
  public static final String OBSERVED = "observed";
  public static final String FIT = "fit";

  private static final int LEFT = 60;
  private static final int HEIGHT = 230;
  private static final int HEADING = 24;
  private static final int BOTTOM = 56;

  private boolean isObserved(List<String> row) {
    return data.text(row, KIND).equals(OBSERVED);
  }

  private int seriesOf(List<String> row) {
    return series.isEmpty() ? 0 : order.indexOf(data.text(row, series));
  }

  @Override
  public String svg(String says) {
    Svg svg = new Svg();
    double top = 14 + svg.legend(order, LEFT, 10) + 12;
    for (String part : data.distinct(panel)) {
      top = panel(svg, part, top);
    }
    return svg.element(top, says);
  }

  private double panel(Svg svg, String part, double start) {
    List<List<String>> rows =
        data.rows().stream()
            .filter(r -> data.text(r, panel).equals(part))
            .filter(r -> Double.isFinite(data.number(r, x)) && Double.isFinite(data.number(r, y)))
            .toList();
    double top = start + HEADING;
    double bottom = top + HEIGHT;
    svg.text("panel", 4, start + 8, part);
    Axis across =
        new Axis(rows.stream().mapToDouble(r -> data.number(r, x)), LEFT, Svg.WIDTH - 20.0);
    Axis up = new Axis(rows.stream().mapToDouble(r -> data.number(r, y)), bottom, top);
    svg.bottomAxis(across, top, bottom, xAxis).leftAxis(up, LEFT, Svg.WIDTH - 20.0, yAxis);
    for (String name : series.isEmpty() ? List.of("") : order) {
      List<List<String>> line =
          rows.stream()
              .filter(r -> !isObserved(r))
              .filter(r -> series.isEmpty() || data.text(r, series).equals(name))
              .sorted(Comparator.comparingDouble(r -> data.number(r, x)))
              .toList();
      for (int i = 1; i < line.size(); i++) {
        List<String> a = line.get(i - 1);
        List<String> b = line.get(i);
        svg.line(
            "bar s" + seriesOf(a) % 8,
            across.at(data.number(a, x)),
            up.at(data.number(a, y)),
            across.at(data.number(b, x)),
            up.at(data.number(b, y)));
      }
    }
    rows.stream()
        .filter(this::isObserved)
        .forEach(
            r ->
                svg.mark(
                    seriesOf(r), across.at(data.number(r, x)), up.at(data.number(r, y)), says(r)));
    return bottom + BOTTOM;
  }

  private String says(List<String> row) {
    return String.format(
        Locale.ROOT,
        "%s %s: %.3f, %.3f",
        data.text(row, "model"),
        data.text(row, "language"),
        data.number(row, x),
        data.number(row, y));
  }

  @Override
  public ObjectNode vegaLite() {
    ObjectNode spec = VegaSpec.of(numbers());
    ObjectNode drawing = JsonNodeFactory.instance.objectNode();
    drawing.put("width", "fit").put("height", HEIGHT);
    ArrayNode layers = drawing.putArray("layer");
    ObjectNode line = layer(layers, false);
    line.putObject("mark").put("type", "line").put("strokeWidth", 1.8);
    encode(line, false);
    ObjectNode point = layer(layers, true);
    point
        .putObject("mark")
        .put("type", "point")
        .put("filled", true)
        .put("opacity", 1)
        .put("size", 52);
    encode(point, true);
    VegaSpec.panels(spec, panel, drawing, "x", "y");
    return spec;
  }

  private List<String> numbers() {
    return List.of(x, y);
  }

  private static ObjectNode layer(ArrayNode layers, boolean observed) {
    ObjectNode layer = layers.addObject();
    ObjectNode filter = layer.putArray("transform").addObject().putObject("filter");
    if (!observed) {
      filter = filter.putObject("not");
    }
    filter.put("field", KIND).put("equal", OBSERVED);
    return layer;
  }

  private void encode(ObjectNode layer, boolean points) {
    ObjectNode encoding = layer.putObject("encoding");
    VegaSpec.quantitative(encoding, "x", x, xAxis);
    VegaSpec.quantitative(encoding, "y", y, yAxis);
    if (series.isEmpty()) {
      encoding.putObject("color").put("value", SeriesStyle.color(points ? 0 : 1));
    } else {
      SeriesStyle.encode(encoding, series, order, points);
    }
    VegaSpec.tooltip(encoding, data, numbers());
  }
}
