package org.polarbeam.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.polarbeam.Bytes;
import org.polarbeam.files.InputException;
import org.polarbeam.record.Truth;

/** What programs write around codes changes nothing, and what is not said is not guessed. */
class SpellingsTest {
  private static Codes codes(String... texts) {
    return Codes.of(List.of(texts));
  }

  private static AnswerRule rule(Codes scale, Codes pro, Codes con) {
    return new AnswerRule("a", scale, pro, con, Codes.NONE);
  }

  private static Map<String, Truth> truths(String format, AnswerRule rule, String csv)
      throws IOException {
    SurveyPlan plan =
        new SurveyPlan(
            SurveyFormat.read("own.yaml", format), Set.of("x"), Map.of("x", rule), false, 0);
    Map<String, Truth> all = new TreeMap<>();
    for (Truth t : Microdata.tally("s.csv", Bytes.of(csv), plan).truths()) {
      all.put(t.level() + ":" + t.group(), t);
    }
    return all;
  }

  private static final String NATIONAL =
      "survey: own\ncountry: {value: FR}\nlanguage: {value: fr}\n";

  @Test
  void codesAreNumbers_howeverAProgramWritesThem() throws IOException {
    String format =
        """
        survey: own
        country: {column: c, values: {1: FR, "02": KE}}
        language: {column: l, values: {1: fr, 4: sw, other: und}}
        """;
    AnswerRule rule = rule(Codes.NONE, codes("1"), codes("2"));
    Map<String, Truth> all =
        truths(format, rule, "c,l,a\n1.0,1.0,1\n01,01,2\n02,4.0,1\n02,004,1\n1,9,2\n");
    assertEquals(1 / 3.0, all.get("country:FR").polarity(), 1e-12);
    assertEquals(1, all.get("country:KE").polarity(), 1e-12);
    assertEquals(0.5, all.get("language:fr").polarity(), 1e-12);
    assertEquals(2, all.get("language:sw").n());
  }

  @Test
  void aCodeThatATopicNamesIsAnAnswer_alsoBesideItsScale() throws IOException {
    AnswerRule rule = rule(codes("1..4"), codes("1", "2", "8"), Codes.NONE);
    Map<String, Truth> all =
        truths(NATIONAL + "missing: [8, 9]\n", rule, "a\n1\n2\n3\n4\n8\n8\n9\n");
    assertEquals(6, all.get("country:FR").n());
    assertEquals(4 / 6.0, all.get("country:FR").polarity(), 1e-12);
  }

  @Test
  void agesWithFractionsAndCommasAreInTheirBands() throws IOException {
    String format = NATIONAL + "levels: {generation: {column: age, bands: [29, 49]}}\nleast_n: 1\n";
    AnswerRule rule = rule(Codes.NONE, codes("1"), codes("2"));
    Map<String, Truth> all =
        truths(format, rule, "age;a\n23,0;1\n29,5;1\n30;2\n49.9;2\n50;1\n71,25;2\n");
    assertEquals(1, all.get("generation:to 29").polarity(), 1e-12);
    assertEquals(0, all.get("generation:30-49").polarity(), 1e-12);
    assertEquals(2, all.get("generation:50 and over").n());
  }

  @Test
  void aBoundWithoutAnEndNamesNoMissingCode() throws IOException {
    String format = NATIONAL + "missing: [77, 88, 99, below 0]\n";
    String csv = "a\n7\n77\n88\n99\n3\n-1\n";
    Truth above =
        truths(format, rule(Codes.NONE, codes("above 5"), codes("0..5")), csv).get("country:FR");
    assertEquals(2, above.n());
    assertEquals(0.5, above.polarity(), 1e-12);
    Truth below =
        truths(format, rule(Codes.NONE, codes("below 5"), codes("5..10")), csv).get("country:FR");
    assertEquals(2, below.n());
    Truth named =
        truths(format, rule(Codes.NONE, codes("77"), codes("3..7")), csv).get("country:FR");
    assertEquals(3, named.n(), "a code that the topic names is an answer");
  }

  @Test
  void whatOfAScaleIsNotConIsPro() throws IOException {
    Truth all =
        truths(NATIONAL, rule(codes("1..4"), Codes.NONE, codes("1", "2")), "a\n1\n2\n3\n4\n4\n")
            .get("country:FR");
    assertEquals(0.6, all.polarity(), 1e-12);
  }

  @Test
  void twoTopicsAreNotReadFromOneColumn() {
    AnswerRule rule = rule(Codes.NONE, codes("1"), codes("2"));
    String told =
        assertThrows(
                InputException.class,
                () ->
                    new SurveyPlan(
                        SurveyFormat.read("own.yaml", NATIONAL),
                        Set.of("x", "y"),
                        Map.of("x", rule, "y", rule),
                        false,
                        0))
            .getMessage();
    assertTrue(told.contains("x and y are both read from the column a"), told);
  }

  @Test
  void aSingleClusterTellsNoStandardError() throws IOException {
    AnswerRule rule = rule(Codes.NONE, codes("1"), codes("2"));
    String format = NATIONAL + "clusters: village\n";
    assertNull(truths(format, rule, "village,a\nv,1\nv,2\nv,2\n").get("country:FR").stdErr());
    assertTrue(truths(format, rule, "village,a\nv,1\nw,2\nv,2\n").get("country:FR").stdErr() > 0);
  }

  @Test
  void aThousandIsNoDecimal_whereCommasSeparateFields() throws IOException {
    String format = NATIONAL + "levels: {income: {column: i, bands: [9999, 19999]}}\nleast_n: 1\n";
    AnswerRule rule = rule(Codes.NONE, codes("1"), codes("2"));
    Map<String, Truth> all = truths(format, rule, "i,a\n\"12,500\",1\n5000,2\n");
    assertEquals(1, all.get("income:to 9999").n());
  }

  @Test
  void aHeaderOfAnyLettersIsKnownWhenItComesAgain() {
    AnswerRule rule = rule(Codes.NONE, codes("1"), codes("2"));
    String csv = "страна,язык,группа,a\n1,1,1,1\nстрана,язык,группа,a\n1,1,1,2\n";
    String told =
        assertThrows(InputException.class, () -> truths(NATIONAL, rule, csv)).getMessage();
    assertTrue(told.contains("line 3 is the header again"), told);
  }
}
