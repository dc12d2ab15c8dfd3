package org.polarbeam.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.polarbeam.record.HumanConsistency;
import org.polarbeam.stats.Draws;

class HumanConsistencyTest {
  private static final int TOPICS = 30;
  private static final long SEED = 5125;

  private static String header() {
    StringJoiner header = new StringJoiner(",", "cntry_AN,lnge_iso,gwght,pwght,", "");
    for (int t = 0; t < TOPICS; t++) {
      header.add(String.format("F%03d", t));
    }
    return header.toString();
  }

  /** A share that grows with the topic holds a topic true: code 10 of ten points, or 1. */
  private static double share(int topic) {
    return 0.05 + 0.9 * topic / (TOPICS - 1);
  }

  private static List<String> people(String country, int count) {
    List<String> rows = new ArrayList<>();
    UniformRandomProvider random = Draws.of(1, country, 0);
    for (int i = 0; i < count; i++) {
      StringJoiner row = new StringJoiner(",", country + ",da,1,1,", "");
      for (int t = 0; t < TOPICS; t++) {
        row.add(random.nextDouble() < share(t) ? "10" : "1");
      }
      rows.add(row.toString());
    }
    return rows;
  }

  private static PolarityTally tally(List<String> rows) {
    Microdata layout = Microdata.ofHeader("s.csv", header(), SurveyPlan.published(Set.of()));
    PolarityTally tally = new PolarityTally();
    RowTally reading = new RowTally(layout, tally);
    rows.forEach(r -> reading.add(r, 2));
    reading.end();
    return tally;
  }

  /**
   * With equal weights a draw is a binomial share of ten, so draws correlate by the variance of the
   * true shares over itself plus the mean of p(1 − p)/10.
   */
  @Test
  void itIsTheReliabilityOfTenPeople() {
    double mean = 0;
    double squares = 0;
    double noise = 0;
    for (int t = 0; t < TOPICS; t++) {
      mean += share(t) / TOPICS;
      squares += share(t) * share(t) / TOPICS;
      noise += share(t) * (1 - share(t)) / 10 / TOPICS;
    }
    double variance = squares - mean * mean;
    HumanConsistency dk = HumanDraws.of(tally(people("DK", 2000)), SEED).get(0);
    assertEquals(variance / (variance + noise), dk.consistency(), 0.02);
    assertEquals(TOPICS, dk.topics());
    assertEquals(2000, dk.respondents());
    assertEquals("da", dk.language());
  }

  @Test
  void respondentsInParts_andInAnotherOrder_giveTheSameBits() {
    List<String> rows = new ArrayList<>(people("DK", 60));
    rows.addAll(people("SE", 40));
    List<String> odd = new ArrayList<>();
    List<String> even = new ArrayList<>();
    for (int i = rows.size() - 1; i >= 0; i--) {
      (i % 2 == 0 ? even : odd).add(rows.get(i));
    }
    PolarityTally parts = tally(odd);
    parts.add(tally(even));
    List<HumanConsistency> whole = HumanDraws.of(tally(rows), SEED);
    assertEquals(2, whole.size());
    assertEquals(whole, HumanDraws.of(parts, SEED));
  }

  @Test
  void whoCannotBeDrawnTenOf_hasNone() {
    List<String> rows = new ArrayList<>(people("DK", 60));
    rows.addAll(people("SE", 9));
    List<HumanConsistency> found = HumanDraws.of(tally(rows), SEED);
    assertEquals(List.of("DK"), found.stream().map(HumanConsistency::country).toList());
    assertTrue(found.get(0).consistency() > 0);
  }
}
