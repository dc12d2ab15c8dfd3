package org.polarbeam.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.record.JudgeErrorRow;
import org.polarbeam.record.Judgement;
import org.polarbeam.stats.Draws;

class JudgeErrorsTest {
  private static final String[] LABELS = {"pro", "con", "null"};

  /** 600 pro, 300 con, 100 null by the judge; 50, 40 and 10 of them labelled. */
  private static LabelledItems example() {
    LabelledItems items = new LabelledItems();
    int[] judged = {600, 300, 100};
    int[][] labelled = {{45, 4, 1}, {2, 36, 2}, {1, 1, 8}};
    for (int j = 0; j < 3; j++) {
      for (int n = 0; n < judged[j]; n++) {
        items.addJudged("da", LABELS[j]);
      }
      for (int h = 0; h < 3; h++) {
        for (int n = 0; n < labelled[j][h]; n++) {
          items.addLabelled("da", LABELS[j], LABELS[h]);
        }
      }
    }
    return items;
  }

  private static JudgeErrorRow row(JudgeErrors errors, String figure) {
    return errors.rows().stream().filter(r -> r.figure().equals(figure)).findFirst().orElseThrow();
  }

  @Test
  void givenAStratifiedSample_thenRatesWeighEachStratum() {
    JudgeErrors errors = JudgeErrors.of(example(), 1, 4_000);
    // .6 * 5/50 + .3 * 4/40 + .1 * 2/10
    assertEquals(0.11, row(errors, "error_rate").estimate(), 1e-15);
    // joint of pro and con: pro/pro .54, pro/con .048, con/pro .015, con/con .27
    assertEquals(0.54 / 0.555, row(errors, "sensitivity").estimate(), 1e-15);
    assertEquals(0.27 / 0.318, row(errors, "specificity").estimate(), 1e-15);
    for (JudgeErrorRow r : errors.rows()) {
      assertEquals(100, r.labelled());
      assertTrue(r.low() < r.estimate() && r.estimate() < r.high(), r.toString());
    }
    assertEquals(errors.rates().get("da"), 0.11, 1e-15);
  }

  /** Whatever people would say of another topic, the table of the judge's labels tells it. */
  @Test
  void givenTheWholeTable_thenPeoplesPolarityOfAnyTopic() {
    JudgeErrors errors = JudgeErrors.of(example(), 1, 100);
    // of 554.8 people's pro the judge calls 540 so, ...: the table by hand
    double[][] joint = {{540, 48, 12}, {15, 270, 15}, {10, 10, 80}}; // judge's, people's
    double[] people = {30, 60, 10};
    double[] judged = new double[3];
    for (int h = 0; h < 3; h++) {
      double all = joint[0][h] + joint[1][h] + joint[2][h];
      for (int j = 0; j < 3; j++) {
        judged[j] += people[h] * joint[j][h] / all;
      }
    }
    assertEquals(30 / 90.0, errors.corrected("da", judged), 1e-12);
    assertEquals(1, errors.corrected("da", new double[] {100, 0, 0}), "beyond what can be");
  }

  @Test
  void givenAJudgeNoBetterThanChance_thenNeitherCorrectionNorInterval() {
    LabelledItems items = new LabelledItems();
    for (int i = 0; i < 40; i++) {
      items.addJudged("en", LABELS[i % 2]);
      items.addLabelled("en", LABELS[i % 2], LABELS[(i / 2 + i) % 3 == 0 ? i % 2 : 1 - i % 2]);
    }
    JudgeErrors errors = JudgeErrors.of(items, 1, 500);
    double[] judged = {4, 6, 0};
    assertTrue(Double.isNaN(errors.corrected("en", judged)));
    assertTrue(Double.isNaN(errors.interval("en", new double[][] {judged, judged}, 9)[0]));
    assertTrue(Double.isNaN(errors.corrected("da", judged)), "nobody labelled Danish");
    assertTrue(errors.confusions().isEmpty(), "labels that tell nothing correct nothing");
  }

  @Test
  void givenALabelThatNobodyLookedAt_thenNoCorrection() {
    LabelledItems items = new LabelledItems();
    for (int i = 0; i < 60; i++) {
      items.addJudged("en", LABELS[i % 3]);
      if (i % 3 < 2) {
        items.addLabelled("en", LABELS[i % 3], LABELS[i % 3]);
      }
    }
    JudgeErrors errors = JudgeErrors.of(items, 1, 50);
    assertTrue(Double.isNaN(errors.corrected("en", new double[] {4, 6, 2})));
    assertEquals(0, row(errors, "error_rate").estimate(), "of the labels that were looked at");
  }

