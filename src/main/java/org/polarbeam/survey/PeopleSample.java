package org.polarbeam.survey;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.polarbeam.stats.Draws;

/**
 * The people of a country who were asked the same questions: all of them, while they differ in few
 * ways, and beyond that those whose answers come first by a hash. So it takes bounded room, and
 * depends on who answered what and not on their order or on how they were divided: a way of
 * answering that is among the first of all is among the first of every part. Mutable.
 */
final class PeopleSample implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Ways of answering, weights included, that are told apart: more than surveys ask people. */
  static final int MOST = 20_000;

  private static final int FIRST_ROOM = 64;

  /** Topics. */
  private final int width;

  private long people;
  private int ways;
  private double[] weights = new double[FIRST_ROOM];
  private byte[] codes;
  private int[] counts = new int[FIRST_ROOM];
  private boolean isOrdered;

  /** A sample of nobody yet who was asked about so many topics. */
  PeopleSample(int width) {
    this.width = width;
    this.codes = new byte[FIRST_ROOM * width];
  }

  /** One more, with a code a topic. */
  void add(double weight, byte[] answered) {
    add(weight, answered, 0, 1);
    people++;
  }

  void add(PeopleSample other) {
    for (int i = 0; i < other.ways; i++) {
      add(other.weights[i], other.codes, i * width, other.counts[i]);
    }
    people += other.people;
  }

  private void add(double weight, byte[] from, int at, int count) {
    if (ways == 2 * MOST) {
      thin();
    }
    if (ways == weights.length) {
      int room = 2 * ways;
      weights = Arrays.copyOf(weights, room);
      counts = Arrays.copyOf(counts, room);
      codes = Arrays.copyOf(codes, room * width);
    }
    weights[ways] = weight;
    System.arraycopy(from, at, codes, ways * width, width);
    counts[ways++] = count;
    isOrdered = false;
  }

  /** How many there are, those who are not kept included. */
  long people() {
    return people;
  }

  /** How many ways of answering are kept, in an order of their own. */
  int ways() {
    order();
    return ways;
  }

  double weight(int way) {
    return weights[way];
  }

  byte code(int way, int topic) {
    return codes[way * width + topic];
  }

  /** How many answered so. */
  int count(int way) {
    return counts[way];
  }

  private void order() {
    if (!isOrdered) {
      thin();
      keep(IntStream.range(0, ways).boxed().sorted(this::compare).toArray(Integer[]::new), ways);
      isOrdered = true;
    }
  }

  /** Brings together who answered alike, and keeps the first by hash. */
  private void thin() {
    long[] hashes = IntStream.range(0, ways).mapToLong(this::hash).toArray();
    Comparator<Integer> byHash = Comparator.comparingLong(way -> hashes[way]);
    Integer[] order =
        IntStream.range(0, ways)
            .boxed()
            .sorted(byHash.thenComparing(this::compare))
            .toArray(Integer[]::new);
    int last = -1;
    int kept = 0;
    for (int way : order) {
      if (last >= 0 && hashes[last] == hashes[way] && compare(last, way) == 0) {
        counts[last] += counts[way];
      } else if (kept < MOST) {
        order[kept++] = way;
        last = way;
      } else {
        break;
      }
    }
    keep(order, kept);
  }

  private void keep(Integer[] order, int kept) {
    double[] w = new double[Math.max(FIRST_ROOM, kept)];
    int[] n = new int[w.length];
    byte[] c = new byte[w.length * width];
    for (int i = 0; i < kept; i++) {
      w[i] = weights[order[i]];
      n[i] = counts[order[i]];
      System.arraycopy(codes, order[i] * width, c, i * width, width);
    }
    weights = w;
    counts = n;
    codes = c;
    ways = kept;
  }

  private int compare(int a, int b) {
    int byWeight = Double.compare(weights[a], weights[b]);
    return byWeight != 0
        ? byWeight
        : Arrays.compare(codes, a * width, (a + 1) * width, codes, b * width, (b + 1) * width);
  }

  private long hash(int way) {
    long hash = Draws.mix(Double.doubleToLongBits(weights[way]));
    for (int i = way * width; i < (way + 1) * width; i++) {
      hash = hash * 31 + codes[i];
    }
    return Draws.mix(hash);
  }
}
