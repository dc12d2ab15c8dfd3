package org.polarbeam.survey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PeopleSampleTest {
  private record Person(double weight, byte code) {}

  private static List<Person> people(int n, int weights) {
    Random random = new Random(5);
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      people.add(new Person(1 + random.nextInt(weights), (byte) (1 + random.nextInt(10))));
    }
    return people;
  }

  private static PeopleSample sample(List<Person> people, int parts) {
    List<PeopleSample> samples = new ArrayList<>();
    for (int p = 0; p < parts; p++) {
      samples.add(new PeopleSample(1));
    }
    for (int i = 0; i < people.size(); i++) {
      samples.get(i % parts).add(people.get(i).weight, new byte[] {people.get(i).code});
    }
    PeopleSample sum = new PeopleSample(1);
    samples.forEach(sum::add);
    return sum;
  }

  private static double[] told(PeopleSample sample) {
    return IntStream.range(0, sample.ways())
        .boxed()
        .flatMapToDouble(
            i ->
                java.util.stream.DoubleStream.of(
                    sample.weight(i), sample.code(i, 0), sample.count(i)))
        .toArray();
  }

  @Test
  void whoIsKept_dependsOnWhatWasAnsweredAndNotOnOrderOrParts() {
    List<Person> people = people(3 * PeopleSample.MOST, 1 << 30);
    PeopleSample whole = sample(people, 1);
    Collections.shuffle(people, new Random(2));
    PeopleSample parts = sample(people, 7);
    assertEquals(PeopleSample.MOST, whole.ways());
    assertEquals(3 * PeopleSample.MOST, whole.people());
    assertEquals(whole.people(), parts.people());
    assertArrayEquals(told(whole), told(parts));
  }

  @Test
  void aSampleStandsForAll_andFewWaysOfAnsweringAreExact() {
    PeopleSample sample = sample(people(4 * PeopleSample.MOST, 1 << 30), 3);
    double mean = 0;
    for (int i = 0; i < sample.ways(); i++) {
      mean += sample.code(i, 0) / (double) sample.ways();
    }
    // Codes are even from 1 to 10, so their mean has a standard error of 2.87 / sqrt(20,000).
    assertEquals(5.5, mean, 4 * 2.87 / Math.sqrt(PeopleSample.MOST));
    PeopleSample few = sample(people(100_000, 3), 4);
    assertEquals(30, few.ways());
    assertEquals(100_000, IntStream.range(0, 30).map(few::count).sum());
  }
}
