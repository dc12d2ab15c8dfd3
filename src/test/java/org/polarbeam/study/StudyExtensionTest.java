package org.polarbeam.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.polarbeam.files.InputException;
import org.polarbeam.record.Sampling;
import org.polarbeam.record.Topic;

/** A study that extends another says only what differs. */
class StudyExtensionTest {
  private static final String BASE =
      """
      study: base
      languages:
        en: {name: English}
        da: {name: Danish}
        nl: {name: Dutch}
      judge: {name: j, provider: openai, endpoint: https://a.example/v1, sampling: {seed: 1}}
      models:
        - {name: m, family: f, provider: openai, capability: {en: 0.5, da: 0.4}, sampling: {seed: 1}}
        - {name: n, family: f, provider: openai}
      lists: {least_share: 0.2}
      templates:
        - {id: t1, en: "Ask about {topic}.", da: "Spørg om {topic}.", nl: "Vraag naar {topic}."}
        - {id: t2, en: "Talk about {topic}.", da: "Tal om {topic}.", nl: "Praat over {topic}."}
      topics:
        - key: f120
          question: abortion
          pro: {en: "Yes.", da: "Ja.", nl: "Ja!"}
          con: {en: "No.", da: "Nej.", nl: "Nee."}
          answers: {scale: 1..10}
          variations:
            - {id: v1, en: abortion, da: abort, nl: abortus}
            - {id: v2, en: ending it, da: at afslutte det, nl: het beëindigen}
        - key: f121
          question: divorce
          pro: {en: "Yes."}
          con: {en: "No."}
          variations:
            - {id: w1, en: divorce, da: skilsmisse, nl: echtscheiding}
      personas:
        DK: {en: from Denmark, da: fra Danmark, nl: uit Denemarken}
        US: {en: from the US, da: fra USA, nl: uit de VS}
      """;

  private static final Map<String, String> FILES = new TreeMap<>(Map.of("in/base.yaml", BASE));

  private static String read(String path) {
    if (!FILES.containsKey(path)) {
      throw new InputException(path + " is not there.");
    }
    return FILES.get(path);
  }

  private static Study study(String yaml) {
    return StudyReader.read(
        "in/mine.yaml", "extends: base.yaml\n" + yaml, StudyExtensionTest::read);
  }

  private static void refused(String yaml, String... mentioned) {
    InputException e = assertThrows(InputException.class, () -> study(yaml), yaml);
    for (String text : mentioned) {
      assertTrue(e.getMessage().contains(text), text + " in: " + e.getMessage());
    }
  }

  private static Map<String, String> words(Study study, String kind, String id) {
    return study.wordings().stream()
        .filter(w -> w.kind().equals(kind) && w.id().equals(id))
        .collect(Collectors.toMap(Wording::language, Wording::text, (a, b) -> a, TreeMap::new));
  }

  private static List<String> models(Study study) {
    return study.models().stream().map(m -> m.spec().name()).toList();
  }

  @Test
  void givenNothingElse_thenItIsTheOtherByItsFilesName() {
    Study base = StudyReader.read("in/base.yaml", BASE);
    Study mine = study("");
    assertEquals("mine", mine.name());
    assertEquals(base.wordings(), mine.wordings());
    assertEquals(base.topics(), mine.topics());
    assertEquals(base.models(), mine.models());
    assertEquals("other", study("study: other\n").name());
  }

  @Test
  void theBundledOneIsExtendedByItsName() {
    String yaml = "extends: values\ntopics: [e035, f120]\nlanguages: [en, da]\nmodels: []\n";
    Study study = StudyReader.read("small.yaml", yaml);
    assertEquals("small", study.name());
    assertEquals(Set.of("e035", "f120"), study.topics().keySet());
    assertEquals(Set.of("en", "da"), study.wordedLanguages());
    assertEquals(List.of(), study.models());
    assertTrue(study.wordings().stream().noneMatch(w -> w.language().equals("nl")));
  }

