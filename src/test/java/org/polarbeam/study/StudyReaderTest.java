package org.polarbeam.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.polarbeam.Shared;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.RateLimit;
import org.polarbeam.record.Sampling;
import org.polarbeam.record.Topic;

class StudyReaderTest {
  private static final String GOOD =
      """
      study: small
      languages:
        en: {name: English}
        da: {name: Danish}
      judge: simulate:judge
      templates:
        - {id: t1, en: "Ask about {topic}.", da: "Spørg om {topic}."}
      topics:
        - key: f120
          question: "abortion"
          pro: {en: "Yes."}
          con: {en: "No."}
          variations:
            - {id: v1, en: "abortion", da: "abort"}
      models:
        - {name: m, family: f, provider: simulate, parameters: {local: 1}}
      """;

  @Test
  void givenTheBundledStudy_thenEverythingIsWordedInFourLanguages() {
    Study study = StudyReader.bundled();
    assertEquals(Set.of("da", "en", "nl", "pt"), study.wordedLanguages());
    assertEquals(37, study.topics().size());
    Map<String, Long> variations =
        study.wordings().stream()
            .filter(w -> w.kind().equals(Wording.VARIATION) && w.language().equals("en"))
            .collect(Collectors.groupingBy(Wording::topic, Collectors.counting()));
    assertEquals(study.topics().keySet(), variations.keySet());
    assertTrue(variations.values().stream().allMatch(n -> n >= 5), variations.toString());
    assertEquals(
        10,
        study.wordings().stream().filter(w -> w.isTemplate() && w.language().equals("da")).count());
    for (Topic topic : study.topics().values()) {
      assertEquals(Set.of("da", "en", "nl", "pt"), topic.pro().keySet(), topic.key());
      assertEquals(Set.of("da", "en", "nl", "pt"), topic.con().keySet(), topic.key());
    }
    assertTrue(study.wordings().stream().noneMatch(Wording::verified), "nobody has checked it");
  }

  @Test
  void givenTheBundledStudy_thenItsTopicsAreTheReleasedOnes() throws IOException {
    JsonNode stances =
        new ObjectMapper().readTree(Files.readString(Shared.path("study/stances.json")));
    Set<String> keys = new TreeSet<>();
    stances.fieldNames().forEachRemaining(keys::add);
    assertEquals(keys, StudyReader.bundled().topics().keySet());
  }

  @Test
  void givenTheBundledStudy_thenNoWordingStandsTwice() {
    Set<String> seen = new HashSet<>();
    for (Wording w : StudyReader.bundled().wordings()) {
      assertTrue(seen.add(w.language() + w.text()), w.text());
    }
  }

  @Test
  void givenAStudy_thenItsParts() {
    Study study = StudyReader.read("s.yaml", GOOD);
    assertEquals("small", study.name());
    assertEquals(4, study.wordings().size());
    assertEquals("m", study.models().get(0).spec().name());
    assertFalse(study.digest().isEmpty());
  }

  @Test
  void givenSamplingAndLimits_thenTheyAreTheModels() {
    String model =
        "{name: m, family: f, provider: openai, sampling: {temperature: 0.7, top_p: 0.9,"
            + " max_tokens: 800, seed: 11, samples: 3}, limit: {requests_per_minute: 60}}";
    Study study =
        StudyReader.read(
            "s.yaml",
            GOOD.replace(
                "{name: m, family: f, provider: simulate, parameters: {local: 1}}", model));
    ModelSpec spec = study.models().get(0).spec();
    assertEquals(new Sampling(0.7, 0.9, 800L, 11L), spec.sampling());
    assertEquals(3, spec.samples());
    assertEquals(new RateLimit(60.0, null), spec.limit());
    assertRefused("parameters: {local: 1}", "sampling: {samples: 0}", "sampling.samples");
    assertRefused("parameters: {local: 1}", "limit: {tokens_per_minute: 0}", "tokens_per_minute");
  }

