package org.polarbeam.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polarbeam.Shared;
import org.polarbeam.files.CsvTable;

class CorrelationTest {

  @Test
  void givenTies_thenRanksShareTheirPlaces() {
    assertArrayEquals(new double[] {4, 1.5, 1.5, 3}, Ranks.average(new double[] {9, 2, 2, 7}), 0);
    assertArrayEquals(new double[] {1.5, 1.5}, Ranks.average(new double[] {0.0, -0.0}), 0);
  }

  @Test
  void givenManyTies_thenAsR() throws IOException {
    CsvTable table = Shared.table("known/ties.csv");
    List<CsvTable.Row> rows = table.rows();
    double[] x = rows.stream().mapToDouble(r -> r.number("x")).toArray();
    double[] y = rows.stream().mapToDouble(r -> r.number("y")).toArray();
    Map<String, Double> expected = knownTies();
    assertEquals(expected.get("spearman"), Correlation.spearman(x, y), 1e-10);
    assertEquals(expected.get("pearson"), Correlation.pearson(x, y), 1e-10);
  }

  /** The file has no header: a name and a figure a line. */
  private static Map<String, Double> knownTies() throws IOException {
    Map<String, Double> known = new HashMap<>();
    for (String line : Files.readAllLines(Shared.path("known/ties.expected.csv"))) {
      String[] parts = line.split(",", 2);
      known.put(parts[0], Double.valueOf(parts[1]));
    }
    return known;
  }

  /** 0.1 is no binary fraction: its mean is a little off. */
  @Test
  void givenAConstantThatIsNotExact_thenUndefined() {
    double[] tenth = new double[24];
    double[] other = new double[24];
    int[] clusters = new int[24];
    for (int i = 0; i < 24; i++) {
      tenth[i] = 0.1;
      other[i] = i;
      clusters[i] = i / 4;
    }
    assertTrue(Double.isNaN(Correlation.pearson(tenth, other)));
    assertTrue(
        Double.isNaN(
            new SelfConsistency(tenth).pearson(SelfConsistency.everyOnce(clusters), false)));
  }

  @Test
  void givenConstant_thenUndefined() {
    assertTrue(Double.isNaN(Correlation.pearson(new double[] {1, 1, 1}, new double[] {1, 2, 3})));
    assertTrue(Double.isNaN(Correlation.spearman(new double[] {1}, new double[] {1})));
  }

  @Test
  void givenMultiplicities_thenAsTheRepeatedSample() {
    double[] x = {1, 4, 2};
    double[] y = {2, 3, 9};
    assertEquals(
        Correlation.pearson(new double[] {1, 1, 2}, new double[] {2, 2, 9}),
        Correlation.pearson(x, y, new double[] {2, 0, 1}),
        1e-15);
  }

  @Test
  void givenNaN_thenRefused() {
    assertThrows(IllegalArgumentException.class, () -> Ranks.average(new double[] {1, Double.NaN}));
  }
}
