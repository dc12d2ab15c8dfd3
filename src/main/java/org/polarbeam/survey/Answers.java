package org.polarbeam.survey;

import java.io.Serializable;
import org.polarbeam.stats.ExactSum;

/** How many people, and the exact sums of their weights and of those squared. Mutable. */
final class Answers implements Serializable {
  private static final long serialVersionUID = 1L;
  private long n;
  private final ExactSum weight = new ExactSum();
  private final ExactSum squares = new ExactSum();

  /** Where the first of them stands; the first file by name among several. */
  private String file;

  private long line;

  /** One more. */
  void add(Weight ofPerson) {
    n++;
    weight.add(ofPerson.once);
    squares.add(ofPerson.squared);
  }

  /** A person's weight, which counts for many answers. */
  static final class Weight {
    private final ExactSum.Addend once;
    private final ExactSum.Addend squared;

    Weight(double weight) {
      this.once = new ExactSum.Addend(weight);
      this.squared = new ExactSum.Addend(weight * weight);
    }
  }

  void add(Answers other) {
    n += other.n;
    weight.add(other.weight);
    squares.add(other.squares);
    if (other.file != null) {
      stands(other.file, other.line);
    }
  }

  void stands(String in, long at) {
    int before = file == null ? -1 : in.compareTo(file);
    if (before < 0 || before == 0 && at < line) {
      file = in;
      line = at;
    }
  }

  long n() {
    return n;
  }

  double weight() {
    return weight.value();
  }

  /** Σ weight². */
  double squares() {
    return squares.value();
  }

  /** Adds the weights to a sum. */
  void addTo(ExactSum sum) {
    sum.add(weight);
  }

  String file() {
    return file;
  }

  long line() {
    return line;
  }
}
