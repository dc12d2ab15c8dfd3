package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.polarbeam.record.Estimate;
import org.polarbeam.record.Figure;

/** Gathers figures round by round into one array a figure, in the order they first come. */
final class Collector {
  private final int first;
  private final int rounds;
  private final List<Figure> figures = new ArrayList<>();
  private final List<double[]> values = new ArrayList<>();
  private int next;

  Collector(int first, int rounds) {
    this.first = first;
    this.rounds = rounds;
  }

  /** Begins a round; every round puts the same figures in the same order. */
  void begin() {
    next = 0;
  }

  /** Puts the next figure of a round; its name is made in the first round only. */
  void put(Supplier<Figure> figure, int round, double value) {
    if (next == values.size()) {
      figures.add(figure.get());
      values.add(new double[rounds]);
    }
    values.get(next++)[round - first] = value;
  }

  /**
   * What was gathered.
   *
   * @param estimates each figure on the responses as they are
   */
  List<FigureRounds> done(Function<Figure, Estimate> estimates) {
    List<FigureRounds> done = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      Estimate estimate = estimates.apply(figures.get(i));
      done.add(
          new FigureRounds(
              figures.get(i),
              estimate.value(),
              estimate.topics(),
              estimate.isThin(),
              first,
              values.get(i)));
    }
    return done;
  }
}
