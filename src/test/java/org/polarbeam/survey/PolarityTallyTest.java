package org.polarbeam.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.polarbeam.Bytes;
import org.polarbeam.Shared;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.record.Truth;

class PolarityTallyTest {
  private static final String HEADER = "cntry_AN,lnge_iso,gwght,pwght,F120,E035,F118\n";

  @Test
  void givenTheSyntheticSurvey_thenThePolaritiesAreThoseExpected() throws IOException {
    List<Truth> truths =
        Microdata.tally(
                "survey.csv",
                Files.newInputStream(Shared.path("study/microdata-synthetic.csv")),
                SurveyPlan.published(Set.of()))
            .truths();
    Map<String, Truth> ours = new HashMap<>();
    truths.forEach(t -> ours.put(t.level() + "/" + t.group() + "/" + t.topic(), t));
    CsvTable expected = Shared.table("study/expected/microdata_polarity.csv");
    for (CsvTable.Row row : expected.rows()) {
      String key = row.text("level") + "/" + row.text("group") + "/" + row.text("topic");
      Truth t = ours.get(key);
      assertEquals(row.number("polarity"), t.polarity(), 1e-12, key);
      assertEquals(row.number("n"), t.n().doubleValue(), key);
      assertEquals(row.number("weight"), t.weight().doubleValue(), 1e-9, key);
    }
    assertEquals(expected.rows().size(), ours.size());
  }

  @Test
  void givenTheRowsInTwoPartsAndAnotherOrder_thenTheSameBits() {
    Microdata layout = Microdata.ofHeader("s.csv", HEADER.strip(), SurveyPlan.published(Set.of()));
    List<String> rows =
        List.of(
            "DK,da,0.1,0.3,10,3,1",
            "DK,da,0.7,0.1,1,10,10",
            "US,en,0.2,1,6,2,5",
            "DK,en,1,1,5,1,2");
    PolarityTally forward = new PolarityTally();
    RowTally reading = new RowTally(layout, forward);
    rows.forEach(r -> reading.add(r, 2));
    reading.end();
    PolarityTally back = new PolarityTally();
    PolarityTally rest = new PolarityTally();
    for (int i = rows.size() - 1; i >= 0; i--) {
      RowTally part = new RowTally(layout, i % 2 == 0 ? back : rest);
      part.add(rows.get(i), 2);
      part.end();
    }
    back.add(rest);
    assertEquals(forward.truths(), back.truths());
  }

  /** Hand-worked: top 10 → pro above 5; E035 reversed; codes ≤ 0 missing; DK speaks Danish. */
  @Test
  void givenAFewRespondents_thenAsByHand() throws IOException {
    List<Truth> truths =
        Microdata.tally(
                "s.csv",
                Bytes.of(HEADER + "DK,da,2,1,10,10,-1\nDK,da,1,3,5,3,-2\nDK,en,1,1,-1,1,0\n"),
                SurveyPlan.published(Set.of()))
            .truths();
    Map<String, Truth> byKey = new HashMap<>();
    truths.forEach(t -> byKey.put(t.group() + "/" + t.topic(), t));
    assertEquals(2 / 5.0, byKey.get("DK/f120").polarity());
    assertEquals(4 / 6.0, byKey.get("DK/e035").polarity(), 1e-15);
    assertEquals("da", byKey.get("DK/f120").language());
    assertTrue(byKey.keySet().stream().noneMatch(k -> k.endsWith("f118")), "nobody answered f118");
  }