  @Test
  void aJudgeMayHaveAnEntryAsRespondentsHave() {
    ModelSpec judge =
        StudyReader.read(
                "s.yaml",
                GOOD.replace(
                    "judge: simulate:judge",
                    """
                    judge:
                      name: gpt
                      provider: openai
                      endpoint: https://models.example/v1
                      key_env: MODELS_KEY
                      sampling: {max_tokens: 4000}
                      limit: {requests_per_minute: 60}
                      extra: {reasoning_effort: low, chat_template_kwargs: {z: 1, a: [true]}}
                    """))
            .judge();
    assertEquals("gpt", judge.name());
    assertEquals(4000, judge.sampling().maxTokens());
    assertEquals(60.0, judge.limit().requestsPerMinute());
    assertEquals("MODELS_KEY", judge.keyEnv());
    assertEquals(
        "{\"chat_template_kwargs\":{\"a\":[true],\"z\":1},\"reasoning_effort\":\"low\"}",
        judge.extra(),
        "the order in which fields are given decides nothing");
    assertTrue(judge.key().contains("reasoning_effort"), "what is asked otherwise is kept apart");
    assertFalse(judge.key().contains("MODELS_KEY"));
  }

  @Test
  void whichListsCountIsSaidByTheStudy() {
    ListRule usual = StudyReader.read("s.yaml", GOOD).lists();
    assertEquals(ListRule.whole(Map.of("t1", 10)), usual);
    String five = GOOD.replace("id: t1,", "id: t1, items: 5,");
    assertEquals(5, StudyReader.read("s.yaml", five).lists().asked("t1"));
    assertEquals(
        ListRule.published(Map.of("t1", 5)),
        StudyReader.read("s.yaml", five + "lists: published\n").lists());
    assertEquals(
        new ListRule(Map.of("t1", 10), 0.3, 0.2, false),
        StudyReader.read("s.yaml", GOOD + "lists: {least_distinct: 0.2, more: all}\n").lists());
    assertRefused("id: t1,", "id: t1, items: many,", "templates[0].items", "from 1 to 50");
    assertRefused("id: t1,", "id: t1, items: 0,", "templates[0].items");
    assertRefused("study: small", "lists: some", "lists: 'some' is unknown");
    assertRefused("study: small", "lists: {least_share: 3}", "lists.least_share: 3 is no share");
    assertRefused("study: small", "lists: {more: none}", "lists.more");
    assertRefused("study: small", "lists: {few: 3}", "there is no such part");
  }

  @Test
  void givenMistakes_thenTheMessageNamesThePlace() {
    assertRefused("{topic}.\", da", "topic.\", da", "templates[0].en", "{topic}");
    assertRefused("da: {name: Danish}", "xq: {name: None}", "languages.xq", "BCP-47");
    assertRefused("da: \"abort\"", "sv: \"abort\"", "variations[0].sv", "not one of the study's");
    assertRefused("question: \"abortion\"", "question:", "topics[0].question", "missing");
    assertRefused("id: v1", "id: t1", "variations[0].id", "already");
    assertRefused("provider: simulate", "provider: \"\"", "models[0].provider", "missing");
    assertRefused("{local: 1}", "{local: much}", "parameters.local", "number");
    assertRefused("  da: {name", "\t da: {name", "s.yaml, line 4", "YAML");
  }

  private static void assertRefused(String what, String by, String... mentioned) {
    assertTrue(GOOD.contains(what), what);
    InputException e =
        assertThrows(
            InputException.class, () -> StudyReader.read("s.yaml", GOOD.replace(what, by)));
    for (String text : mentioned) {
      assertTrue(e.getMessage().contains(text), text + " in: " + e.getMessage());
    }
  }

