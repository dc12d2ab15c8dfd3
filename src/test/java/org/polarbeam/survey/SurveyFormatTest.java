package org.polarbeam.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.polarbeam.record.Topic;
import org.polarbeam.record.Truth;

/** Surveys of other layouts, each described by data, and topics whose answers are named. */
class SurveyFormatTest {
  private static Codes codes(String... texts) {
    return Codes.of(List.of(texts));
  }

  private static AnswerRule sides(String variable, Codes pro, Codes con, Codes missing) {
    return new AnswerRule(variable, Codes.NONE, pro, con, missing);
  }

  private static SurveyPlan plan(String format, Map<String, AnswerRule> answers) {
    return new SurveyPlan(
        SurveyFormat.BUNDLED.contains(format)
            ? SurveyFormat.bundled(format)
            : SurveyFormat.read("own.yaml", format),
        answers.keySet(),
        answers,
        false,
        0);
  }

  private static PolarityTally tally(SurveyPlan plan, String csv) throws IOException {
    return Microdata.tally("s.csv", Bytes.of(csv), plan);
  }

  /** Polarities as level:group=polarity. */
  private static Map<String, Double> polarities(SurveyPlan plan, String csv) throws IOException {
    Map<String, Double> all = new TreeMap<>();
    for (Truth t : tally(plan, csv).truths()) {
      all.put(t.level().charAt(0) + ":" + t.group() + ":" + t.topic(), t.polarity());
    }
    return all;
  }

  private static String refusal(SurveyPlan plan, String csv) {
    return assertThrows(InputException.class, () -> tally(plan, csv).truths()).getMessage();
  }

  @Test
  void everyBundledDescriptionIsRead() {
    for (String name : SurveyFormat.BUNDLED) {
      SurveyFormat format = SurveyFormat.bundled(name);
      assertEquals(name.equals(SurveyFormat.JOINT), format.isPublished(), name);
      assertTrue(SurveyFormat.bundledYaml(name).contains("source:"), name);
    }
  }

  @Test
  void theWavesOwnFileHasItsNamesAndItsCountries() throws IOException {
    AnswerRule family = sides("Q1", codes("1", "2"), codes("3..4"), Codes.NONE);
    Map<String, Double> all =
        polarities(
            plan("wvs7", Map.of("family", family)),
            "A_YEAR,B_COUNTRY_ALPHA,LNGE_ISO,W_WEIGHT,Q1,Q2\n"
                + "2018,DEU,de,2,1,3\n2018,DEU,de,1,4,1\n2018,USA,en,0.5,2,1\n2018,USA,en,0.5,-1,1\n");
    assertEquals(2 / 3.0, all.get("c:DE:family"), 1e-12);
    assertEquals(1, all.get("c:US:family"), 1e-12);
    assertEquals(2 / 3.0, all.get("l:de:family"), 1e-12);
    assertFalse(all.keySet().stream().anyMatch(k -> k.contains("q2")));
  }

  @Test
  void missingCodesOfAScaleAreItsOwn() throws IOException {
    Map<String, AnswerRule> answers =
        Map.of(
            "gincdif",
            sides("", codes("1", "2"), codes("3..5"), codes("7..9")),
            "imwbcnt",
            new AnswerRule(
                "", codes("0..10"), codes("above 5"), Codes.NONE, codes("77", "88", "99")));
    Map<String, Double> all =
        polarities(
            plan("ess", answers),
            "cntry,lnghom1,anweight,gincdif,imwbcnt\n"
                + "FR,FRE,1,1,0\nFR,fre,1,8,10\nFR,fr,2,5,77\nSE,SWE,1,2,7\nSE,888,3,4,99\n");
    assertEquals(1 / 3.0, all.get("c:FR:gincdif"), 1e-12);
    assertEquals(0.5, all.get("c:FR:imwbcnt"), 1e-12);
    assertEquals(1, all.get("l:sv:imwbcnt"), 1e-12);
    assertEquals(1 / 3.0, all.get("l:fr:gincdif"), 1e-12, "FRE, fre and fr are one");
    assertEquals(0.25, all.get("c:SE:gincdif"), 1e-12, "no language at home is no bad row");
    assertEquals(0, all.get("l:und:gincdif"), 1e-12);
  }