  @Test
  void givenABadCode_thenTheMessageNamesLineAndColumn() {
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                Microdata.tally(
                        "s.csv",
                        Bytes.of(HEADER + "DK,da,1,1,3.5,1,1\n"),
                        SurveyPlan.published(Set.of()))
                    .truths());
    assertTrue(e.getMessage().contains("s.csv, line 2, column F120"), e.getMessage());
  }

  @Test
  void givenAFewCodesBeyondAScale_thenTheirRowIsToldAndNotAnotherScaleMade() {
    for (int[] scale :
        new int[][] {{2, 9}, {2, 99}, {3, 77}, {4, 9}, {5, 8}, {10, 88}, {10, 11}, {5, 6}}) {
      Microdata layout =
          Microdata.ofHeader("s.csv", HEADER.strip(), SurveyPlan.published(Set.of()));
      PolarityTally tally = new PolarityTally();
      RowTally rows = new RowTally(layout, tally);
      for (int i = 0; i < 500; i++) {
        int code = i == 300 || i == 400 ? scale[1] : 1 + i % scale[0];
        rows.add("DK,da,1,1," + code + ",3,1", i + 2);
      }
      String told = assertThrows(InputException.class, tally::truths).getMessage();
      String expected = "s.csv, line 302, column f120: the code " + scale[1] + " is beyond";
      assertTrue(told.startsWith(expected), told);
      assertTrue(told.contains("2 of 500"), told);
    }
  }

  /** One respondent of thousands does not turn a scale of ten points round. */
  @Test
  void givenOneCodeRightBehindAScale_thenItsRowIsTold() {
    Microdata layout = Microdata.ofHeader("s.csv", HEADER.strip(), SurveyPlan.published(Set.of()));
    PolarityTally tally = new PolarityTally();
    RowTally rows = new RowTally(layout, tally);
    for (int i = 0; i < 2_000; i++) {
      rows.add("DK,da,1,1," + (i == 300 ? 11 : 1 + i % 10) + ",3,1", i + 2);
    }
    String told = assertThrows(InputException.class, tally::truths).getMessage();
    assertTrue(told.startsWith("s.csv, line 302, column f120: the code 11 is beyond"), told);
  }

  /** Releases and spreadsheets differ in large letters, separators and decimal marks. */
  @Test
  void givenOtherSpellingsOfAFile_thenTheSamePolarities() throws IOException {
    String rows = "DK,da,0.5,1,10,3,1\nDK,da,0.25,2,1,10,1\nUS,en,1,1,6,2,1\n";
    List<Truth> usual = tally(HEADER + rows);
    assertEquals(usual, tally(HEADER.toLowerCase(java.util.Locale.ROOT) + rows));
    assertEquals(usual, tally(HEADER.toUpperCase(java.util.Locale.ROOT) + rows));
    assertEquals(usual, tally((HEADER + rows).replace(',', ';')));
    assertEquals(usual, tally((HEADER + rows).replace(',', ';').replace('.', ',')));
    assertEquals(usual, tally((HEADER + rows).replaceAll("([^,\\n]+)", "\"$1\"")));
    InputException twice =
        assertThrows(
            InputException.class, () -> tally("gwght," + HEADER + rows.replace("DK", "1,DK")));
    assertTrue(twice.getMessage().contains("gwght: the column is there twice"));
  }

  private static List<Truth> tally(String csv) throws IOException {
    return Microdata.tally("s.csv", Bytes.of(csv), SurveyPlan.published(Set.of())).truths();
  }

  @Test
  void givenAnAnswerThatNobodyChose_thenItsScaleStays() {
    Microdata layout = Microdata.ofHeader("s.csv", HEADER.strip(), SurveyPlan.published(Set.of()));
    PolarityTally tally = new PolarityTally();
    RowTally rows = new RowTally(layout, tally);
    for (int i = 0; i < 500; i++) {
      int code = 1 + i % 10;
      rows.add("DK,da,1,1," + (code == 6 ? 7 : code) + ",3,1", i + 2);
    }
    for (Truth truth : tally.truths()) {
      if (truth.topic().equals("f120")) {
        assertEquals(0.5, truth.polarity(), 1e-12);
      }
    }
  }

  @Test
  void givenAScaleWhoseFarEndIsRare_thenItIsTaken() {
    Microdata layout = Microdata.ofHeader("s.csv", HEADER.strip(), SurveyPlan.published(Set.of()));
    PolarityTally tally = new PolarityTally();
    RowTally rows = new RowTally(layout, tally);
    for (int i = 0; i < 400; i++) {
      int code = i < 3 ? new int[] {7, 8, 10}[i] : 1 + i % 5;
      rows.add("DK,da,1,1," + code + ",3,1", i + 2);
    }
    assertTrue(tally.truths().stream().anyMatch(t -> t.topic().equals("f120")));
  }

  /** A file of many blocks, on all processors: the same as row by row, faults and lines too. */
  @Test
  void givenALargeFile_thenTheSameAsOneRowAfterTheOther() throws IOException {
    StringBuilder csv = new StringBuilder(HEADER);
    SurveyPlan plan = new SurveyPlan(SurveyFormat.joint(), Set.of(), Map.of(), true, 0.01);
    Microdata layout = Microdata.ofHeader("s.csv", HEADER.strip(), plan);
    PolarityTally expected = new PolarityTally(plan);
    RowTally rows = new RowTally(layout, expected);
    String[] countries = {"DK,da", "US,en", "US,es", "\"KE\",sw"};
    for (int i = 0; i < 60_000; i++) {
      String row =
          i == 40_000 || i == 50_000
              ? "DK,da,1,no weight,1,1,1"
              : countries[i % 4]
                  + ",0."
                  + i
                  + ",1."
                  + i % 1_000
                  + ","
                  + (1 + i * 7L % 10)
                  + ",3,-1";
      csv.append(row).append("\r\n");
      rows.add(row, i + 2);
    }
    rows.end();
    PolarityTally tally = Microdata.tally("s.csv", Bytes.of(csv.toString()), plan);
    assertEquals(expected.truths(), tally.truths());
    assertEquals(HumanDraws.of(expected, 1), HumanDraws.of(tally, 1));
    assertEquals(expected.readings(expected.truths()), tally.readings(tally.truths()));
    assertEquals(expected.notes(expected.truths()), tally.notes(tally.truths()));
    assertTrue(
        tally.notes(tally.truths()).get(0).contains("line 40002"), "" + tally.notes(List.of()));
    csv.insert(csv.length() / 3, "\r\n" + HEADER).append(HEADER);
    String told =
        assertThrows(
                InputException.class,
                () -> Microdata.tally("s.csv", Bytes.of(csv.toString()), plan))
            .getMessage();
    long line = csv.substring(0, csv.indexOf(HEADER, 100)).lines().count() + 1;
    assertTrue(told.contains("line " + line + " is the header again"), told + " not " + line);
  }
}