  @Test
  void aListIsTheWholeList_ofNamesChangesAndNewEntries() {
    assertEquals(List.of("n"), models(study("models: [n]\n")));
    assertEquals(List.of("n", "m"), models(study("models: [n, m]\n")));
    String fresh = "{name: o, family: g, provider: openai}";
    assertEquals(List.of("o"), models(study("models: [" + fresh + "]\n")));
    Study all = study("models: [all, " + fresh + ", {name: m, sampling: {temperature: 0.7}}]\n");
    assertEquals(List.of("m", "n", "o"), models(all));
    assertEquals(
        new Sampling(0.7, null, null, 1L),
        all.models().get(0).spec().sampling(),
        "what it does not say is as it was");
    Study topics = study("topics: [{key: F121, question: Divorce}]\n");
    assertEquals(Set.of("f121"), topics.topics().keySet());
    assertEquals("Divorce", topics.topics().get("f121").question());
    assertEquals("divorce", words(topics, Wording.VARIATION, "w1").get("en"));
    assertEquals(
        Set.of(),
        words(study("topics: [{key: f120, variations: [v2]}]\n"), Wording.VARIATION, "v1")
            .keySet());
  }

  @Test
  void mappingsAreMerged_andAListTakesSomeOfThem() {
    Study added =
        study(
            """
            languages: {sv: {name: Swedish}, da: {verified: true, name: Danish}}
            lists: {least_distinct: 0.1}
            personas: {SE: {en: from Sweden}, US: {en: from America}}
            """);
    assertEquals(Set.of("da", "en", "nl", "sv"), added.languages().keySet());
    assertEquals(0.2, added.lists().leastShare());
    assertEquals(0.1, added.lists().leastDistinct());
    assertEquals("from Sweden", words(added, Wording.PERSONA, "SE").get("en"));
    assertEquals("fra USA", words(added, Wording.PERSONA, "US").get("da"));
    Study some = study("languages: [en, da]\npersonas: [DK]\n");
    assertEquals(Set.of("en", "da"), some.languages().keySet());
    assertEquals(Set.of("en", "da"), words(some, Wording.PERSONA, "DK").keySet());
    assertEquals(Set.of(), words(some, Wording.PERSONA, "US").keySet());
    assertEquals(Set.of("en", "da"), some.topics().get("f120").pro().keySet());
    Study english = study("languages: [en]\n");
    assertEquals(Map.of("en", 0.5), english.models().get(0).capability());
  }

  @Test
  void whatIsOneThingInPartsIsReplacedWhole() {
    Study study = study("topics: [{key: f120, answers: {pro: [1], con: [2]}}]\n");
    assertTrue(study.answers().get("f120").scale().isEmpty());
    Study judged = study("judge: {name: k, provider: mistral}\n");
    assertEquals("", judged.judge().endpoint(), "another judge has nothing of the one before");
    assertEquals(Sampling.DEFAULT, judged.judge().sampling());
    Study changed = study("judge: {name: j, sampling: {temperature: 0.5}}\n");
    assertEquals("https://a.example/v1", changed.judge().endpoint());
    assertEquals(new Sampling(0.5, null, null, 1L), changed.judge().sampling());
  }

  /** Nobody is asked in words that no longer say the same. */
  @Test
  void givenAnotherWordingInTheSource_thenTranslationsOfItAreOfTheOldOne() {
    Study study =
        study(
            """
            topics:
              - key: f120
                pro: {en: "Certainly."}
                variations: [v2, {id: v1, en: a woman's choice, da: kvindens valg}]
            """);
    Topic topic = study.topics().get("f120");
    assertEquals(Map.of("en", "Certainly."), topic.pro());
    assertEquals(Set.of("en", "da", "nl"), topic.con().keySet(), "which did not change");
    Map<String, Wording> first =
        study.wordings().stream()
            .filter(w -> w.id().equals("v1"))
            .collect(Collectors.toMap(Wording::language, w -> w));
    assertTrue(first.get("nl").isStale(first.get("en")));
    assertTrue(!first.get("da").isStale(first.get("en")), "it is worded anew");
    assertEquals(
        List.of(),
        study("topics: [{key: f120, variations: [{id: v1, en: abortion}]}]\n").wordings().stream()
            .filter(w -> !w.of().isEmpty())
            .toList(),
        "the same words are no others");
  }

