package org.polarbeam.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class ConfusionTest {
  /** Rogan and Gladen: with sensitivity .9 and specificity .8, .45 observed come from .357 true. */
  @Test
  void givenTwoLabels_thenRoganAndGladen() {
    double[][] within = {{0.9, 0.2, 0}, {0.1, 0.8, 0}, {0, 0, 1}}; // as if half were of either side
    for (double[] row : within) {
      double sum = row[0] + row[1] + row[2];
      for (int h = 0; h < 3; h++) {
        row[h] /= sum;
      }
    }
    Confusion confusion = Confusion.of(new double[] {1.1, 0.9, 0}, within);
    assertEquals(0.25 / 0.7, confusion.polarity(new double[] {45, 55, 0}), 1e-12);
    assertEquals(0, confusion.polarity(new double[] {10, 90, 0}));
    assertEquals(1, confusion.polarity(new double[] {95, 5, 0}));
    assertTrue(Double.isNaN(Confusion.ofSides(0.5).polarity(new double[] {1, 1, 0})), "a guess");
  }

  @Test
  void sidesThatAreTakenForEachOtherAddTheVarianceOfTheirMean() {
    assertEquals(0.2 * 0.8 / 8, Confusion.ofSides(0.2).noise(new double[] {3, 5, 2}), 1e-15);
    assertEquals(0, Confusion.ofSides(0).noise(new double[] {3, 5, 2}));
  }

  /** The delta method beside a judge who labels the same response many times. */
  @Test
  void theNoiseIsThatOfAResponseJudgedAgainAndAgain() {
    double[][] given = {{0.86, 0.08, 0.06}, {0.1, 0.84, 0.06}, {0.12, 0.08, 0.8}};
    double[] people = {0.5, 0.35, 0.15};
    double[] judged = new double[3];
    double[][] within = new double[3][3];
    for (int j = 0; j < 3; j++) {
      for (int h = 0; h < 3; h++) {
        within[j][h] = people[h] * given[h][j];
        judged[j] += within[j][h];
      }
      for (int h = 0; h < 3; h++) {
        within[j][h] /= judged[j];
      }
    }
    Confusion confusion = Confusion.of(judged, within);
    int[] response = {0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 0, 0, 1, 1, 1, 0, 0, 2, 1};
    UniformRandomProvider random = Draws.of(3, "noise", 0);
    double sum = 0;
    double squares = 0;
    double told = 0;
    int trials = 40_000;
    for (int t = 0; t < trials; t++) {
      double[] labels = new double[3];
      for (int h : response) {
        double u = random.nextDouble();
        labels[u < given[h][0] ? 0 : u < given[h][0] + given[h][1] ? 1 : 2]++;
      }
      double p = labels[0] / (labels[0] + labels[1]);
      sum += p;
      squares += p * p;
      told += confusion.noise(labels);
    }
    double variance = squares / trials - (sum / trials) * (sum / trials);
    assertEquals(1, told / trials / variance, 0.02);
  }
}
