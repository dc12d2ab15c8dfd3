package org.polarbeam.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.polarbeam.Bytes;
import org.polarbeam.alignment.CommonTopics;
import org.polarbeam.files.InputException;
import org.polarbeam.record.Truth;

/** Further levels of a survey by columns, bands and crosses, and the errors of truths. */
class LevelsTest {
  private static final String OWN =
      """
      survey: own
      country: land
      language: lang
      weights: [w]
      missing: [below 0]
      levels:
        wave: round
        generation: {column: age, bands: [29, 49], missing: [999]}
        sex: {column: gndr, values: {1: men, 2: women, f: women}}
      crosses: [[country, generation], country x wave]
      least_n: 2
      """;

  private static final String ROWS =
      """
      land,lang,w,round,age,gndr,q
      DK,da,1,1,18,1,1
      DK,da,1,1,29,f,1
      DK,da,1,2,30,2,2
      DK,da,1,2,49,2,1
      DK,da,1,2,50,1,2
      DK,da,1,2,91,1,2
      US,en,1,1,20,2,2
      US,en,1,1,25,2,2
      US,en,3,-1,999,9,1
      """;

  private static SurveyPlan plan(String format) {
    AnswerRule rule =
        new AnswerRule(
            "", Codes.NONE, Codes.of(List.of("1")), Codes.of(List.of("2")), Codes.of(List.of("9")));
    return new SurveyPlan(
        SurveyFormat.read("own.yaml", format), Set.of("q"), Map.of("q", rule), false, 0);
  }

  private static Map<String, Truth> truths(String format, String csv) throws IOException {
    Map<String, Truth> all = new TreeMap<>();
    for (Truth t : Microdata.tally("s.csv", Bytes.of(csv), plan(format)).truths()) {
      all.put(t.level() + "/" + t.group(), t);
    }
    return all;
  }

  private static String refusal(String format) {
    return assertThrows(InputException.class, () -> truths(format, ROWS)).getMessage();
  }

  @Test
  void groupsAreColumnsBandsValuesAndCrosses() throws IOException {
    Map<String, Truth> all = truths(OWN, ROWS);
    assertEquals(0.5, all.get("generation/to 29").polarity()); // 18 and 29, and two in the US
    assertEquals(0.5, all.get("generation/30-49").polarity());
    assertEquals(0.0, all.get("generation/50 and over").polarity());
    assertEquals(0.5, all.get("wave/1").polarity());
    assertEquals(0.25, all.get("wave/2").polarity());
    assertEquals(1 / 3.0, all.get("sex/men").polarity(), 1e-15);
    assertEquals(0.4, all.get("sex/women").polarity());
    assertEquals(1.0, all.get("country:generation/DK:to 29").polarity());
    assertEquals("da", all.get("country:generation/DK:to 29").language());
    assertEquals("", all.get("wave/1").language());
    assertEquals(0.0, all.get("country:wave/US:1").polarity());
    assertEquals(0.6, all.get("country/US").polarity()); // the third has no group but a country
    assertNull(all.get("wave/-1"));
    assertEquals(3, all.keySet().stream().filter(k -> k.startsWith("generation")).count());
  }

  @Test
  void groupsOfFewAreWithheldAndToldOf() throws IOException {
    PolarityTally tally =
        Microdata.tally("s.csv", Bytes.of(ROWS), plan(OWN.replace("least_n: 2", "least_n: 3")));
    List<Truth> truths = tally.truths();
    assertTrue(truths.stream().noneMatch(t -> t.group().equals("50 and over")));
    assertTrue(truths.stream().anyMatch(t -> t.group().equals("US"))); // three of a country
    String notes = String.join("\n", tally.notes(truths));
    assertTrue(notes.contains("generation: fewer than 3"), notes);
    assertTrue(notes.contains("30-49, 50 and over"), notes);
  }

  @Test
  void aCodeForNoAnswerInAnOpenBandIsNoAge() {
    String message = refusal(OWN.replace(", missing: [999]", ""));
    assertTrue(message.contains("999 looks like a code for no answer"), message);
  }

  @Test
  void faultyLevelsAreRefused() {
    for (String[] fault :
        new String[][] {
          {"wave: round", "global: round", "levels.global"},
          {"wave: round", "Wave 1: round", "levels.Wave 1"},
          {"bands: [29, 49]", "bands: [49, 29]", "ascending"},
          {"bands: [29, 49]", "bands: []", "levels.generation.bands"},
          {"bands: [29, 49]", "bands: [29], values: {1: a}", "both bands and values"},
          {"[country, generation]", "[country, age]", "crossing"},
          {"[country, generation]", "[wave, wave]", "crossing"},
          {"least_n: 2", "least_n: few", "whole number"},
          {"wave: round", "wave: {value: 7}", "needs a column"},
          {"wave: round", "wave: rounds", "rounds"},
          {"least_n: 2", "least_m: 2", "least_m"},
        }) {
      String message = refusal(OWN.replace(fault[0], fault[1]));
      assertTrue(message.contains(fault[2]), fault[1] + ": " + message);
    }
  }

