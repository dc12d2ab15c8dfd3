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
import org.polarbeam.study.Wording;
import org.polarbeam.transforms.internal.RecordSchemas;

class TranslateTest {
  private static final Wording TEMPLATE = wording("template", "t1", "", "en", "Ask about {topic}.");
  private static final Wording TOPIC = wording("variation", "v1", "f120", "en", "abortion");
  private static final Wording DANISH = wording("variation", "v1", "f120", "da", "abort");

  private static Wording wording(
      String kind, String id, String topic, String language, String text) {
    return Wording.written(kind, id, topic, language, text, Wording.PERSON, true);
  }

  private static PCollectionTuple translate(
      TestPipeline pipeline, Asking asking, String... languages) {
    return pipeline
        .apply(
            Create.of(List.of(TEMPLATE, TOPIC, DANISH))
                .withCoder(RecordSchemas.coder(Wording.class)))
        .apply(Translate.into(List.of(languages), Fakes.MODEL, asking));
  }

  @Test
  void givenWordingThatIsThere_thenItPassesAndTheRestIsMade() {
    TestPipeline pipeline = Fakes.pipeline();
    Asking asking =
        Fakes.asking(
            r ->
                r.user().contains("\"to\":\"en\"")
                    ? "{\"text\":\"Ask about {topic}.\"}"
                    : "{\"text\":\"Spørg om {topic}.\"}");
    PCollectionTuple translated = translate(pipeline, asking, "da");
    PAssert.that(translated.get(Translate.WORDINGS))
        .satisfies(
            wordings -> {
              Map<String, Wording> byId = new HashMap<>();
              wordings.forEach(w -> byId.put(w.id(), w));
              assertEquals(DANISH, byId.get("v1"));
              Wording made = byId.get("t1");
              assertEquals("Spørg om {topic}.", made.text());
              assertEquals(Wording.MACHINE, made.origin());
              assertEquals(false, made.verified());
              assertEquals("Ask about {topic}.", made.backTranslation());
              assertEquals(1.0, made.similarity());
              return null;
            });
    PAssert.that(translated.get(Translate.FAILURES)).empty();
    pipeline.run().waitUntilFinish();
  }

  @Test
  void givenATranslationThatLosesTheTopic_thenADeadLetter() {
    TestPipeline pipeline = Fakes.pipeline();
    PCollectionTuple translated =
        translate(pipeline, Fakes.asking(r -> "{\"text\":\"Spørg.\"}"), "da");
    PAssert.that(translated.get(Translate.FAILURES))
        .satisfies(
            letters -> {
              letters.forEach(d -> assertTrue(d.reason().contains("{topic}"), d.reason()));
              assertEquals(1, Score.list(letters).size());
              return null;
            });
    pipeline.run().waitUntilFinish();
  }
}
