package org.polarbeam.report.chart;

import java.util.Locale;
import java.util.stream.DoubleStream;

/** A scale of numbers on round ticks, laid on a stretch of a drawing. */
final class Axis {
  private static final int TICKS = 6;
  private final double from;
  private final double to;
  private final double step;
  private final double start;
  private final double end;

  /** An axis that holds all finite values, drawn from {@code start} to {@code end}. */
  Axis(DoubleStream values, double start, double end) {
    double[] finite = values.filter(Double::isFinite).sorted().toArray();
    double least = finite.length == 0 ? 0 : finite[0];
    double greatest = finite.length == 0 ? 0 : finite[finite.length - 1];
    this.step = step((greatest - least) / TICKS);
    this.from = Math.floor(least / step) * step;
    this.to = Math.max(Math.ceil(greatest / step) * step, from + step);
    this.start = start;
    this.end = end;
  }

  /** Where a value lies. */
  double at(double value) {
    return start + (value - from) / (to - from) * (end - start);
  }

  /** Where the axis' middle lies. */
  double middle() {
    return (start + end) / 2;
  }

  /** The values of the ticks. */
  double[] ticks() {
    int count = (int) Math.round((to - from) / step);
    double[] ticks = new double[count + 1];
    for (int k = 0; k <= count; k++) {
      double tick = from + k * step;
      ticks[k] = Math.abs(tick) < step / 2 ? 0 : tick;
    }
    return ticks;
  }

  /** A tick as a reader wants it. */
  String label(double tick) {
    int digits = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    return String.format(Locale.ROOT, "%." + digits + "f", tick);
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
}
