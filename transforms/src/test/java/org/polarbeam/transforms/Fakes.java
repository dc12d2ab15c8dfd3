package org.polarbeam.transforms;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.SerializableBiFunction;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelProvider;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.paid.PaidModels;
import org.polarbeam.model.paid.PriceTable;
import org.polarbeam.model.Providers;
import org.polarbeam.record.Sampling;
import org.polarbeam.record.Prompt;
import org.polarbeam.record.Response;

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
    ModelProvider provider =
        (spec, store) ->
            request -> {
              try {
                return CompletableFuture.completedFuture(
                    new ChatResponse(answer.apply(spec, request), "stop", 10L, 20L));
              } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
              }
            };
    PaidModels.reset();
    PaidModels.Settings settings =
        new PaidModels.Settings(
            8,
            3,
            1,
            "test",
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            PriceTable.bundled());
    return new Asking(Providers.of(Map.of("fake", provider)), settings, "", 2);
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