  /** Codes of a round: Namibia is no missing value, and Kamba is in no list but counts. */
  @Test
  void afrobarometerHasCodesOfCountriesAndOfLanguages() throws IOException {
    AnswerRule trust = sides("Q37G", codes("2", "3"), codes("0..1"), Codes.NONE);
    SurveyPlan plan = plan("afrobarometer9", Map.of("police", trust));
    String csv =
        "RESPNO,COUNTRY,Q1,Q37G,Q102,withinwt_hh,Combinwt_new_hh\n"
            + "SAF0001,33,41,3,1,1,0.5\nSAF0002,33,998,0,706,1,1.5\nSAF0003,33,25,9,706,1,1\n"
            + "KEN0001,16,30,2,4,1,2\nKEN0002,16,31,1,303,1,1\nKEN0003,16,32,-1,Swahili,1,1\n"
            + "KEN0004,16,33,8,4,1,1\nNAM0001,26,34,2,700,1,1\n";
    Map<String, Double> all = polarities(plan, csv);
    assertEquals(0.5 / 2, all.get("c:ZA:police"), 1e-12);
    assertEquals(2 / 3.0, all.get("c:KE:police"), 1e-12);
    assertEquals(1, all.get("c:NA:police"), 1e-12);
    assertEquals(0, all.get("l:zu:police"), 1e-12);
    assertEquals(1, all.get("l:sw:police"), 1e-12);
    assertEquals(0, all.get("l:und:police"), 1e-12);
    assertEquals(3.5 / 6, all.get("g:global:police"), 1e-12);
    assertEquals(
        Map.of("KE", "sw", "NA", "af", "ZA", "zu"), new TreeMap<>(tally(plan, csv).languages()));
  }

  @Test
  void latinobarometersLanguageIsByCountry() throws IOException {
    AnswerRule trust = sides("P9STGBS", codes("1"), codes("2"), Codes.NONE);
    Map<String, Double> all =
        polarities(
            plan("latinobarometro", Map.of("trust", trust)),
            "numinves,idenpa,reg,P9STGBS,wt\n"
                + "2023,76,76001,1,1\n2023,76,76002,2,1\n2023,76,76002,-2,3\n2023,604,604001,2,1\n"
                + "2023,604,604001,1,0.5\n2023,68,68001,1,1.5\n2023,68,68001,-1,1\n");
    assertEquals(0.5, all.get("c:BR:trust"), 1e-12);
    assertEquals(1 / 3.0, all.get("c:PE:trust"), 1e-12);
    assertEquals(1, all.get("c:BO:trust"), 1e-12);
    assertEquals(0.5, all.get("l:pt:trust"), 1e-12);
    assertEquals(2 / 3.0, all.get("l:es:trust"), 1e-12);
    assertEquals(3 / 5.0, all.get("g:global:trust"), 1e-12);
  }

  /** An 8 is don't know on four points, and an answer on a ladder that names it. */
  @Test
  void pewsCountriesAreNames() throws IOException {
    SurveyPlan plan =
        plan(
            "pew-global",
            Map.of(
                "religion_import",
                sides("", codes("1", "2"), codes("3", "4"), Codes.NONE),
                "ladder",
                new AnswerRule("", codes("0..10"), codes("above 5"), Codes.NONE, Codes.NONE)));
    String header = "ID,country,weight,religion_import,ladder\n";
    Map<String, Double> all =
        polarities(
            plan,
            header
                + "1,United States,1,1,8\n2,United States,1,3,98\n3,South Korea,2,8,3\n"
                + "4,\"India\",1,1,9\n");
    assertEquals(0.5, all.get("c:US:religion_import"), 1e-12);
    assertEquals(1, all.get("c:US:ladder"), 1e-12);
    assertEquals(0, all.get("l:ko:ladder"), 1e-12);
    assertEquals(1, all.get("c:IN:ladder"), 1e-12);
    assertEquals(1, all.get("l:und:religion_import"), 1e-12, "people were asked in several");
    assertEquals(2 / 3.0, all.get("g:global:religion_import"), 1e-12);
    assertEquals(0.5, all.get("g:global:ladder"), 1e-12);
    String told = refusal(plan, header + "1,12,1,1,8\n");
    assertTrue(told.contains("line 2, column country: '12' is no country"), told);
  }

