package org.polarbeam.stats;

import java.util.Arrays;

/**
 * A sample reduced to its distinct values in ascending order, so that every later ranking of the
 * same sample under other weights needs one pass and no sort. Distinct by {@code ==} on doubles:
 * {@code 0.0} and {@code -0.0} are one value.
 */
public final class DistinctValues {
  private final int[] place;
  private final int count;

  private DistinctValues(int[] place, int count) {
    this.place = place;
    this.count = count;
  }

  /**
   * Sorts a sample once.
   *
   * @param values finite numbers, in any order
   * @throws IllegalArgumentException if one of them is not finite
   */
  public static DistinctValues of(double[] values) {
    double[] sorted = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException("values[" + i + "] is " + values[i] + ", not finite");
      }
      sorted[i] = values[i] + 0.0; // -0.0 becomes 0.0
    }
    Arrays.sort(sorted);
    int count = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[count - 1]) {
        sorted[count++] = sorted[i];
      }
    }
    int[] place = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      place[i] = Arrays.binarySearch(sorted, 0, count, values[i] + 0.0);
    }
    return new DistinctValues(place, count);
  }

  /** How many distinct values there are. */
  public int count() {
    return count;
  }

  /** The place, from 0, of element {@code i}'s value among the distinct values. */
  public int place(int i) {
    return place[i];
  }

  /**
   * The average rank of each distinct value in the multiset in which element {@code i} stands
   * {@code weights[i]} times.
   *
   * @param weights non-negative multiplicities, one an element
   * @return indexed by place; a value of no weight gets the rank it would have just there
   */
  public double[] averageRanks(double[] weights) {
    double[] ranks = new double[count];
    for (int i = 0; i < place.length; i++) {
      ranks[place[i]] += weights[i];
    }
    toAverageRanks(ranks, count);
    return ranks;
  }

  /**
   * Turns the weights of ascending distinct values into their average ranks, in place.
   *
   * @param weights on entry the weight of each distinct value, on return its average rank
   * @param count how many entries count
   */
  public static void toAverageRanks(double[] weights, int count) {
    double below = 0;
    for (int k = 0; k < count; k++) {
      double weight = weights[k];
      weights[k] = below + (weight + 1) / 2;
      below += weight;
    }
  }
}