  @Test
  void aDescriptionExtendsABundledOne() {
    SurveyFormat format =
        SurveyFormat.read("own.yaml", "extends: evs-wvs-joint\nlevels: {sex: X001}\n");
    assertEquals(SurveyFormat.joint().weights(), format.weights());
    assertTrue(format.isPublished());
    assertEquals("X001", format.populations().groupings().get(0).column());
    assertThrows(
        InputException.class, () -> SurveyFormat.read("own.yaml", "extends: joint\nweights: []"));
  }

  @Test
  void theStandardErrorIsThatOfAWeightedRatio() throws IOException {
    Map<String, Truth> all = truths(OWN, ROWS);
    // DK: 3 of 6, all weights 1: sqrt(6/5 * 6 * 0.25 / 36)
    assertEquals(Math.sqrt(0.05), all.get("country/DK").stdErr(), 1e-15);
    assertEquals(6.0, all.get("country/DK").effectiveN());
    // US: weights 1, 1, 3, the last pro: p 0.6; residuals .6, .6, 1.2 over 5
    assertEquals(Math.sqrt(1.5 * (0.36 + 0.36 + 1.44) / 25), all.get("country/US").stdErr(), 1e-15);
    assertEquals(25 / 11.0, all.get("country/US").effectiveN(), 1e-15);
  }

  /** Figures of R's survey 4.1.1: {@code svymean(~pro, subset(d, !is.na(pro) & …))}. */
  @Test
  void strataAndClustersWidenItAsInR() throws IOException {
    // d is svydesign(~psu, strata = ~interaction(land, str), weights = ~w, nest = TRUE), then ~1
    StringBuilder csv = new StringBuilder("land,lang,w,str,psu,age,q\n");
    for (int i = 0; i < 48; i++) {
      String land = i % 2 == 0 ? "DK" : "US";
      int psu = i / 4 % 6;
      csv.append(land).append(i % 2 == 0 ? ",da," : ",en,").append(1 + i % 5 * 0.25);
      csv.append(",").append(psu / 3).append(",").append(psu).append(",").append(20 + i);
      csv.append(",").append((i * 7 + psu * 5) % 11 < 4 + psu % 3 * 2 ? 1 : i % 9 == 8 ? 9 : 2);
      csv.append("\n");
    }
    String format =
        """
        country: land
        language: lang
        weights: [w]
        strata: str
        clusters: psu
        least_n: 1
        levels: {generation: {column: age, bands: [39]}}
        """;
    Map<String, Truth> all = truths(format, csv.toString());
    String unclustered = format.replace("clusters: psu\n", "");
    Map<String, Truth> plain = truths(unclustered, csv.toString());
    Map.of(
            "country/DK", new double[] {0.876811594202899, 0.053762780332158, 0.070348857833065},
            "country/US", new double[] {0.360294117647059, 0.0524741399784664, 0.108005123848586},
            "generation/to 39",
                new double[] {0.596491228070175, 0.0924431256254076, 0.101419864414106},
            "generation/40 and over", new double[] {0.6375, 0.0765842204521638, 0.096360235399589},
            "global/global",
                new double[] {0.62043795620438, 0.0370548450396439, 0.0654125972649283})
        .forEach(
            (population, r) -> {
              assertEquals(r[0], all.get(population).polarity(), 1e-13, population);
              assertEquals(r[1], all.get(population).stdErr(), 1e-13, population);
              assertEquals(r[2], plain.get(population).stdErr(), 1e-13, population);
            });
  }

  @Test
  void theOrderOfRowsAndFilesChangesNothing() throws IOException {
    List<String> rows = new ArrayList<>(ROWS.lines().skip(1).toList());
    Map<String, Truth> once = truths(OWN, ROWS);
    Collections.shuffle(rows, new Random(4));
    String header = ROWS.lines().findFirst().orElseThrow() + "\n";
    PolarityTally parts = new PolarityTally(plan(OWN));
    for (List<String> part : List.of(rows.subList(0, 4), rows.subList(4, rows.size()))) {
      parts.add(Microdata.tally("s.csv", Bytes.of(header + String.join("\n", part)), plan(OWN)));
    }
    assertEquals(List.copyOf(once.values()).size(), parts.truths().size());
    parts.truths().forEach(t -> assertEquals(once.get(t.level() + "/" + t.group()), t));
  }

  private static Truth truth(String level, String group, String topic) {
    return new Truth(level, group, "", topic, 0.5, null, null);
  }

  @Test
  void groupsAreComparedOnWhatAllWereAsked() {
    List<Truth> truths = new ArrayList<>();
    for (String topic : List.of("a", "b", "c", "d")) {
      truths.add(truth("global", "global", topic));
      truths.add(truth("wave", "5", topic));
      if (!topic.equals("d")) {
        truths.add(truth("wave", "6", topic));
      }
      if (topic.equals("a")) {
        truths.add(truth("wave", "1", topic));
      }
    }
    CommonTopics common = CommonTopics.of(truths, Set.of("a", "b", "c", "d"));
    assertEquals(4 + 6, common.truths().size());
    assertTrue(common.truths().stream().noneMatch(t -> t.group().equals("1")));
    assertTrue(common.notes().get(0).contains("3 of 4 topics"), common.notes().toString());
    assertTrue(common.notes().get(0).contains("6 lacks 1"), common.notes().toString());
    assertTrue(common.notes().get(0).contains("[1]"), common.notes().toString());
    assertFalse(
        CommonTopics.of(truths, Set.of("a")).notes().stream().anyMatch(n -> n.contains("lacks")));
  }
}