  /** Every code stands for a country and for a language that are some, in each description. */
  @Test
  void codesOfBundledDescriptionsMeanSomething() {
    Set<String> countries = Set.of(java.util.Locale.getISOCountries());
    for (String name : SurveyFormat.BUNDLED) {
      SurveyFormat format = SurveyFormat.bundled(name);
      format.countries().values().forEach(to -> assertTrue(countries.contains(to), name + to));
      assertEquals(format.countries().size(), Set.copyOf(format.countries().values()).size(), name);
      if (format.language().equals(format.country())) {
        for (String code : format.countries().keySet()) {
          assertTrue(format.languageOf(code) != null, name + ": " + code);
        }
      }
    }
  }

  @Test
  void aLanguageIsReadByItsNameBeforeItIsAnother() {
    String country = "country: {value: GH}\nlanguage: {column: l, values: {1: en";
    SurveyFormat other = SurveyFormat.read("own.yaml", country + ", Ga: gaa, other: und}}\n");
    assertEquals("en", other.languageOf("1"));
    assertEquals("sw", other.languageOf("Swahili"));
    assertEquals("gaa", other.languageOf("Ga"), "and not Irish");
    assertEquals("und", other.languageOf("Ga/Dangbe"));
    assertEquals("und", other.languageOf("262"));
    assertEquals(null, other.languageOf(""));
    SurveyFormat strict = SurveyFormat.read("own.yaml", country + "}}\n");
    assertEquals(null, strict.languageOf("262"));
    assertEquals(null, strict.languageOf("Ga/Dangbe"));
    assertEquals("und", strict.languageOf("und"));
    assertEquals("pt-BR", strict.languageOf("pt_BR"));
  }

  @Test
  void aNationalSurveyNeedsNeitherCountryNorWeight() throws IOException {
    String national = "survey: panel\ncountry: {value: KE}\nlanguage: {value: sw}\nmissing: [9]\n";
    AnswerRule rule = sides("v12", codes("1"), codes("0"), Codes.NONE);
    Map<String, Double> all =
        polarities(plan(national, Map.of("trust", rule)), "id;v12\n1;1\n2;0\n3;0\n4;9\n5;\n");
    assertEquals(1 / 3.0, all.get("c:KE:trust"), 1e-12, "0 is an answer and no blank");
    assertEquals(1 / 3.0, all.get("l:sw:trust"), 1e-12);
  }

  @Test
  void countriesMayBeCodes() throws IOException {
    String own =
        "survey: merged\ncountry: {column: COUNTRY, values: {2: BJ, 14: GH}}\n"
            + "language: {value: en}\nweights: [w]\n";
    AnswerRule rule = sides("", codes("1"), codes("2"), Codes.NONE);
    Map<String, Double> all =
        polarities(plan(own, Map.of("q5", rule)), "COUNTRY,w,Q5\n2,1,1\n14,1,2\n");
    assertEquals(Set.of("c:BJ:q5", "c:GH:q5", "l:en:q5", "g:global:q5"), all.keySet());
    String told = refusal(plan(own, Map.of("q5", rule)), "COUNTRY,w,Q5\n7,1,1\n14,1,2\n");
    assertTrue(told.contains("line 2, column COUNTRY: '7' is no country"), told);
  }

  /** A scale is as long as it is said to be, whoever answered. */
  @Test
  void aScaleIsNotGuessedByTheAnswers() throws IOException {
    SurveyPlan plan =
        new SurveyPlan(
            SurveyFormat.joint(),
            Set.of("f120", "d054"),
            Map.of(
                "f120", new AnswerRule("", codes("1..10"), Codes.NONE, Codes.NONE, Codes.NONE),
                "d054", new AnswerRule("", codes("1..4"), Codes.NONE, Codes.NONE, Codes.NONE)),
            false,
            0);
    String header = "cntry_AN,lnge_iso,gwght,pwght,F120,D054\n";
    Map<String, Double> all =
        polarities(plan, header + "US,en,1,1,9,2\nUS,en,1,1,2,3\nUS,en,1,1,7,1\nUS,en,1,1,-2,0\n");
    assertEquals(2 / 3.0, all.get("c:US:f120"), 1e-12, "nobody says 10");
    assertEquals(2 / 3.0, all.get("c:US:d054"), 1e-12, "nobody says 4");
    String told = refusal(plan, header + "US,en,1,1,9,2\nUS,en,1,1,99,3\n");
    assertTrue(told.contains("line 3, column f120: the code 99 is none"), told);
    assertTrue(told.contains("9 (50.0%), 99 (50.0%)"), told);
  }

