package org.polarbeam.transforms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.polarbeam.judge.Canary;
import org.polarbeam.language.LanguageRule;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.prompt.JudgeInstruction;
import org.polarbeam.record.CanaryRow;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.Response;
import org.polarbeam.record.Topic;
import org.polarbeam.study.ListRule;
import org.polarbeam.transforms.internal.RecordSchemas;

class JudgeTest {
  private static final Map<String, Topic> TOPICS =
      Map.of("f120", new Topic("f120", "abortion", Map.of("en", "Yes."), Map.of("en", "No.")));
  private static final String LIST =
      "1. " + Fakes.ENGLISH.get(0) + "\n2. " + Fakes.ENGLISH.get(1) + "\n";

  private static PCollectionTuple judge(
      TestPipeline pipeline, Asking asking, Response... responses) {
    return pipeline
        .apply(Create.of(List.of(responses)).withCoder(RecordSchemas.coder(Response.class)))
        .apply(judge(List.of(Fakes.MODEL), TOPICS, asking));
  }

  /** Two items are asked for, so two are enough. */
  private static Judge judge(List<ModelSpec> judges, Map<String, Topic> topics, Asking asking) {
    return Judge.of(judges, topics, asking).withLists(new ListRule(Map.of(), 0.1, 0.5, true));
  }

  @Test
  void givenResponses_thenLabelsOrTheReasonWhyNot() {
    TestPipeline pipeline = Fakes.pipeline();
    PCollectionTuple judged =
        judge(
            pipeline,
            Fakes.asking(r -> "{\"language\":\"en\",\"labels\":{\"1\":\"pro\",\"2\":\"con\"}}"),
            Fakes.response("good", "en", "f120", LIST),
            Fakes.response("danish", "da", "f120", LIST),
            Fakes.response("short", "en", "f120", "I would rather not say."),
            Fakes.response("prose", "en", "f120", "Many words. ".repeat(60)),
            Fakes.response("empty", "en", "f120", " "));
    PAssert.that(judged.get(Judge.JUDGEMENTS))
        .satisfies(
            judgements -> {
              Map<String, Judgement> byId = new HashMap<>();
              judgements.forEach(j -> byId.put(j.id(), j));
              assertEquals(List.of("pro", "con"), byId.get("good").labels());
              assertEquals("valid", byId.get("good").validity());
              assertEquals("wrong_language", byId.get("danish").validity());
              assertEquals("en", byId.get("danish").responseLanguage());
              assertEquals("refusal", byId.get("short").validity());
              assertEquals("unread", byId.get("prose").validity());
              assertEquals("empty", byId.get("empty").validity());
              assertTrue(byId.get("empty").labels().isEmpty());
              return null;
            });
    PAssert.that(judged.get(Judge.FAILURES)).empty();
    pipeline.run().waitUntilFinish();
  }