  @Test
  void givenAnExtensionOfAnExtension_thenEachSaysWhatDiffers() {
    FILES.put("in/deep/b.yaml", "extends: ../base.yaml\ntopics: [f120]\nmodels: [n]\n");
    FILES.put("in/c.yaml", "extends: deep/b.yaml\nlanguages: [en]\n");
    Study study = StudyReader.read("in/x/d.yaml", "extends: ../c.yaml\n", StudyExtensionTest::read);
    assertEquals("d", study.name());
    assertEquals(Set.of("f120"), study.topics().keySet());
    assertEquals(List.of("n"), models(study));
    assertEquals(Set.of("en"), study.languages().keySet());
  }

  @Test
  void circlesAndWhatIsNotThereAreRefused() {
    FILES.put("in/one.yaml", "extends: two.yaml\n");
    FILES.put("in/two.yaml", "extends: ./one.yaml\n");
    InputException circle =
        assertThrows(
            InputException.class,
            () -> StudyReader.read("in/one.yaml", read("in/one.yaml"), StudyExtensionTest::read));
    assertTrue(
        circle.getMessage().contains("in/one.yaml → in/two.yaml → in/one.yaml"),
        circle.getMessage());
    assertTrue(circle.getMessage().startsWith("in/two.yaml, line 1, extends"));
    for (String[] slip :
        new String[][] {
          {"valeus", "there is no study valeus. Did you mean values?"},
          {"none.yaml", "line 1, extends: in/none.yaml is not there"},
          {"7", "7 is no text"}
        }) {
      InputException e =
          assertThrows(
              InputException.class,
              () ->
                  StudyReader.read(
                      "in/a.yaml", "extends: " + slip[0] + "\n", StudyExtensionTest::read));
      assertTrue(e.getMessage().contains(slip[1]), e.getMessage());
    }
  }

  @Test
  void givenNamesThatTheOtherHasNot_thenTheNearestIsTold() {
    refused("topics: [f210]\n", "in/mine.yaml, line 2, topics[0]", "Did you mean f120?");
    refused("languages: [en, dä]\n", "languages[1]", "the study base has no dä");
    refused("models: [all, m, m]\n", "models[2]", "m is there already");
    refused("topics: [f120, {key: F120}]\n", "topics[1]", "f120 is there already");
    refused("personas: [DK, DK]\n", "personas[1]", "twice");
    refused("models: [{name: o, family: g}]\n", "line 2, models[0].provider", "is missing");
    // Every place knows the file that it stands in.
    refused("source_language: da\n", "in/base.yaml, line 25, topics[1].pro", "no wording in da");
  }

  @Test
  void writtenOut_itIsReadAsTheSameStudy() {
    String yaml =
        "extends: base.yaml\nlanguages: [en, da]\nmodels: [{name: m, parameters: {x: 1.0e10, y: 1e-7}}]\n"
            + "topics: [{key: f120, question: \"no\"}]\n";
    String whole = StudyReader.whole("in/mine.yaml", yaml, StudyExtensionTest::read);
    Study mine = StudyReader.read("in/mine.yaml", yaml, StudyExtensionTest::read);
    assertEquals(mine, StudyReader.read("elsewhere.yaml", whole), "its digest included");
    assertEquals(BASE, StudyReader.whole("in/base.yaml", BASE, StudyExtensionTest::read));
    assertEquals(1e10, mine.models().get(0).spec().parameters().get("x"));
  }

  @Test
  void theDigestIsOfWhatTheWholeStudySays() {
    String digest = study("").digest();
    assertEquals(digest, study("# a remark\n").digest());
    Set<String> others = new TreeSet<>();
    others.add(study("languages: [en]\n").digest());
    FILES.put("in/other.yaml", BASE.replace("Talk about", "Speak about"));
    others.add(
        StudyReader.read("in/mine.yaml", "extends: other.yaml\n", StudyExtensionTest::read)
            .digest());
    assertEquals(2, others.size());
    others.forEach(other -> assertNotEquals(digest, other));
  }
}
