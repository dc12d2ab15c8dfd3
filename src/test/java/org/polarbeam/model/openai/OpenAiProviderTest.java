package org.polarbeam.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ChatServer;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.record.Sampling;

class OpenAiProviderTest {
  private static final String NO_KEY = "POLARBEAM_TEST_NO_SUCH_KEY";
  private static final ProviderContext CONTEXT =
      ProviderContext.of(Map.of("maxInFlight", "4", "requestTimeoutSeconds", "20"))
          .with(ApiKey.inEnvironment(NO_KEY));

  private static ModelSpec spec(ChatServer server, Sampling sampling) {
    return ModelSpec.of("gemma-2-9b-it", "gemma", "openai", server.endpoint()).with(sampling);
  }

  private static ChatRequest request(String user, String schema, Sampling sampling) {
    return ChatRequest.structured(
        "id", "be brief", user, sampling, schema, Map.of("topic", "secret"));
  }

  private static ChatResponse ask(ChatServer server, ChatRequest request) {
    try (ChatModel model =
        new OpenAiProvider().open(spec(server, request.sampling()), CONTEXT, null)) {
      return model.ask(request).join();
    }
  }

  private static ModelException failure(ChatServer.Reply reply) {
    try (ChatServer server = ChatServer.start(r -> "yes", (r, attempt, n) -> reply)) {
      CompletionException e =
          assertThrows(
              CompletionException.class, () -> ask(server, request("hello", "", Sampling.DEFAULT)));
      return ModelException.of(e);
    }
  }

  private static String said(String message) {
    String body =
        "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
            + "\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\""
            + message
            + "}}]}";
    try (ChatServer server =
        ChatServer.start(r -> "", (r, attempt, n) -> new ChatServer.Reply.Words(body))) {
      return ask(server, request("hello", "", Sampling.DEFAULT)).text();
    }
  }

  @Test
  void anAnswerIsReadWhateverItsContentIs() {
    assertEquals("", said(""));
    assertEquals("", said(",\"content\":null"));
    assertEquals("I cannot.", said(",\"content\":null,\"refusal\":\"I cannot.\""));
    assertEquals("I cannot.", said(",\"refusal\":\"I cannot.\""));
    assertEquals(
        "1. Yes.",
        said(
            ",\"content\":[{\"type\":\"thinking\",\"text\":\"hm\"},{\"type\":\"text\",\"text\":\"1."
                + " Yes.\"}]"));
  }

  @Test
  void whatIsSentAndReadIsTheWireFormat() {
    AtomicReference<JsonNode> sent = new AtomicReference<>();
    try (ChatServer server =
        ChatServer.start(
            r -> {
              sent.set(r);
              return "an answer";
            },
            ChatServer.FLAWLESS)) {
      Sampling sampling = new Sampling(0.7, 0.9, 600L, 11L);
      ChatResponse response =
          ask(server, request("hello", "{\"type\":\"object\",\"properties\":{}}", sampling));
      assertEquals("an answer", response.text());
      assertEquals("stop", response.finishReason());
      assertTrue(response.promptTokens() > 0 && response.completionTokens() == 2);
      JsonNode body = sent.get();
      assertEquals("gemma-2-9b-it", body.get("model").asText());
      assertEquals("be brief", body.at("/messages/0/content").asText());
      assertEquals("hello", body.at("/messages/1/content").asText());
      assertEquals(0.7, body.get("temperature").asDouble());
      assertEquals(0.9, body.get("top_p").asDouble());
      assertEquals(600, body.get("max_tokens").asInt());
      assertEquals(11, body.get("seed").asInt());
      assertEquals("object", body.at("/response_format/json_schema/schema/type").asText());
      assertTrue(body.at("/response_format/json_schema/strict").asBoolean());
      assertFalse(body.toString().contains("secret"), "tags are never sent");
    }
  }

  @Test
  void failuresAreToldApart() {
    assertEquals(ModelException.Kind.FATAL, failure(error(401)).kind());
    assertEquals(ModelException.Kind.FATAL, failure(error(404)).kind());
    assertEquals(ModelException.Kind.PERMANENT, failure(error(400)).kind());
    for (int status : new int[] {429, 503}) {
      assertEquals(ModelException.Kind.THROTTLED, failure(error(status)).kind(), "" + status);
    }
    assertEquals(
        ModelException.Kind.FATAL,
        failure(new ChatServer.Reply.Refusal(429, "insufficient_quota", -1)).kind());
    for (int status : new int[] {408, 500, 502}) {
      assertEquals(ModelException.Kind.TRANSIENT, failure(error(status)).kind(), "" + status);
    }
    for (ChatServer.Reply reply :
        new ChatServer.Reply[] {
          new ChatServer.Reply.Reset(),
          new ChatServer.Reply.Truncated(),
          new ChatServer.Reply.Garbage(),
          new ChatServer.Reply.WrongJson()
        }) {
      assertEquals(ModelException.Kind.TRANSIENT, failure(reply).kind(), reply.toString());
    }
  }

  private static ChatServer.Reply error(int status) {
    return new ChatServer.Reply.Refusal(status, "some_code", -1);
  }

