package org.polarbeam.transforms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.polarbeam.prompt.Judgement;
import org.polarbeam.prompt.Response;
import org.polarbeam.study.Topic;

class JudgeTest {
  private static final Map<String, Topic> TOPICS =
      Map.of("f120", new Topic("f120", "abortion", Map.of("en", "Yes."), Map.of("en", "No.")));
  private static final String LIST =
      "1. " + Fakes.ENGLISH.get(0) + "\n2. " + Fakes.ENGLISH.get(1) + "\n";

  private static PCollectionTuple judge(
      TestPipeline pipeline, Asking asking, Response... responses) {
    return pipeline
        .apply(Create.of(List.of(responses)).withCoder(RecordSchemas.coder(Response.class)))
        .apply(Judge.of(Fakes.MODEL, TOPICS, asking));
  }

  @Test
  void givenResponses_thenLabelsOrTheReasonWhyNot() {
    TestPipeline pipeline = Fakes.pipeline();
    PCollectionTuple judged =
        judge(
            pipeline,
            Fakes.asking(r -> "{\"language\":\"en\",\"labels\":[\"pro\",\"con\"]}"),
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
              assertEquals("no_list", byId.get("prose").validity());
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
            Fakes.asking(r -> "{\"labels\":[\"pro\"]}"),
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
            Fakes.asking(r -> "{\"labels\":[\"null\",null]}"),
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
}
