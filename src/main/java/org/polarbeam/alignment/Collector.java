package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers figures round by round into one array a figure. */
final class Collector {
  private final int first;
  private final int rounds;
  private final Map<Figure, double[]> values = new LinkedHashMap<>();

  Collector(int first, int rounds) {
    this.first = first;
    this.rounds = rounds;
  }

  void put(Figure figure, int round, double value) {
    values.computeIfAbsent(figure, f -> new double[rounds])[round - first] = value;
  }

  List<FigureRounds> done() {
    List<FigureRounds> done = new ArrayList<>(values.size());
    values.forEach((figure, array) -> done.add(new FigureRounds(figure, first, array)));
    return done;
  }
}
