package org.polarbeam.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatServer;
import org.polarbeam.model.ModelProvider;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.model.Providers;
import org.polarbeam.record.Sampling;

/** Vendors by name: where each is asked, and which key it is sent. */
class PresetTest {
  private static final ProviderContext CONTEXT = ProviderContext.of(Map.of());

  private static String refusal(String model, ProviderContext context) {
    ModelSpec spec = ModelSpec.parse(model);
    ModelProvider provider = Providers.installed().of(spec);
    return assertThrows(InputException.class, () -> provider.requireKey(spec, context))
        .getMessage();
  }

  @Test
  void everyVendorHasItsAddressAndItsKey() {
    for (Preset preset : Preset.all()) {
      URI address = URI.create(preset.address().replaceAll("[{}]", ""));
      boolean local = address.getHost().equals("127.0.0.1");
      assertEquals(local ? "http" : "https", address.getScheme(), preset.name());
      assertEquals(local || preset.hasAccount(), preset.keyEnv().isEmpty(), preset.name());
      ModelSpec spec = ModelSpec.parse(preset.name() + ":m");
      assertEquals(preset.name(), Providers.installed().of(spec).name());
    }
    assertTrue(refusal("mistral:small", CONTEXT).contains("MISTRAL_API_KEY"));
    assertTrue(refusal("gemini:g", CONTEXT).contains("GEMINI_API_KEY"));
    ModelSpec local = ModelSpec.parse("ollama:gemma3:4b");
    Providers.installed().of(local).requireKey(local, CONTEXT);
  }

  @Test
  void vertexIsAskedInTheProjectThatTheRunOrTheEnvironmentNames() {
    String address = Preset.of("vertex").address();
    assertEquals(
        "https://europe-west4-aiplatform.googleapis.com/v1/projects/p-1/locations/europe-west4"
            + "/endpoints/openapi",
        GoogleAddress.of(
            address,
            CONTEXT,
            Map.of("GOOGLE_CLOUD_PROJECT", "p-1", "GOOGLE_CLOUD_LOCATION", "europe-west4")));
    ProviderContext ofRun = ProviderContext.of(Map.of("project", "p-2"));
    assertEquals(
        "https://aiplatform.googleapis.com/v1/projects/p-2/locations/global/endpoints/openapi",
        GoogleAddress.of(address, ofRun, Map.of("GOOGLE_CLOUD_PROJECT", "p-1")));
    for (Map<String, String> wrong :
        List.of(Map.<String, String>of(), Map.of("GOOGLE_CLOUD_PROJECT", "a/b"))) {
      String message =
          assertThrows(InputException.class, () -> GoogleAddress.of(address, CONTEXT, wrong))
              .getMessage();
      assertTrue(message.contains("GOOGLE_CLOUD_PROJECT"), message);
    }
  }

  /** Access that lasts an hour is not what a long run begins with. */
  @Test
  void anAccountShowsNewAccessWithEveryRequest() {
    AtomicInteger tokens = new AtomicInteger();
    ApiKey account =
        new ApiKey() {
          @Override
          public String read() {
            return "token-" + tokens.incrementAndGet();
          }

          @Override
          public boolean isKnownAtLaunch() {
            return true;
          }

          @Override
          public Map<String, String> headers() {
            return Map.of("Authorization", "Bearer " + read());
          }

          @Override
          public String remedy() {
            return "Sign in";
          }
        };
    ProviderContext.Secrets secrets =
        new ProviderContext.Secrets() {
          @Override
          public ApiKey apply(String secret) {
            throw new AssertionError(secret);
          }

          @Override
          public ApiKey account() {
            return account;
          }
        };
    ProviderContext context =
        new ProviderContext(Map.of(), CONTEXT.key(), secrets, CONTEXT.files(), List.of());
    try (ChatServer server = ChatServer.start(r -> "yes", ChatServer.FLAWLESS)) {
      ModelSpec spec = ModelSpec.parse("vertex:google/gemini-2.5-flash@" + server.endpoint());
      ModelProvider vertex = Providers.installed().of(spec);
      assertFalse(vertex.needsKey(spec));
      try (ChatModel model = vertex.open(spec, context, null)) {
        ChatRequest request = ChatRequest.text("q", "hello", Sampling.DEFAULT, 0, Map.of());
        Set<String> shown = new HashSet<>();
        for (int i = 0; i < 3; i++) {
          assertEquals("yes", model.ask(request).join().text());
          shown.add(server.lastAuthorization());
        }
        assertEquals(3, shown.size(), shown.toString());
        assertTrue(shown.stream().allMatch(s -> s.matches("Bearer token-[0-9]+")));
      }
    }
  }

  @Test
  void theRunsKeyIsForWhateverHasNone() {
    ProviderContext named = CONTEXT.with(ApiKey.named("PATH"));
    ModelSpec elsewhere = ModelSpec.parse("openai:m@https://models.example/v1");
    ModelProvider openai = Providers.installed().of(elsewhere);
    openai.requireKey(elsewhere, named);
    assertEquals("models.example", openai.keyHost(elsewhere, named));
    assertTrue(refusal("openai:m@https://models.example/v1", CONTEXT).contains("--apiKeyEnv"));
    ProviderContext byHost = CONTEXT.with(ApiKey.named("models.example=PATH"));
    openai.requireKey(elsewhere, byHost);
    assertEquals("", openai.keyHost(elsewhere, byHost), "that is the host's own");
    assertTrue(refusal("openai:m@https://other.example/v1", byHost).contains("needs a key"));
    assertTrue(refusal("mistral:small", byHost).contains("MISTRAL_API_KEY"));
  }

