package org.polarbeam.report.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Numbers as the colour of boxes, in six steps that stay apart in grey and for colour-blind readers
 * (light for little, dark for much), with the number in the box where there is room.
 *
 * @param data with the columns that the others name
 * @param panel the column that parts the picture; empty for one picture
 * @param row the column of the lines
 * @param column the column of the boxes in a line
 * @param value the column of the numbers
 * @param cuts the five numbers between the steps, ascending
 */
public record HeatMap(
    DataRows data, String panel, String row, String column, String value, List<Double> cuts)
    implements Chart {

  private static final int LABELS = 130;
  private static final int LABEL_CHARACTERS = 19;
  private static final int LINE = 20;
  private static final int HEADING = 24;
  private static final int COLUMN_NAMES = 160;
  private static final int WIDEST = 60;
  private static final int ROOM_FOR_A_NUMBER = 30;

  /** With more boxes than this, their numbers are left to the table and the tooltips. */
  private static final int MOST_NUMBERED = 2000;

  /** From this step on, boxes are so dark that their numbers must be light. */
  private static final int DARK = 4;

  private boolean isNumbered() {
    return data.rows().size() <= MOST_NUMBERED;
  }

  /** The step of a number, from 0. */
  private int step(double number) {
    int step = 0;
    while (step < cuts.size() && number >= cuts.get(step)) {
      step++;
    }
    return step;
  }

  @Override
  public String svg(String says) {
    Svg svg = new Svg();
    double top = legend(svg);
    for (String part : panel.isEmpty() ? List.of("") : data.distinct(panel)) {
      top = panel(svg, part, top);
    }
    return svg.element(top, says);
  }

  private double legend(Svg svg) {
    for (int s = 0; s <= cuts.size(); s++) {
      double x = LABELS + s * 96.0;
      svg.box("h" + s, x, 4, 14, 14, name(s)).text("key", x + 19, 15, name(s));
    }
    return 32;
  }

  /** A step in words. */
  private String name(int step) {
    if (step == 0) {
      return String.format(Locale.ROOT, "below %.2g", cuts.get(0));
    }
    return step == cuts.size()
        ? String.format(Locale.ROOT, "%.2g and up", cuts.get(step - 1))
        : String.format(Locale.ROOT, "%.2g to %.2g", cuts.get(step - 1), cuts.get(step));
  }

  private double panel(Svg svg, String part, double start) {
    List<List<String>> cells =
        data.rows().stream()
            .filter(r -> panel.isEmpty() || data.text(r, panel).equals(part))
            .filter(r -> Double.isFinite(data.number(r, value)))
            .toList();
    double top = start;
    if (!panel.isEmpty()) {
      svg.text("panel", 4, top + 8, part);
      top += HEADING;
    }
    List<String> lines = cells.stream().map(r -> data.text(r, row)).distinct().sorted().toList();
    List<String> boxes = cells.stream().map(r -> data.text(r, column)).distinct().sorted().toList();
    double width = Math.min(WIDEST, (Svg.WIDTH - LABELS - 4.0) / Math.max(1, boxes.size()));
    double bottom = top + lines.size() * LINE;
    for (int i = 0; i < lines.size(); i++) {
      svg.text("label", LABELS - 6, top + i * LINE + 14, Svg.cut(lines.get(i), LABEL_CHARACTERS));
    }
    for (List<String> cell : cells) {
      double number = data.number(cell, value);
      double x = LABELS + boxes.indexOf(data.text(cell, column)) * width;
      double y = top + lines.indexOf(data.text(cell, row)) * LINE;
      int step = step(number);
      svg.box(
          "h" + step,
          x,
          y,
          width - 1,
          LINE - 1,
          isNumbered()
              ? String.format(
                  Locale.ROOT,
                  "%s, %s: %.3f",
                  data.text(cell, row),
                  data.text(cell, column),
                  number)
              : "");
      if (isNumbered() && width >= ROOM_FOR_A_NUMBER) {
        svg.text(
            "in " + (step < DARK ? "t0" : "t5"),
            x + width / 2,
            y + 14,
            String.format(Locale.ROOT, "%.2f", number));
      }
    }
    int longest = 0;
    for (int i = 0; i < boxes.size(); i++) {
      String name = Svg.cut(boxes.get(i), LABEL_CHARACTERS);
      longest = Math.max(longest, name.length());
      svg.turned("label", LABELS + i * width + width / 2 + 4, bottom + 6, name);
    }
    return bottom + Math.min(COLUMN_NAMES, 30 + longest * 6.7);
  }

  @Override
  public ObjectNode vegaLite() {
    ObjectNode spec = VegaSpec.of(List.of(value));
    ObjectNode drawing = panel.isEmpty() ? spec : JsonNodeFactory.instance.objectNode();
    drawing.put("width", "fit");
    drawing.putObject("height").put("step", LINE);
    ArrayNode layers = drawing.putArray("layer");
    ObjectNode box = layers.addObject();
    box.putObject("mark").put("type", "rect").put("stroke", "var(--paper)");
    ObjectNode encoding = place(box);
    color(encoding);
    VegaSpec.tooltip(encoding, data, List.of(value));
    int room = data.distinct(column).size() * ROOM_FOR_A_NUMBER;
    if (isNumbered() && room < Svg.WIDTH - LABELS) {
      ((ObjectNode) spec.get("usermeta")).put("least", room);
      ObjectNode text = layers.addObject();
      text.putObject("mark").put("type", "text").put("fontSize", 10.5).put("tooltip", false);
      ObjectNode number = place(text);
      VegaSpec.field(number.putObject("text"), value, "quantitative").put("format", ".2f");
      ObjectNode ink = number.putObject("color").put("value", "var(--t0)");
      ObjectNode dark = ink.putObject("condition").put("value", "var(--t5)");
      dark.putObject("test").put("field", value).put("gte", cuts.get(DARK - 1));
    }
    if (!panel.isEmpty()) {
      VegaSpec.panels(spec, panel, drawing, "x", "y");
    }
    return spec;
  }

  private ObjectNode place(ObjectNode layer) {
    ObjectNode encoding = layer.putObject("encoding");
    for (String axis : List.of("x", "y")) {
      VegaSpec.nominal(encoding, axis, axis.equals("x") ? column : row)
          .put("sort", "ascending")
          .putNull("title");
    }
    return encoding;
  }

  private void color(ObjectNode encoding) {
    ObjectNode color = VegaSpec.field(encoding.putObject("color"), value, "quantitative");
    ObjectNode scale = color.putObject("scale").put("type", "threshold");
    ArrayNode domain = scale.putArray("domain");
    cuts.forEach(domain::add);
    List<String> range = new ArrayList<>();
    for (int s = 0; s <= cuts.size(); s++) {
      range.add("var(--h" + s + ")");
    }
    VegaSpec.texts(scale, "range", range);
    color.putObject("legend").putNull("title");
  }
}