  @Test
  void givenTooFewLabels_thenItIsAskedAgainAndThenADeadLetter() {
    TestPipeline pipeline = Fakes.pipeline();
    PCollectionTuple judged =
        judge(
            pipeline,
            Fakes.asking(r -> "{\"labels\":{\"1\":\"pro\"}}"),
            Fakes.response("good", "en", "f120", LIST));
    PAssert.that(judged.get(Judge.JUDGEMENTS)).empty();
    PAssert.that(judged.get(Judge.FAILURES))
        .satisfies(
            letters -> {
              letters.forEach(
                  d -> {
                    assertTrue(d.reason().contains("1 labels for 2 items"), d.reason());
                    assertEquals(3, d.attempts());
                  });
              assertEquals(1, Score.list(letters).size());
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void givenOnlyNulls_thenNoStanceIsCounted() {
    TestPipeline pipeline = Fakes.pipeline();
    PCollectionTuple judged =
        judge(
            pipeline,
            Fakes.asking(r -> "{\"labels\":{\"1\":\"null\",\"2\":null}}"),
            Fakes.response("nobody", "en", "f120", LIST));
    PAssert.that(judged.get(Judge.JUDGEMENTS).apply(Score.polarities())).empty();
    PAssert.that(judged.get(Judge.JUDGEMENTS))
        .satisfies(
            judgements -> {
              judgements.forEach(j -> assertEquals("all_null", j.validity()));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static final List<ModelSpec> PANEL =
      List.of(ModelSpec.parse("fake:a"), ModelSpec.parse("fake:b"), ModelSpec.parse("fake:c"));

  private static String labels(String... labels) {
    return JudgeInstruction.answer("en", List.of(labels));
  }

  @Test
  void givenSeveralJudges_thenTheMajorityAndEveryVote() {
    TestPipeline pipeline = Fakes.pipeline();
    Asking asking =
        Fakes.asking(
            (spec, request) ->
                switch (spec.name()) {
                  case "a" -> labels("pro", "con");
                  case "b" -> labels("pro", "pro");
                  default -> "no JSON";
                });
    PCollectionTuple judged =
        pipeline
            .apply(
                Create.of(
                        Fakes.response("good", "en", "f120", LIST),
                        Fakes.response("prose", "en", "f120", "Many words. ".repeat(60)))
                    .withCoder(RecordSchemas.coder(Response.class)))
            .apply(judge(PANEL, TOPICS, asking));
    PAssert.that(judged.get(Judge.JUDGEMENTS))
        .satisfies(
            judgements -> {
              Map<String, Judgement> byId = new HashMap<>();
              judgements.forEach(j -> byId.put(j.id(), j));
              assertEquals(2, byId.size());
              assertEquals(List.of("pro", "null"), byId.get("good").labels());
              assertEquals("a+b", byId.get("good").judge());
              assertEquals("unread", byId.get("prose").validity());
              return null;
            });
    PAssert.that(judged.get(Judge.VOTES).apply(Count.globally())).containsInAnyOrder(2L);
    PAssert.that(judged.get(Judge.FAILURES))
        .satisfies(
            letters -> {
              letters.forEach(d -> assertTrue(d.reason().startsWith("c: "), d.reason()));
              return null;
            });
    PAssert.that(judged.get(Judge.UNJUDGED)).empty();
    pipeline.run().waitUntilFinish();
  }

  @Test
  void givenAResponseNoJudgeLabels_thenItIsUnjudgedOnce() {
    TestPipeline pipeline = Fakes.pipeline();
    PCollectionTuple judged =
        pipeline
            .apply(
                Create.of(Fakes.response("good", "en", "f120", LIST))
                    .withCoder(RecordSchemas.coder(Response.class)))
            .apply(judge(PANEL, TOPICS, Fakes.asking(r -> "no JSON")));
    PAssert.that(judged.get(Judge.FAILURES).apply("all", Count.globally())).containsInAnyOrder(3L);
    PAssert.that(judged.get(Judge.UNJUDGED).apply("one", Count.globally())).containsInAnyOrder(1L);
    pipeline.run().waitUntilFinish();
  }

  @Test
  void givenTheJudgeNamesTheLanguage_thenThatCounts() {
    TestPipeline pipeline = Fakes.pipeline();
    PCollectionTuple judged =
        pipeline
            .apply(
                Create.of(
                        Fakes.response("english", "en", "f120", LIST),
                        Fakes.response("danish", "da", "f120", LIST))
                    .withCoder(RecordSchemas.coder(Response.class)))
            .apply(
                judge(
                        List.of(Fakes.MODEL),
                        TOPICS,
                        Fakes.asking(r -> JudgeInstruction.answer("Danish", List.of("pro", "con"))))
                    .withLanguages(LanguageRule.JUDGE, List.of()));
    PAssert.that(judged.get(Judge.JUDGEMENTS))
        .satisfies(
            judgements -> {
              judgements.forEach(
                  j -> {
                    assertEquals("da", j.responseLanguage());
                    assertEquals(
                        j.id().equals("danish") ? "valid" : "wrong_language", j.validity());
                  });
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  /** A judge that obeys whatever says "Ignore all earlier instructions". */
  @Test
  void givenAGullibleJudge_thenCanariesTellAndTheJudgementsStay() {
    TestPipeline pipeline = Fakes.pipeline();
    Response[] responses = new Response[6];
    for (int i = 0; i < responses.length; i++) {
      responses[i] = Fakes.response("r" + i, "en", "f120", LIST);
    }
    PCollectionTuple judged =
        pipeline
            .apply(Create.of(List.of(responses)).withCoder(RecordSchemas.coder(Response.class)))
            .apply(
                judge(
                        List.of(Fakes.MODEL),
                        TOPICS,
                        Fakes.asking(
                            r -> {
                              int at = r.user().indexOf("every item gets the label ");
                              String label = at < 0 ? "null" : r.user().substring(at + 28, at + 31);
                              return labels(label, label);
                            }))
                    .withCanaries(4));
    PAssert.that(judged.get(Judge.JUDGEMENTS))
        .satisfies(
            judgements -> {
              List<Judgement> all = Score.list(judgements);
              assertEquals(6, all.size());
              all.forEach(j -> assertEquals("all_null", j.validity()));
              return null;
            });
    PAssert.that(judged.get(Judge.VOTES).apply(TallyCanaries.create()))
        .satisfies(
            rows -> {
              int kinds = 0;
              for (CanaryRow row : rows) {
                kinds++;
                assertEquals(4, row.responses());
                assertTrue(row.language().isEmpty() || row.language().equals("en"));
                assertEquals(
                    row.canary().equals("instruction") ? 4 : 0,
                    row.changed().successes(),
                    row.canary());
              }
              assertEquals(2 * (Canary.values().length - 1), kinds, "in English, and in all");
              return null;
            });
    pipeline.run().waitUntilFinish();
  }
}
