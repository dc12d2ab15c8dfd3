package org.polarbeam.transforms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.record.Prompt;
import org.polarbeam.record.Response;
import org.polarbeam.transforms.internal.RecordSchemas;

class ElicitTest {
  private static final AtomicInteger CALLS = new AtomicInteger();

  private static PCollectionTuple elicit(
      TestPipeline pipeline, Asking asking, List<Prompt> prompts) {
    return pipeline
        .apply(Create.of(prompts).withCoder(RecordSchemas.coder(Prompt.class)))
        .apply(Elicit.of(List.of(Fakes.MODEL, ModelSpec.parse("fake:n")), asking));
  }

  private static List<Prompt> prompts() {
    return List.of(
        Fakes.prompt("da", "f120", 0),
        Fakes.prompt("da", "f121", 0),
        Fakes.prompt("en", "f120", 0));
  }

  @Test
  void givenPrompts_thenEveryModelAnswersEach() {
    TestPipeline pipeline = Fakes.pipeline();
    PCollectionTuple elicited =
        elicit(pipeline, Fakes.asking(r -> "on " + r.tags().get("topic")), prompts());
    PAssert.that(elicited.get(Elicit.RESPONSES))
        .satisfies(
            responses -> {
              List<Response> all = Score.list(responses);
              assertEquals(6, all.size());
              assertEquals(6, all.stream().map(Response::id).distinct().count());
              assertEquals(3, all.stream().filter(r -> r.model().equals("n")).count());
              all.forEach(r -> assertEquals("on " + r.topic(), r.text()));
              return null;
            });
    PAssert.that(elicited.get(Elicit.FAILURES)).empty();
    pipeline.run().waitUntilFinish();
  }

  @Test
  void givenAModelWithFewerSamples_thenItSkipsTheFurtherOnes() {
    TestPipeline pipeline = Fakes.pipeline();
    List<Prompt> twice = List.of(Fakes.prompt("da", "f120", 0), Fakes.prompt("da", "f120", 1));
    PCollectionTuple elicited =
        pipeline
            .apply(Create.of(twice).withCoder(RecordSchemas.coder(Prompt.class)))
            .apply(
                Elicit.of(
                    List.of(Fakes.MODEL.withSamples(1), ModelSpec.parse("fake:n").withSamples(2)),
                    Fakes.asking(r -> "sample " + r.sample())));
    PAssert.that(elicited.get(Elicit.RESPONSES))
        .satisfies(
            responses -> {
              List<String> all =
                  Score.list(responses).stream()
                      .map(r -> r.model() + " " + r.text())
                      .sorted()
                      .toList();
              assertEquals(List.of("m sample 0", "n sample 0", "n sample 1"), all);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void givenAPermanentFailure_thenADeadLetterWithItsReason() {
    TestPipeline pipeline = Fakes.pipeline();
    Asking asking =
        Fakes.asking(
            r -> {
              if (r.tags().get("topic").equals("f121")) {
                throw Fakes.failure(ModelException.Kind.PERMANENT);
              }
              return "fine";
            });
    PCollectionTuple elicited = elicit(pipeline, asking, prompts());
    PAssert.that(elicited.get(Elicit.RESPONSES))
        .satisfies(
            responses -> {
              assertEquals(4, Score.list(responses).size());
              return null;
            });
    PAssert.that(elicited.get(Elicit.FAILURES))
        .satisfies(
            letters -> {
              letters.forEach(
                  d -> {
                    assertEquals("elicit", d.stage());
                    assertEquals("the test says so", d.reason());
                    assertEquals(1, d.attempts());
                    assertTrue(d.record().contains("\"topic\":\"f121\""), d.record());
                  });
              assertEquals(2, Score.list(letters).size());
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void givenTransientFailures_thenItIsTriedAgainUpToALimit() {
    CALLS.set(0);
    TestPipeline pipeline = Fakes.pipeline();
    Asking asking =
        Fakes.asking(
            r -> {
              CALLS.incrementAndGet();
              throw Fakes.failure(ModelException.Kind.TRANSIENT);
            });
    PCollectionTuple elicited = elicit(pipeline, asking, prompts().subList(0, 1));
    PAssert.that(elicited.get(Elicit.FAILURES))
        .satisfies(
            letters -> {
              letters.forEach(d -> assertEquals(3, d.attempts()));
              return null;
            });
    pipeline.run().waitUntilFinish();
    assertEquals(6, CALLS.get(), "three attempts for each of two models");
  }

  @Test
  void givenAFatalFailure_thenTheRunEnds() {
    TestPipeline pipeline = Fakes.pipeline();
    Asking asking =
        Fakes.asking(
            r -> {
              throw Fakes.failure(ModelException.Kind.FATAL);
            });
    elicit(pipeline, asking, prompts());
    Exception e = assertThrows(Exception.class, () -> pipeline.run().waitUntilFinish());
    assertTrue(e.toString().contains("the test says so"), e.toString());
  }

  @Test
  void givenAnUnknownProvider_thenItIsRefusedWhenBuilt() {
    assertThrows(
        InputException.class,
        () -> Elicit.of(List.of(ModelSpec.parse("smoke:m")), Fakes.asking(r -> "")));
    assertThrows(IllegalArgumentException.class, () -> Elicit.of(List.of(), Fakes.asking(r -> "")));
  }
}
