package org.polarbeam.record;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A benchmark's score of a model in a language.
 *
 * @param score in percent
 */
public record Benchmark(String model, String language, String benchmark, double score)
    implements Serializable {

  /** The order of rows in {@code benchmarks.csv}. */
  public static final Comparator<Benchmark> ORDER =
      Comparator.comparing(Benchmark::model)
          .thenComparing(Benchmark::language)
          .thenComparing(Benchmark::benchmark);
}