  /** A slip of the pen is told with its line, and is never a part left out. */
  @Test
  void givenSlips_thenTheLineAndWhatToGive() {
    String[][] slips = {
      {"models:", "model:", "line 15, model: there is no such part"},
      {"judge:", "judges:", "line 5, judges: there is no such part"},
      {"judge: simulate:judge", "judge: {a: b}", "line 5, judge.a: there is no such part"},
      {"judge: simulate:judge", "judge: {provider: openai}", "line 5, judge.name: the text is"},
      {"local: 1}", "local: 1}, extra: {n: 3}", "models[0].extra.n: this has its own place"},
      {
        "local: 1}",
        "local: 1}, extra: {headers: {a: \"Bearer sk-proj-abCD1234efGH5678ijKL\"}}",
        "models[0].extra.headers.a: it looks like a key"
      },
      {"local: 1}", "local: 1}, extra: {api_key: x}", "extra.api_key: it looks like a place for"},
      {"local: 1}", "local: 1}, extra: {headers: {a: b}}", "extra.headers: it looks like a place"},
      {"\"No.\"", "\"yes.\"", "topics[0].con.en: it says the same as pro"},
      {"en: \"abortion\"", "en: \"{topic}\"", "variations[0].en: only a template has a place"},
      {
        "question:",
        "answers: {scale: 1..10, pro: above 50}\n    question:",
        "no code of 1..10 is pro"
      },
      {
        "question:",
        "answers: {scale: 1..10, pro: above 0}\n    question:",
        "no code of 1..10 is con"
      },
      {
        "question:",
        "answers: {scale: 1..4, missing: 1..4}\n    question:",
        "no code of 1..4 is con"
      },
      {"{topic}", "{{topic}}", "templates[0].en: a place stands in single curly brackets alone"},
      {"{topic}", "${topic}", "templates[0].en: a place stands in single curly brackets alone"},
      {"key: f120", "key: \"f1\\e[31m20\"", "topics[0].key: it has a control character"},
      {"name: m,", "name: Baseline_uniform_random,", "the name is an artificial respondent's"},
      {"local: 1}", "local: 1}, extra: low", "models[0].extra: these are no fields"},
      {"local: 1}", "local: 1}, key_env: sk-abc", "models[0].key_env: this is no name of an"},
      {"judge: simulate:judge", "judge:", "line 5, judge: the text is missing"},
      {"name: Danish", "nmae: Danish", "line 4, languages.da.nmae: there is no such part"},
      {"name: Danish", "name: Danish, verified: maybe", "line 4, languages.da.verified: 'maybe'"},
      {"question:", "qestion:", "line 10, topics[0].qestion: there is no such part"},
      {
        "local: 1}",
        "local: 1}, sampling: {max_tokens: -5}",
        "sampling.max_tokens: -5 is out of range"
      },
      {"local: 1}", "local: 1}, sampling: {max_tokens: many}", "sampling.max_tokens: 'many' is no"},
      {"local: 1}", "local: 1}, sampling: {samples: 1.9}", "sampling.samples: '1.9' is no whole"},
      {"local: 1}", "local: 1}, sampling: {samples: 2147483647}", "from 1 to 1000"},
      {"local: 1}", "local: 1}, sampling: {temperature: -1}", "temperature: -1 is out of range"},
      {"local: 1}", "local: 1}, sampling: {top_p: 1.5}", "top_p: 1.5 is out of range"},
      {"local: 1}", "local: 1}, sampling: {temprature: 1}", "there is no such part"},
      {"local: 1}", "local: 1}, limit: {requests: 1}", "there is no such part"},
      {"local: 1}}", "local: 1}}\n---\nstudy: other", "there is a second document"}
    };
    for (String[] slip : slips) {
      String yaml = GOOD.replace(slip[0], slip[1]);
      InputException e =
          assertThrows(InputException.class, () -> StudyReader.read("s.yaml", yaml), slip[1]);
      assertTrue(e.getMessage().startsWith("s.yaml, line "), e.getMessage());
      assertTrue(e.getMessage().contains(slip[2]), e.getMessage());
    }
    String merged =
        GOOD.replace("question: \"abortion\"", "question: &same \"abortion\"")
            .replace("en: \"Yes.\"", "en: *same");
    Topic same = StudyReader.read("s.yaml", merged).topics().get("f120");
    assertEquals("abortion", same.pro().get("en"));
  }
}