  @Test
  void anErrorInPlaceOfAnAnswerIsToldInItsWords() {
    ModelException e =
        failure(
            new ChatServer.Reply.Words(
                "{\"error\":{\"message\":\"Provider returned error\",\"code\":502}}"));
    assertEquals(ModelException.Kind.TRANSIENT, e.kind());
    assertTrue(e.getMessage().contains("Provider returned error"), e.getMessage());
    String beside =
        completion("a part of it", "{}").replaceFirst("\\{", "{\"error\":{\"message\":\"cut\"},");
    assertTrue(failure(new ChatServer.Reply.Words(beside)).getMessage().contains("cut"), beside);
    String none = completion("whole", "{}").replaceFirst("\\{", "{\"error\":null,");
    try (ChatServer server =
        ChatServer.start(r -> "", (r, attempt, n) -> new ChatServer.Reply.Words(none))) {
      assertEquals("whole", ask(server, request("hello", "", Sampling.DEFAULT)).text());
    }
    String number = completion("x", "{}").replace("\"x\"", "42");
    assertTrue(failure(new ChatServer.Reply.Words(number)).getMessage().contains("no text but 42"));
    assertTrue(
        Refusal.redirect(304, List.of(), new Refusal.Place("http://h/v1", ""))
            .getMessage()
            .contains("answers HTTP 304"));
  }

  @Test
  void retryAfterMayBeAFractionOrADate() {
    assertEquals(Duration.ofMillis(1_500), Refusal.pause(List.of("1.5"), Instant.EPOCH));
    assertEquals(
        Duration.ofSeconds(30),
        Refusal.pause(List.of("Thu, 1 Jan 1970 00:00:30 GMT"), Instant.EPOCH));
    assertEquals(
        Duration.ofSeconds(30),
        Refusal.pause(List.of("Mon, 01 Jan 1970 00:00:30 GMT"), Instant.EPOCH),
        "whatever day of the week it is said to be");
    assertEquals(null, Refusal.pause(List.of("soon"), Instant.EPOCH));
  }

  private static String completion(String content, String usage) {
    return "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":"
        + "\"assistant\",\"content\":\""
        + content
        + "\"}}],\"usage\":"
        + usage
        + "}";
  }

  @Test
  void givenUsageThatCannotBe_thenTheAnswerIsTakenAndTheUsageIsNot() {
    for (String tokens : List.of("-5", "9000000000", "\"many\"", "1e99", "null")) {
      String usage =
          "{\"prompt_tokens\":" + tokens + ",\"completion_tokens\":7,\"total_tokens\":7}";
      ChatServer.Reply reply = new ChatServer.Reply.Words(completion("yes", usage));
      try (ChatServer server = ChatServer.start(r -> "", (r, attempt, n) -> reply)) {
        ChatResponse answer = ask(server, request("hello", "", Sampling.DEFAULT));
        assertEquals("yes", answer.text());
        assertEquals(null, answer.promptTokens(), tokens);
        assertEquals(7, answer.completionTokens());
      }
    }
  }

  @Test
  void givenAnAnswerWithoutEnd_thenItIsGivenUp() {
    String endless = completion("x".repeat(9 << 20), "{}");
    ModelException e = failure(new ChatServer.Reply.Words(endless));
    assertEquals(ModelException.Kind.PERMANENT, e.kind());
    assertTrue(e.getMessage().contains("longer than 8 MiB"), e.getMessage());
    assertTrue(e.mayBePaid());
  }

  @Test
  void givenARedirect_thenItIsNotFollowedAndTold() {
    try (ChatServer elsewhere = ChatServer.start(r -> "not the model's", ChatServer.FLAWLESS)) {
      for (int status : new int[] {301, 302, 303, 307, 308}) {
        String to = elsewhere.endpoint().replace("127.0.0.1", "localhost") + "/chat/completions";
        ModelException e = failure(new ChatServer.Reply.Moved(status, to));
        assertEquals(ModelException.Kind.FATAL, e.kind());
        assertTrue(e.getMessage().contains("redirects to " + to), e.getMessage());
      }
      assertEquals(0, elsewhere.requests());
    }
  }

  @Test
  void givenAKeyWithALineBreak_thenItIsRefusedAtLaunch() {
    for (String key :
        List.of("sk-secret\nabc", "sk-sec ret", "sk-\u200bsecret", "sk-s\u00e9cret")) {
      ApiKey broken =
          new ApiKey() {
            private static final long serialVersionUID = 1L;

            @Override
            public String read() {
              return key;
            }

            @Override
            public boolean isKnownAtLaunch() {
              return true;
            }

            @Override
            public String remedy() {
              return "Put it into MY_KEY";
            }
          };
      ModelSpec spec = ModelSpec.of("m", "f", "openai", "http://127.0.0.1:1/v1");
      InputException e =
          assertThrows(
              InputException.class,
              () -> new OpenAiProvider().requireKey(spec, CONTEXT.with(broken)));
      assertTrue(e.getMessage().contains("line break"), e.getMessage());
      assertFalse(e.getMessage().contains("secret"), e.getMessage());
    }
  }

