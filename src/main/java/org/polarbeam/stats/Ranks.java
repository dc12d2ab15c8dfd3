package org.polarbeam.stats;

import java.util.Arrays;

/** Ranks with ties sharing the average of the places they take. */
public final class Ranks {
  private Ranks() {}

  /**
   * The average rank, from 1, of each value among all of them.
   *
   * @param values finite numbers, in any order
   */
  public static double[] average(double[] values) {
    DistinctValues distinct = DistinctValues.of(values);
    double[] weights = new double[values.length];
    Arrays.fill(weights, 1);
    double[] byPlace = distinct.averageRanks(weights);
    double[] ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      ranks[i] = byPlace[distinct.place(i)];
    }
    return ranks;
  }
}
