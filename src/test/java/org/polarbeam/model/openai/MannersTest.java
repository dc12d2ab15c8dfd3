package org.polarbeam.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatServer;
import org.polarbeam.model.ChatServer.Reply;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.record.Sampling;

/** What an endpoint refuses is left out, once learnt, where answers do not depend on it. */
class MannersTest {
  private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{}}";
  private static final Sampling USUAL = new Sampling(0.0, null, 300L, 1L);

  /** What came to a server. */
  private final List<JsonNode> asked = Collections.synchronizedList(new ArrayList<>());

  private ChatServer server(Predicate<JsonNode> refused, int status, String words) {
    return ChatServer.start(
        r -> "yes",
        (request, attempt, number) -> {
          asked.add(request);
          return refused.test(request) ? new Reply.Words(status, words) : new Reply.Answer(0);
        });
  }

  private static ChatRequest request(Sampling wanted) {
    return ChatRequest.structured("id", "be brief", "hello", wanted, SCHEMA, Map.of())
        .withUsual(USUAL);
  }

  private static void askTwice(ChatServer server, Sampling wanted, String... options) {
    ProviderContext context =
        ProviderContext.of(options.length == 0 ? Map.of() : Map.of(options[0], options[1]))
            .with(ApiKey.inEnvironment("POLARBEAM_TEST_NO_SUCH_KEY"));
    ModelSpec spec = ModelSpec.of("m", "f", "openai", server.endpoint()).with(wanted);
    try (ChatModel model = new OpenAiProvider().open(spec, context, null)) {
      assertEquals("yes", model.ask(request(wanted)).join().text());
      assertEquals("yes", model.ask(request(wanted)).join().text());
    }
  }

  /** Refuses requests with a part until that is left out; one refusal is enough to learn. */
  private void learns(Predicate<JsonNode> refused, int status, String words) {
    asked.clear();
    try (ChatServer server = server(refused, status, words)) {
      askTwice(server, Sampling.DEFAULT);
    }
    assertEquals(3, asked.size(), words);
    assertFalse(refused.test(asked.get(1)) || refused.test(asked.get(2)), words);
    assertTrue(asked.get(2).path("messages").toString().contains("be brief"), words);
  }

  private static Predicate<JsonNode> with(String field) {
    return request -> request.has(field);
  }

  @Test
  void schemasInWhateverWords() {
    for (String words :
        List.of(
            "{\"error\":{\"message\":\"response_format is not supported\"}}",
            "{\"error\":{\"message\":\"features not supported by this backend\"}}",
            "{\"detail\":[{\"loc\":[\"body\",\"response_format\"],\"msg\":\"Extra inputs\"}]}",
            "nope")) {
      learns(with("response_format"), 400, words);
      learns(with("response_format"), 422, words);
      learns(with("response_format"), 500, words);
    }
  }

  @Test
  void systemMessages() {
    Predicate<JsonNode> system = r -> r.at("/messages/0/role").asText().equals("system");
    for (String words :
        List.of(
            "System role not supported",
            "{\"error\":{\"message\":\"Developer instruction is not enabled for gemma\"}}",
            "Conversation roles must alternate user/assistant/user/assistant/...",
            "{\"detail\":\"the role 'system' is unknown\"}")) {
      learns(system, 400, words);
    }
  }

  @Test
  void namesOfTheLimitOfTokens() {
    learns(
        with("max_tokens"),
        400,
        "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this"
            + " model. Use 'max_completion_tokens' instead.\"}}");
    assertEquals(300, asked.get(2).path("max_completion_tokens").asInt());
  }

  @Test
  void settingsThatNobodyWantsInParticular() {
    learns(with("temperature"), 400, "'temperature' does not support 0 with this model.");
    learns(with("seed"), 422, "{\"detail\":[{\"loc\":[\"body\",\"seed\"],\"msg\":\"Extra\"}]}");
  }

  @Test
  void severalPartsAfterEachOther() {
    try (ChatServer server =
        ChatServer.start(
            r -> "yes",
            (request, attempt, number) -> {
              asked.add(request);
              for (String part : List.of("temperature", "seed", "response_format")) {
                if (request.has(part)) {
                  return new Reply.Words(400, "{\"error\":\"" + part + " is not supported\"}");
                }
              }
              return new Reply.Answer(0);
            })) {
      askTwice(server, Sampling.DEFAULT);
    }
    assertEquals(5, asked.size());
  }

  @Test
  void aSettingThatSomebodyWantsEndsTheRun() {
    Sampling warm = new Sampling(0.7, 0.9, null, null);
    String words =
        "{\"error\":{\"message\":\"Unsupported value: 'temperature' does not support 0.7.\"}}";
    try (ChatServer server = server(with("temperature"), 400, words)) {
      ModelException e =
          ModelException.of(assertThrows(CompletionException.class, () -> askTwice(server, warm)));
      assertEquals(ModelException.Kind.FATAL, e.kind());
      assertTrue(e.getMessage().contains("does not support 0.7. Take temperature out"));
      assertTrue(e.getMessage().contains("--dropRefusedSampling"), e.getMessage());
      assertEquals(1, server.requests());
    }
    asked.clear();
    try (ChatServer server = server(with("temperature"), 400, words)) {
      askTwice(server, warm, "dropRefusedSampling", "true");
    }
    assertEquals(3, asked.size());
    assertEquals(0.9, asked.get(2).path("top_p").asDouble());
  }

  @Test
  void whatIsRefusedForAnotherReasonStaysAFailure() {
    try (ChatServer server = server(r -> true, 400, "{\"error\":\"Invalid request\"}")) {
      CompletionException e =
          assertThrows(CompletionException.class, () -> askTwice(server, Sampling.DEFAULT));
      assertEquals(ModelException.Kind.PERMANENT, ModelException.of(e).kind());
      assertEquals(2, server.requests(), "once without the schema, and no more");
    }
  }

  /** That a value is too large is no other name, and a 500 that passes is no refusal of schemas. */
  @Test
  void whatIsNotAboutAPartTeachesNothing() {
    try (ChatServer server =
        server(
            r -> true, 400, "{\"error\":{\"message\":\"max_tokens is too large: at most 99\"}}")) {
      assertThrows(CompletionException.class, () -> askTwice(server, Sampling.DEFAULT));
      assertTrue(asked.stream().noneMatch(r -> r.has("max_completion_tokens")), asked.toString());
    }
    Manners manners = new Manners("m", false);
    ChatRequest request = request(Sampling.DEFAULT);
    manners.answered(request, Set.of());
    manners.answered(request, Set.of(Manners.Part.SCHEMA));
    assertEquals(Set.of(), manners.left());
  }

  /** A server that repeats the question in its refusal says nothing of the question's settings. */
  @Test
  void aRefusalThatRepeatsTheRequestIsAboutItsReason() {
    Sampling warm = new Sampling(0.7, null, null, null);
    String echo = "{\"error\":{\"message\":\"bad unicode\",\"request\":{\"temperature\":0.7}}}";
    try (ChatServer server = server(r -> true, 422, echo)) {
      CompletionException e = assertThrows(CompletionException.class, () -> askTwice(server, warm));
      assertEquals(ModelException.Kind.PERMANENT, ModelException.of(e).kind());
    }
  }

  @Test
  void furtherFieldsAreSent() {
    try (ChatServer server = server(r -> false, 200, "")) {
      ModelSpec spec =
          new ModelSpec(
              "m",
              "f",
              "openai",
              server.endpoint(),
              Sampling.DEFAULT,
              null,
              org.polarbeam.model.RateLimit.NONE,
              Map.of(),
              "{\"chat_template_kwargs\":{\"enable_thinking\":false},\"reasoning_effort\":\"low\"}",
              "");
      ProviderContext context =
          ProviderContext.of(Map.of()).with(ApiKey.inEnvironment("POLARBEAM_TEST_NO_SUCH_KEY"));
      try (ChatModel model = new OpenAiProvider().open(spec, context, null)) {
        model.ask(request(Sampling.DEFAULT)).join();
      }
    }
    JsonNode body = asked.get(0);
    assertFalse(body.at("/chat_template_kwargs/enable_thinking").asBoolean(true));
    assertEquals("low", body.get("reasoning_effort").asText());
    assertEquals(0, body.get("temperature").asDouble());
    assertEquals(300, body.get("max_tokens").asInt());
    assertEquals(1, body.get("seed").asInt());
  }

  @Test
  void anotherReadingIsAnotherDraw() {
    ChatRequest first = request(Sampling.DEFAULT);
    assertEquals(0, first.temperature());
    assertEquals(0.25, first.again().temperature());
    assertEquals(1_001, first.again().seed());
    Sampling cold = new Sampling(0.0, null, null, null);
    assertEquals(0, request(cold).again().temperature(), "what somebody wants stays");
  }
}