  @Test
  void givenNoErrorAmongTheLabelled_thenTheIntervalStillReachesAboveZero() {
    LabelledItems items = new LabelledItems();
    for (int i = 0; i < 40; i++) {
      items.addJudged("en", LABELS[i % 2]);
      items.addLabelled("en", LABELS[i % 2], LABELS[i % 2]);
    }
    JudgeErrorRow error = row(JudgeErrors.of(items, 1, 2_000), "error_rate");
    assertEquals(0, error.estimate());
    assertTrue(error.high() > 0.02 && error.high() < 0.15, error.toString());
    JudgeErrors errors = JudgeErrors.of(items, 1, 500);
    errors
        .confusions()
        .get("en")
        .draws()
        .forEach(d -> assertTrue(d.isInformative(), "a judge who never says null tells sides"));
    double[] judged = {14, 6, 0};
    double[] ends = errors.interval("en", new double[][] {judged, judged, judged}, 9);
    assertEquals(0.7, errors.corrected("en", judged), 1e-12);
    assertTrue(ends[0] > 0.6 && ends[1] < 0.85, ends[0] + " " + ends[1]);
  }

  /**
   * 95% intervals hold the true rate about 95 times in 100, here with 60 labels of three strata.
   */
  @Test
  void theIntervalCoversTheTrueRate() {
    double[] share = {0.5, 0.35, 0.15};
    double[][] truth = {{0.94, 0.04, 0.02}, {0.05, 0.92, 0.03}, {0.1, 0.1, 0.8}};
    double rate = 0.5 * 0.06 + 0.35 * 0.08 + 0.15 * 0.2;
    int covered = 0;
    int trials = 400;
    for (int t = 0; t < trials; t++) {
      UniformRandomProvider random = Draws.of(7, "coverage", t);
      LabelledItems items = new LabelledItems();
      for (int j = 0; j < 3; j++) {
        for (int n = 0; n < 1_000 * share[j]; n++) {
          items.addJudged("da", LABELS[j]);
        }
        for (int n = 0; n < 60; n++) {
          double u = random.nextDouble();
          int h = u < truth[j][0] ? 0 : u < truth[j][0] + truth[j][1] ? 1 : 2;
          items.addLabelled("da", LABELS[j], LABELS[h]);
        }
      }
      JudgeErrorRow error = row(JudgeErrors.of(items, t, 400), "error_rate");
      covered += error.low() <= rate && rate <= error.high() ? 1 : 0;
    }
    assertTrue(covered >= 0.92 * trials && covered <= 0.985 * trials, covered + " of " + trials);
  }

  private static final Judgement JUDGED =
      new Judgement(
          "r", "p", "m", "f", "da", "", "f120", "da", 2, List.of("pro", "con"), "j", "valid", null);

  private static LabelledItems read(String csv) throws IOException {
    return ReviewSheet.read(CsvTable.read("sheet.csv", new StringReader(csv)), List.of(JUDGED));
  }

  @Test
  void givenASheetWithMistakes_thenTheLineAndTheRemedy() throws IOException {
    String first = Draws.idOf("item", "r", "0");
    String second = Draws.idOf("item", "r", "1");
    read("item,label\n" + first + ",PRO\n" + second + ",\n");
    List<String> messages = new ArrayList<>();
    String other = "0".repeat(32);
    for (String body :
        List.of(
            first + ",yes\n",
            other + ",pro\n",
            first + ",pro\n" + first + ",pro\n",
            first + ",\n",
            "9.2E+31,pro\n")) {
      messages.add(
          assertThrows(InputException.class, () -> read("item,label\n" + body)).getMessage());
    }
    assertTrue(messages.get(0).contains("line 2") && messages.get(0).contains("pro, con or null"));
    assertTrue(messages.get(1).contains("no item " + other), messages.get(1));
    assertTrue(messages.get(2).contains("line 2 already"), messages.get(2));
    assertTrue(messages.get(4).contains("may have made a number"), messages.get(4));
    assertTrue(messages.get(3).contains("no item has a label"), messages.get(3));
  }
}
