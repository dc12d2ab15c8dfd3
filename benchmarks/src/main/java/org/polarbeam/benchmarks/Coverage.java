package org.polarbeam.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How often intervals hold the figure they are for. */
final class Coverage {
  private final Map<String, Tally> byName = new TreeMap<>();

  /** The sums of one kind of interval. */
  private static final class Tally {
    int n;
    int withheld;
    int hits;
    int low;
    int high;
    double truth;
    double error;
    double squares;
    double width;
  }

  /**
   * Counts an interval.
   *
   * @param low its lower end; NaN where it is withheld
   */
  void add(String name, double truth, double estimate, double low, double high) {
    Tally t = byName.computeIfAbsent(name, k -> new Tally());
    if (Double.isNaN(low) || Double.isNaN(high)) {
      t.withheld++;
      return;
    }
    t.n++;
    t.low += truth < low ? 1 : 0;
    t.high += truth > high ? 1 : 0;
    t.hits += low <= truth && truth <= high ? 1 : 0;
    t.truth += truth;
    t.error += estimate - truth;
    t.squares += (estimate - truth) * (estimate - truth);
    t.width += high - low;
  }

  static void header() {
    System.out.println(
        "| world | interval of | n | withheld | truth | bias | true sd | width | covers % | ± | misses"
            + " below, above % |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
  }

  /** A line for each name. */
  void print(String world) {
    byName.forEach(
        (name, t) -> {
          double share = t.hits / (double) t.n;
          double bias = t.error / t.n;
          System.out.printf(
              Locale.ROOT,
              "| %s | %s | %d | %d | %.3f | %+.3f | %.3f | %.3f | %.1f | %.1f | %.1f, %.1f |%n",
              world,
              name,
              t.n,
              t.withheld,
              t.truth / t.n,
              bias,
              Math.sqrt(Math.max(0, t.squares / t.n - bias * bias)),
              t.width / t.n,
              100 * share,
              100 * Math.sqrt(share * (1 - share) / t.n),
              100.0 * t.low / t.n,
              100.0 * t.high / t.n);
        });
  }
}