  /** One key that would go to several hosts is refused by who asks, so each is told. */
  @Test
  void theRunsKeyIsToldForEachHostThatItGoesTo() {
    ProviderContext byHost = CONTEXT.with(ApiKey.named("a.example=HOME,PATH"));
    for (String provider : List.of("openai", "openai-batch")) {
      for (String host : List.of("a", "b", "c")) {
        ModelSpec spec = ModelSpec.parse(provider + ":m@https://" + host + ".example/v1");
        assertEquals(
            host.equals("a") ? "" : host + ".example",
            Providers.installed().of(spec).keyHost(spec, byHost));
      }
    }
    ModelSpec inside = ModelSpec.parse("openai:m@http://192.168.1.5/v1");
    assertEquals("192.168.1.5", new OpenAiProvider().keyHost(inside, byHost));
    assertEquals("", new OpenAiProvider().keyHost(inside, CONTEXT), "it is for OpenAI");
    assertThrows(InputException.class, () -> ApiKey.named("A_KEY,K_KEY"));
  }

  /** A wrong model's name is told at the address that was given. */
  @Test
  void givenNoSuchModel_thenTheAddressIsNotChanged() {
    for (String words : List.of("{\"error\":{\"message\":\"model m not found\"}}", "<h1>no</h1>")) {
      try (ChatServer server =
          ChatServer.start(r -> "", (r, attempt, n) -> new ChatServer.Reply.Words(404, words))) {
        ModelSpec spec = ModelSpec.of("m", "f", "openai", server.endpoint().replace("/v1", "/api"));
        try (ChatModel model = new OpenAiProvider().open(spec, CONTEXT, null)) {
          ChatRequest request = ChatRequest.text("q", "hello", Sampling.DEFAULT, 0, Map.of());
          CompletionException e =
              assertThrows(CompletionException.class, () -> model.ask(request).join());
          assertTrue(e.getMessage().contains("/api answers"), e.getMessage());
        }
      }
    }
  }

  @Test
  void aHostMayHaveAnUnderscore() {
    ModelSpec spec = ModelSpec.parse("openai:m@http://my_host.internal:8000/v1");
    assertEquals("my_host.internal", Endpoint.of(spec, "").host());
    new OpenAiProvider().requireKey(spec, CONTEXT);
  }

  /** The path that most servers have is found where an address was given without. */
  @Test
  void givenAnAddressWithoutItsPath_thenItIsFound() {
    try (ChatServer server = ChatServer.start(r -> "yes", ChatServer.FLAWLESS)) {
      String host = server.endpoint().replace("/v1", "");
      for (String address : List.of(host, host + "/")) {
        ModelSpec spec = ModelSpec.of("m", "f", "openai", address);
        try (ChatModel model = new OpenAiProvider().open(spec, CONTEXT, null)) {
          ChatRequest request = ChatRequest.text("q", "hello", Sampling.DEFAULT, 0, Map.of());
          assertEquals("yes", model.ask(request).join().text());
          assertEquals("yes", model.ask(request).join().text());
        }
      }
      assertEquals(4, server.requests());
    }
  }

  private static List<Proxy> proxies(String url, String... environment) {
    Map<String, String> all =
        environment.length == 2
            ? Map.of(environment[0], environment[1])
            : Map.of(environment[0], environment[1], environment[2], environment[3]);
    return new EnvironmentProxy(all).select(URI.create(url));
  }

  @Test
  void proxiesAreThoseOfTheEnvironment() {
    Proxy proxy =
        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128));
    String at = "http://proxy.example:3128";
    assertEquals(List.of(proxy), proxies("https://api.openai.com/v1", "HTTPS_PROXY", at));
    assertEquals(List.of(proxy), proxies("https://api.openai.com/v1", "https_proxy", at));
    assertEquals(List.of(proxy), proxies("http://10.0.0.1/v1", "HTTP_PROXY", "proxy.example:3128"));
    List<Proxy> none = List.of(Proxy.NO_PROXY);
    assertEquals(none, proxies("http://10.0.0.1/v1", "HTTPS_PROXY", at));
    assertEquals(none, proxies("http://127.0.0.1:8000/v1", "HTTP_PROXY", at));
    for (String excepted : List.of("*", "openai.com", ".openai.com", "x.y,*.openai.com:443")) {
      assertEquals(
          none,
          proxies("https://api.openai.com/v1", "HTTPS_PROXY", at, "NO_PROXY", excepted),
          excepted);
    }
    assertEquals(
        List.of(proxy),
        proxies(
            "https://api.openai.com/v1", "HTTPS_PROXY", at, "NO_PROXY", "ai.com,notopenai.com"));
    assertEquals(
        none, proxies("http://my_server:8000/v1", "HTTP_PROXY", at, "NO_PROXY", "my_server"));
    InputException e =
        assertThrows(
            InputException.class,
            () -> new EnvironmentProxy(Map.of("HTTPS_PROXY", "http://me:secret@p:1")));
    assertFalse(e.getMessage().contains("secret"), e.getMessage());
  }
}
