package org.polarbeam.report.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Estimates with their intervals: a line a label, a mark a row, a rule at zero; below each other
 * for the values of a column, if wanted.
 *
 * @param data with the columns estimate, ci_low, ci_high and those that the others name
 * @param panel the column that parts the picture; empty for one picture
 * @param label the column of the lines
 * @param series the column that marks tell apart; empty when all are alike
 * @param order the series in their order
 * @param ruled the series whose values are drawn across all lines as well; empty for none
 * @param axis what the numbers are
 */
public record IntervalChart(
    DataRows data,
    String panel,
    String label,
    String series,
    List<String> order,
    String ruled,
    String axis)
    implements Chart {

  static final String ESTIMATE = "estimate";
  static final String LOW = "ci_low";
  static final String HIGH = "ci_high";
  static final List<String> NUMBERS = List.of(ESTIMATE, LOW, HIGH);

  private static final int LABELS = 250;
  private static final int LABEL_CHARACTERS = 36;
  private static final int RIGHT = 20;
  private static final int SERIES_GAP = 9;
  private static final int LINE_GAP = 11;
  private static final int HEADING = 24;
  private static final int BOTTOM = 52;

  /** One picture, all rows of one series. */
  public static IntervalChart plain(DataRows data, String label, String axis) {
    return new IntervalChart(data, "", label, "", List.of(), "", axis);
  }

  /** One picture with several series. */
  public static IntervalChart bySeries(
      DataRows data, String label, String series, List<String> order, String axis) {
    return new IntervalChart(data, "", label, series, order, "", axis);
  }

  /** The same in one picture for each value of a column. */
  public IntervalChart in(String column) {
    return new IntervalChart(data, column, label, series, order, ruled, axis);
  }

  /** The same with one series drawn across all lines. */
  public IntervalChart across(String name) {
    return new IntervalChart(data, panel, label, series, order, name, axis);
  }

  private int seriesOf(List<String> row) {
    return series.isEmpty() ? 0 : order.indexOf(data.text(row, series));
  }

  /** Whether some line has marks of several series, which must not lie on each other. */
  private boolean isParted() {
    return data.rows().stream()
            .map(r -> List.of(data.text(r, panel), data.text(r, label), data.text(r, series)))
            .distinct()
            .count()
        > data.rows().stream()
            .map(r -> List.of(data.text(r, panel), data.text(r, label)))
            .distinct()
            .count();
  }

  private int lanes() {
    return isParted() ? order.size() : 1;
  }

  private boolean isRuled(List<String> row) {
    return !ruled.isEmpty() && data.text(row, series).equals(ruled);
  }

  private List<List<String>> rows(String inPanel) {
    return data.rows().stream()
        .filter(r -> panel.isEmpty() || data.text(r, panel).equals(inPanel))
        .filter(r -> Double.isFinite(data.number(r, ESTIMATE)))
        .toList();
  }

  @Override
  public String svg(String says) {
    Svg svg = new Svg();
    double y = 14 + svg.legend(order, LABELS, 10) + 12;
    DoubleStream values =
        data.rows().stream()
            .flatMapToDouble(r -> NUMBERS.stream().mapToDouble(n -> data.number(r, n)));
    Axis scale =
        new Axis(DoubleStream.concat(DoubleStream.of(0), values), LABELS, Svg.WIDTH - RIGHT);
    for (String part : panel.isEmpty() ? List.of("") : data.distinct(panel)) {
      List<List<String>> rows = rows(part);
      if (!rows.isEmpty()) {
        y = panel(svg, part, rows, scale, y);
      }
    }
    return svg.element(y, says);
  }

  /** Draws one picture; gives where the next begins. */
  private double panel(Svg svg, String part, List<List<String>> rows, Axis scale, double top) {
    double y = top;
    if (!panel.isEmpty()) {
      svg.text("panel", 4, y + 8, part);
      y += HEADING;
    }
    List<String> labels = rows.stream().map(r -> data.text(r, label)).distinct().toList();
    int lanes = lanes();
    double each = lanes * SERIES_GAP + LINE_GAP;
    double bottom = y + labels.size() * each;
    svg.bottomAxis(scale, y, bottom, axis);
    for (List<String> row : rows) {
      if (isRuled(row)) {
        double x = scale.at(data.number(row, ESTIMATE));
        svg.line("across", x, y, x, bottom);
      }
    }
    for (int i = 0; i < labels.size(); i++) {
      svg.text(
          "label",
          LABELS - 10,
          y + i * each + each / 2 + 4,
          Svg.cut(labels.get(i), LABEL_CHARACTERS));
    }
    for (List<String> row : rows) {
      int s = seriesOf(row);
      double line = y + labels.indexOf(data.text(row, label)) * each;
      double at = line + (LINE_GAP + SERIES_GAP) / 2.0 + (lanes == 1 ? 0 : s) * SERIES_GAP;
      double low = data.number(row, LOW);
      double high = data.number(row, HIGH);
      if (Double.isFinite(low) && Double.isFinite(high)) {
        svg.line("bar s" + s % 8, scale.at(low), at, scale.at(high), at);
      }
      svg.mark(s, scale.at(data.number(row, ESTIMATE)), at, says(row));
    }
    return bottom + BOTTOM;
  }

  private String says(List<String> row) {
    StringBuilder says = new StringBuilder(data.text(row, label));
    if (!series.isEmpty()) {
      says.append(", ").append(data.text(row, series));
    }
    says.append(String.format(Locale.ROOT, ": %.3f", data.number(row, ESTIMATE)));
    double low = data.number(row, LOW);
    double high = data.number(row, HIGH);
    if (Double.isFinite(low) && Double.isFinite(high)) {
      says.append(String.format(Locale.ROOT, " [%.3f, %.3f]", low, high));
    }
    return says.toString();
  }

  @Override
  public ObjectNode vegaLite() {
    ObjectNode spec = VegaSpec.of(NUMBERS);
    ObjectNode drawing = panel.isEmpty() ? spec : JsonNodeFactory.instance.objectNode();
    drawing.put("width", "fit");
    drawing.putObject("height").put("step", lanes() * SERIES_GAP + LINE_GAP).put("for", "position");
    ArrayNode layers = drawing.putArray("layer");
    ObjectNode zero = layers.addObject();
    zero.putObject("data").putArray("values").addObject().put("x", 0);
    zero.putObject("mark").put("type", "rule").put("color", "var(--soft)");
    VegaSpec.quantitative(zero.putObject("encoding"), "x", "x", axis);
    if (!ruled.isEmpty()) {
      ObjectNode across = layers.addObject();
      ObjectNode filter = across.putArray("transform").addObject().putObject("filter");
      filter.put("field", series).put("equal", ruled);
      across
          .putObject("mark")
          .put("type", "rule")
          .put("color", "var(--soft)")
          .putArray("strokeDash")
          .add(3)
          .add(3);
      VegaSpec.quantitative(across.putObject("encoding"), "x", ESTIMATE, axis);
    }
    ObjectNode bar = layers.addObject();
    bar.putObject("mark").put("type", "rule").put("strokeWidth", 1.8);
    ObjectNode barEncoding = place(bar, LOW);
    barEncoding.putObject("x2").put("field", HIGH);
    ObjectNode point = layers.addObject();
    point
        .putObject("mark")
        .put("type", "point")
        .put("filled", true)
        .put("opacity", 1)
        .put("size", 52);
    place(point, ESTIMATE);
    if (!panel.isEmpty()) {
      VegaSpec.panels(spec, panel, drawing, "y", "yOffset");
    }
    return spec;
  }

  private ObjectNode place(ObjectNode layer, String at) {
    ObjectNode encoding = layer.putObject("encoding");
    VegaSpec.quantitative(encoding, "x", at, axis);
    ObjectNode y = VegaSpec.nominal(encoding, "y", label);
    y.putNull("sort").putNull("title");
    if (series.isEmpty()) {
      encoding.putObject("color").put("value", SeriesStyle.color(0));
    } else {
      if (isParted()) {
        ObjectNode offset = VegaSpec.nominal(encoding, "yOffset", series);
        VegaSpec.texts(offset.putObject("scale"), "domain", order);
      }
      SeriesStyle.encode(encoding, series, order, at.equals(ESTIMATE));
    }
    VegaSpec.tooltip(encoding, data, NUMBERS);
    return encoding;
  }
}