  @Test
  void answersThatNobodyNamesAreToldWithTheirShares() {
    SurveyPlan plan =
        new SurveyPlan(SurveyFormat.bundled("wvs7"), Set.of("q1"), Map.of(), false, 0);
    String told = refusal(plan, "B_COUNTRY_ALPHA,LNGE_ISO,W_WEIGHT,Q1\nDEU,de,1,1\nDEU,de,1,8\n");
    assertTrue(told.contains("it is not said which codes are for it"), told);
    assertTrue(told.contains("1 (50.0%), 8 (50.0%)"), told);
  }

  @Test
  void aTopicThatTheFileLacksIsTold() {
    AnswerRule rule = sides("Q9", codes("1"), codes("2"), Codes.NONE);
    String told =
        refusal(
            plan("wvs7", Map.of("x", rule)), "B_COUNTRY_ALPHA,LNGE_ISO,W_WEIGHT,Q1\nDEU,de,1,1\n");
    assertTrue(told.contains("Q9"), told);
  }

  @Test
  void badRowsAreLeftOutWhileTheyAreFew() throws IOException {
    StringBuilder csv = new StringBuilder("cntry_AN,lnge_iso,gwght,pwght,F120\n");
    for (int i = 0; i < 400; i++) {
      csv.append(
          i == 7
              ? "KE,-4,1,1,3\n"
              : i == 9
                  ? "KE,en,-4,1,3\n"
                  : i == 11 ? "KE,en,1\n" : "KE,en,1,1," + (1 + i % 10) + "\n");
    }
    SurveyPlan strict = SurveyPlan.published(Set.of("f120"));
    String told = refusal(strict, csv.toString());
    assertTrue(told.contains("line 9, column lnge_iso: '-4' is no language"), told);
    assertTrue(told.contains("first of 3 rows of 400"), told);
    SurveyPlan lenient = new SurveyPlan(strict.format(), strict.topics(), Map.of(), true, 0.01);
    PolarityTally tally = tally(lenient, csv.toString());
    List<Truth> truths = tally.truths();
    assertEquals(397L, truths.get(0).n());
    assertTrue(
        tally.notes(tally.truths()).get(0).startsWith("3 rows of 400 are left out"),
        tally.notes(tally.truths()).get(0));
    Topic.Told read = tally.readings(truths).get(0);
    assertEquals(397L, read.answers());
    assertEquals(0, read.missing(), 0);
    assertTrue(read.codes().startsWith("1 (10.1%), 2 ("), read.codes());
  }

  @Test
  void whatStandsInPlaceOfCodesIsToldForWhatItIs() {
    String header = "cntry_AN,lnge_iso,gwght,pwght,F120\n";
    Map<String, String> kinds =
        Map.of(
            "NA", "nothing is there",
            ".a", "Stata's missing value",
            "Never justifiable", "the label of an answer",
            "\"3,0\"", "a decimal comma",
            "3.5", "is no answer code");
    kinds.forEach(
        (field, kind) -> {
          String told =
              refusal(SurveyPlan.published(Set.of("f120")), header + "KE,en,1,1," + field + "\n");
          assertTrue(told.contains(kind), told);
        });
  }

  @Test
  void aDescriptionWithASlipIsTold() {
    for (String[] wrong :
        new String[][] {
          {"survey: x\nlanguage: l\n", "country: it is missing"},
          {"country: c\nlanguage: l\nwieghts: [w]\n", "wieghts: there is no such part"},
          {"country: {column: c, value: FR}\nlanguage: l\n", "both a column and a value"},
          {"country: c\nlanguage: l\nmissing: [none]\n", "no codes"},
          {"country: c\nlanguage: l\nrule: guess\n", "'guess' is no rule"},
          {
            "country: c\nlanguage: {column: l, values: {1: Kenyan}}\n",
            "language.values.1: 'Kenyan' is no language"
          },
          {
            "country: {column: c, values: {578: NO}}\nlanguage: l\n",
            "country.values.578: YAML reads this as false"
          },
          {"- a\n", "is no list of parts"},
          {"country: [\n", "this is no YAML"}
        }) {
      String told =
          assertThrows(InputException.class, () -> SurveyFormat.read("own.yaml", wrong[0]))
              .getMessage();
      assertTrue(told.contains(wrong[1]), told);
    }
  }
}
