package org.polarbeam.transforms;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.SerializableBiFunction;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.polarbeam.model.Blobs;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelProvider;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.model.Providers;
import org.polarbeam.model.paid.AskingSession;
import org.polarbeam.model.paid.PriceTable;
import org.polarbeam.record.Prompt;
import org.polarbeam.record.Response;
import org.polarbeam.record.Sampling;

/** Models that say what a test wants, and a few records. */
final class Fakes {
  static final ModelSpec MODEL = ModelSpec.parse("fake:m");

  private Fakes() {}

  static TestPipeline pipeline() {
    return TestPipeline.create().enableAbandonedNodeEnforcement(false);
  }

  /** A provider whose models answer with a function; what it throws is the failure. */
  static Asking asking(SerializableFunction<ChatRequest, String> answer) {
    return asking((spec, request) -> answer.apply(request));
  }

  /** As {@link #asking(SerializableFunction)}, for several models. */
  static Asking asking(SerializableBiFunction<ModelSpec, ChatRequest, String> answer) {
    return new Asking(
        Providers.of(new FakeProvider(answer)),
        ProviderContext.of(Map.of()),
        new AskingSession.Settings(
            8,
            3,
            1,
            "test " + RUNS.incrementAndGet(),
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            PriceTable.bundled()),
        "",
        2);
  }

  private static final AtomicInteger RUNS = new AtomicInteger();

  /** Answers with a function. */
  private record FakeProvider(SerializableBiFunction<ModelSpec, ChatRequest, String> answer)
      implements ModelProvider {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public ChatModel open(ModelSpec spec, ProviderContext context, Blobs store) {
      return request -> {
        try {
          return CompletableFuture.completedFuture(
              new ChatResponse(answer.apply(spec, request), "stop", 10L, 20L));
        } catch (RuntimeException e) {
          return CompletableFuture.failedFuture(e);
        }
      };
    }
  }

  static ModelException failure(ModelException.Kind kind) {
    return new ModelException(kind, "the test says so", null);
  }

  static Prompt prompt(String language, String topic, int sample) {
    return new Prompt(
        language + topic + sample,
        language,
        "",
        topic,
        topic + "-a",
        "t01",
        sample,
        "about " + topic);
  }

  static Response response(String id, String language, String topic, String text) {
    return new Response(
        id,
        "p" + id,
        "m",
        "f",
        language,
        "",
        topic,
        topic + "-a",
        "t01",
        0,
        Sampling.DEFAULT,
        text,
        "stop",
        1L,
        2L);
  }

  static final List<String> ENGLISH =
      List.of(
          "The respondent agrees and says that this is simply the right way to look at the matter.",
          "She is firmly against this and worries about what it would mean for the children.");
}
