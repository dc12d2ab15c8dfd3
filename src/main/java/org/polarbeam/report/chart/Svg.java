package org.polarbeam.report.chart;

import java.util.List;
import java.util.Locale;

/** An SVG element in the making; colours come from the page's style sheet, by class. */
public final class Svg {
  static final int WIDTH = 760;
  private static final double CHARACTER = 6.7;

  private final StringBuilder body = new StringBuilder();

  Svg line(String style, double x1, double y1, double x2, double y2) {
    body.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
            style,
            x1,
            y1,
            x2,
            y2));
    return this;
  }

  Svg text(String style, double x, double y, String text) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
            style,
            x,
            y,
            Html.escape(text)));
    return this;
  }

  Svg turned(String style, double x, double y, String text) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" transform=\"translate(%.1f %.1f) rotate(-90)\">%s</text>\n",
            style,
            x,
            y,
            Html.escape(text)));
    return this;
  }

  /** A box with a tooltip that may be empty. */
  Svg box(String style, double x, double y, double width, double height, String says) {
    body.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">%s</rect>\n",
            style,
            x,
            y,
            width,
            height,
            says.isEmpty() ? "" : "<title>" + Html.escape(says) + "</title>"));
    return this;
  }

  Svg mark(int series, double x, double y, String says) {
    body.append(SeriesStyle.svg(series, x, y, says));
    return this;
  }

  /**
   * What the series look like, from a place to the right, in as many lines as it takes.
   *
   * @return the height of the lines after the first
   */
  double legend(List<String> series, double left, double top) {
    if (series.size() < 2) {
      return 0;
    }
    double x = left;
    double y = top;
    for (int s = 0; s < series.size(); s++) {
      double width = 30 + CHARACTER * series.get(s).length();
      if (x > left && x + width > WIDTH) {
        x = left;
        y += 18;
      }
      mark(s, x + 5, y, "").text("key", x + 14, y + 4, series.get(s));
      x += width;
    }
    return y - top;
  }

  /** The ticks of an axis along the bottom of a drawing, with their grid and the axis' name. */
  Svg bottomAxis(Axis axis, double top, double bottom, String name) {
    for (double tick : axis.ticks()) {
      double x = axis.at(tick);
      line(tick == 0 ? "zero" : "grid", x, top, x, bottom);
      text("tick", x, bottom + 15, axis.label(tick));
    }
    return text("tick", axis.middle(), bottom + 32, name);
  }

  /** The ticks of an axis along the left of a drawing, with their grid and the axis' name. */
  Svg leftAxis(Axis axis, double left, double right, String name) {
    for (double tick : axis.ticks()) {
      double y = axis.at(tick);
      line(tick == 0 ? "zero" : "grid", left, y, right, y);
      text("label", left - 6, y + 4, axis.label(tick));
    }
    return turned("tick", left - 42, axis.middle(), name);
  }

  /** The label, cut where there is no room for more. */
  static String cut(String label, int characters) {
    return label.length() > characters ? label.substring(0, characters - 1) + "…" : label;
  }

  /** The height of a drawing, of its own units, which are about pixels on a wide screen. */
  public static String heightOf(String element) {
    String before = "viewBox=\"0 0 " + WIDTH + " ";
    String box = element.substring(element.indexOf(before) + before.length());
    return box.substring(0, box.indexOf('"'));
  }

  /** The element. */
  String element(double height, String says) {
    return String.format(
            Locale.ROOT,
            "<svg class=\"plot\" role=\"img\" viewBox=\"0 0 %d %.0f\" aria-label=\"%s\">\n",
            WIDTH,
            height,
            Html.escape(says))
        + body
        + "</svg>\n";
  }
}
