package org.polarbeam.alignment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The values of one figure in consecutive bootstrap rounds.
 *
 * @param first the round of the first value, from 0
 * @param values one a round; NaN where the figure is undefined
 */
public record FigureRounds(Figure figure, int first, double[] values) implements Serializable {

  /** The same figure with at most so many rounds. */
  public FigureRounds firstRounds(int count) {
    return new FigureRounds(figure, first, Arrays.copyOf(values, Math.min(count, values.length)));
  }

  /** The parts of one figure, in any order, as one. */
  public static FigureRounds join(Figure figure, Iterable<FigureRounds> parts) {
    int length = 0;
    List<FigureRounds> list = new ArrayList<>();
    for (FigureRounds part : parts) {
      list.add(part);
      length = Math.max(length, part.first + part.values.length);
    }
    double[] values = new double[length];
    for (FigureRounds part : list) {
      System.arraycopy(part.values, 0, values, part.first, part.values.length);
    }
    return new FigureRounds(figure, 0, values);
  }
}
