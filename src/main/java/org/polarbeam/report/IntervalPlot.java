package org.polarbeam.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A picture of estimates with their intervals: one line a label, one mark a series, a rule at zero.
 * Plain SVG that needs no script; shapes tell the series apart as well as colours do.
 */
final class IntervalPlot {
  /** A point with its interval; NaN ends are not drawn. */
  record Point(int series, double value, double low, double high) {}

  /** A line of the picture. */
  record Line(String label, List<Point> points) {}

  private static final int WIDTH = 760;
  private static final int LABELS = 250;
  private static final int RIGHT = 20;
  private static final int TOP = 26;
  private static final int BOTTOM = 40;
  private static final int SERIES_GAP = 9;
  private static final int LINE_GAP = 11;
  private static final int LABEL_CHARACTERS = 36;
  private static final int SHAPES = 4;

  private final String title;
  private final String axis;
  private final List<String> series;
  private final List<Line> lines = new ArrayList<>();
  private double least;
  private double greatest;

  /**
   * Begins a picture.
   *
   * @param title what it shows, for those who cannot see it
   * @param axis what the numbers are
   * @param series the name of each series
   */
  IntervalPlot(String title, String axis, List<String> series) {
    this.title = title;
    this.axis = axis;
    this.series = series;
  }

  /** Adds a line; points without a value are left out, and so is a line without points. */
  void add(String label, List<Point> points) {
    List<Point> drawn = points.stream().filter(p -> Double.isFinite(p.value)).toList();
    if (drawn.isEmpty()) {
      return;
    }
    lines.add(new Line(label, drawn));
    for (Point p : drawn) {
      for (double v : new double[] {p.value, p.low, p.high}) {
        if (Double.isFinite(v)) {
          least = Math.min(least, v);
          greatest = Math.max(greatest, v);
        }
      }
    }
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** The picture as an SVG element. */
  String svg() {
    double step = step((greatest - least) / 6);
    double from = Math.floor(least / step) * step;
    double to = Math.max(Math.ceil(greatest / step) * step, from + step);
    int each = series.size() * SERIES_GAP + LINE_GAP;
    int plotBottom = TOP + lines.size() * each;
    int height = plotBottom + BOTTOM;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg class=\"plot\" role=\"img\" viewBox=\"0 0 %d %d\" aria-label=\"%s\">%n",
            WIDTH,
            height,
            Html.escape(title)));
    legend(svg);
    int ticks = (int) Math.round((to - from) / step);
    for (int k = 0; k <= ticks; k++) {
      double v = from + k * step;
      double x = x(v, from, to);
      boolean zero = Math.abs(v) < step / 2;
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>"
                  + "<text class=\"tick\" x=\"%.1f\" y=\"%d\">%s</text>%n",
              zero ? "zero" : "grid",
              x,
              x,
              TOP,
              plotBottom,
              x,
              plotBottom + 15,
              number(v, step)));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"tick\" x=\"%.1f\" y=\"%d\">%s</text>%n",
            x((from + to) / 2, from, to),
            plotBottom + 33,
            Html.escape(axis)));
    for (int i = 0; i < lines.size(); i++) {
      line(svg, lines.get(i), TOP + i * each, each, from, to);
    }
    return svg.append("</svg>\n").toString();
  }

  private void legend(StringBuilder svg) {
    if (series.size() < 2) {
      return;
    }
    double x = LABELS;
    for (int s = 0; s < series.size(); s++) {
      mark(svg, s, x + 5, 10, "");
      svg.append(
          String.format(
              Locale.ROOT,
              "<text class=\"key\" x=\"%.1f\" y=\"14\">%s</text>%n",
              x + 14,
              Html.escape(series.get(s))));
      x += 34 + 6.4 * series.get(s).length();
    }
  }

  private void line(StringBuilder svg, Line line, int top, int each, double from, double to) {
    String label = line.label;
    String shown =
        label.length() > LABEL_CHARACTERS ? label.substring(0, LABEL_CHARACTERS - 1) + "…" : label;
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"label\" x=\"%d\" y=\"%d\">%s</text>%n",
            LABELS - 10,
            top + each / 2 + 4,
            Html.escape(shown)));
    for (Point p : line.points) {
      double y = top + (LINE_GAP + SERIES_GAP) / 2.0 + p.series * SERIES_GAP;
      if (Double.isFinite(p.low) && Double.isFinite(p.high)) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<line class=\"bar s%d\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>%n",
                p.series % SHAPES,
                x(p.low, from, to),
                x(p.high, from, to),
                y,
                y));
      }
      String says =
          label
              + (series.size() > 1 ? ", " + series.get(p.series) : "")
              + String.format(Locale.ROOT, ": %.3f [%.3f, %.3f]", p.value, p.low, p.high);
      mark(svg, p.series, x(p.value, from, to), y, "<title>" + Html.escape(says) + "</title>");
    }
  }

  private static void mark(StringBuilder svg, int series, double x, double y, String inside) {
    String shape =
        switch (series % SHAPES) {
          case 0 -> String.format(Locale.ROOT, "circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.6\"", x, y);
          case 1 ->
              String.format(
                  Locale.ROOT,
                  "rect x=\"%.1f\" y=\"%.1f\" width=\"6.4\" height=\"6.4\"",
                  x - 3.2,
                  y - 3.2);
          case 2 -> String.format(Locale.ROOT, "path d=\"M%.1f %.1fl4.2 7.4h-8.4z\"", x, y - 4.6);
          default ->
              String.format(
                  Locale.ROOT, "path d=\"M%.1f %.1fl4.4 4.4l-4.4 4.4l-4.4-4.4z\"", x, y - 4.4);
        };
    String element = shape.substring(0, shape.indexOf(' '));
    svg.append("<")
        .append(shape)
        .append(" class=\"mark s")
        .append(series % SHAPES)
        .append("\">")
        .append(inside)
        .append("</")
        .append(element)
        .append(">\n");
  }

  private static double x(double value, double from, double to) {
    return LABELS + (value - from) / (to - from) * (WIDTH - LABELS - RIGHT);
  }

  /** The step at or above a length that is 1, 2 or 5 times a power of ten. */
  private static double step(double length) {
    if (!(length > 0)) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(length)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= length * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static String number(double v, double step) {
    int digits = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    return String.format(Locale.ROOT, "%." + digits + "f", v == 0 ? 0.0 : v);
  }
}
