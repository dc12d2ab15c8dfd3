package org.polarbeam.alignment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.record.Figure;

/**
 * The values of one figure in consecutive bootstrap rounds.
 *
 * @param estimate the figure on the responses as they are; NaN where it is undefined
 * @param topics how many topics it rests on
 * @param isThin whether too many of them have too few responses to tell how those vary
 * @param first the round of the first value, from 0
 * @param values one a round; NaN where the figure is undefined
 */
public record FigureRounds(
    Figure figure, double estimate, int topics, boolean isThin, int first, double[] values)
    implements Serializable {

  /** The same figure with at most so many rounds. */
  public FigureRounds firstRounds(int count) {
    return new FigureRounds(
        figure,
        estimate,
        topics,
        isThin,
        first,
        Arrays.copyOf(values, Math.min(count, values.length)));
  }

  /** Blocks of rounds of any figures, in any order, as one for each figure. */
  public static List<FigureRounds> join(Iterable<FigureRounds> blocks) {
    Map<Figure, List<FigureRounds>> byFigure = new TreeMap<>(Figure.ORDER);
    blocks.forEach(b -> byFigure.computeIfAbsent(b.figure, f -> new ArrayList<>()).add(b));
    return byFigure.entrySet().stream().map(e -> join(e.getKey(), e.getValue())).toList();
  }

  private static FigureRounds join(Figure figure, List<FigureRounds> list) {
    int length = list.stream().mapToInt(part -> part.first + part.values.length).max().orElse(0);
    double[] values = new double[length];
    for (FigureRounds part : list) {
      System.arraycopy(part.values, 0, values, part.first, part.values.length);
    }
    FigureRounds one = list.get(0);
    return new FigureRounds(figure, one.estimate, one.topics, one.isThin, 0, values);
  }
}