  @Test
  void givenAnAnswerThatRepeatsTheKey_thenItIsMasked() {
    String key = System.getenv("PATH");
    ChatServer.Reply reply =
        new ChatServer.Reply.Words(completion("you sent " + key.substring(0, 20), "{}"));
    try (ChatServer server = ChatServer.start(r -> "", (r, attempt, n) -> reply);
        ChatModel model =
            new OpenAiProvider()
                .open(
                    spec(server, Sampling.DEFAULT),
                    CONTEXT.with(ApiKey.inEnvironment("PATH")),
                    null)) {
      assertEquals(
          "you sent [key]", model.ask(request("hello", "", Sampling.DEFAULT)).join().text());
    }
  }

  @Test
  void retryAfterIsRead() {
    ModelException e = failure(new ChatServer.Reply.Refusal(429, "rate_limit_exceeded", 7));
    assertEquals(Duration.ofSeconds(7), e.retryAfter());
  }

  @Test
  void anEndpointThatIsNotLocalNeedsAKey() {
    ModelSpec remote = ModelSpec.of("m", "f", "openai", "https://example.invalid/v1");
    InputException e =
        assertThrows(InputException.class, () -> new OpenAiProvider().requireKey(remote, CONTEXT));
    assertTrue(e.getMessage().contains(NO_KEY));
  }

  @Test
  void anEndpointOfThisMachineOrAPrivateNetworkNeedsNone() {
    OpenAiProvider provider = new OpenAiProvider();
    for (String host :
        List.of("127.0.0.1", "localhost", "10.20.0.5", "172.20.1.1", "vllm.ns.svc.cluster.local")) {
      provider.requireKey(ModelSpec.of("m", "f", "openai", "http://" + host + ":8000/v1"), CONTEXT);
    }
    for (String host : List.of("110.20.0.5", "172.40.1.1", "internal.example.com")) {
      ModelSpec remote = ModelSpec.of("m", "f", "openai", "http://" + host + "/v1");
      assertThrows(InputException.class, () -> provider.requireKey(remote, CONTEXT), host);
    }
  }

  @Test
  void aKeyGoesToItsOwnHostAndNeverUnencryptedToStrangers() {
    OpenAiProvider provider = new OpenAiProvider();
    ProviderContext own = CONTEXT.with(ApiKey.inEnvironment("PATH")); // set everywhere
    for (String url :
        List.of("http://127.0.0.1:1/v1", "https://example.invalid", "http://[::1]/v1")) {
      provider.requireKey(ModelSpec.of("m", "f", "openai", url), own);
    }
    for (String url :
        List.of(
            "http://127.evil.example/v1",
            "http://10.evil.example/v1",
            "http://localhost.evil.example/v1",
            "http://127.0.0.1.evil.example/v1",
            "http://1.2.3.4/v1",
            "http://[2001:db8::1]/v1",
            "http://svc.cluster.local.evil.example/v1")) {
      InputException e =
          assertThrows(
              InputException.class,
              () -> provider.requireKey(ModelSpec.of("m", "f", "openai", url), own),
              url);
      assertTrue(e.getMessage().contains("unencrypted"), e.getMessage());
    }
    assertFalse(ApiKey.inEnvironment(ApiKey.OPENAI).isFor("gateway.example.com"));
    assertTrue(ApiKey.inEnvironment(ApiKey.OPENAI).isFor("api.openai.com"));
  }

  @Test
  void givenAnEndpointThatCanNeverWork_thenItIsRefused() {
    OpenAiProvider provider = new OpenAiProvider();
    for (String url :
        List.of(
            "http://user:pass@127.0.0.1/v1",
            "https://sk-secret@api.openai.com/v1",
            "ftp://127.0.0.1/v1",
            "127.0.0.1:8000",
            "http://127.0.0.1:99999/v1",
            "http://127.0.0.1:0/v1",
            "http:///v1",
            "http://127.0.0.1/v1?key=secret",
            "http://exa mple/v1")) {
      InputException e =
          assertThrows(
              InputException.class,
              () -> provider.requireKey(ModelSpec.of("m", "f", "openai", url), CONTEXT),
              url);
      assertFalse(e.getMessage().contains("pass@") || e.getMessage().contains("sk-"), url);
    }
  }

  @Test
  void givenAnEndpointWithoutSchemas_thenItIsAskedWithoutFromThenOn() {
    ChatServer.Plan plan =
        (request, attempt, n) ->
            request.has("response_format")
                ? new ChatServer.Reply.Refusal(400, "response_format_unsupported", -1)
                : new ChatServer.Reply.Answer(0);
    try (ChatServer server = ChatServer.start(r -> "yes", plan);
        ChatModel model =
            new OpenAiProvider().open(spec(server, Sampling.DEFAULT), CONTEXT, null)) {
      String schema = "{\"type\":\"object\",\"properties\":{}}";
      for (String user : new String[] {"one", "two", "three"}) {
        assertEquals("yes", model.ask(request(user, schema, Sampling.DEFAULT)).join().text());
      }
      assertEquals(4, server.requests(), "one refusal, and three answers");
    }
  }
}
