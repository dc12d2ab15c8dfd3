package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.model.Providers;
import org.polarbeam.model.paid.AskingSession;
import org.polarbeam.model.paid.PriceTable;
import org.polarbeam.model.paid.Usage;
import org.polarbeam.record.Prompt;
import org.polarbeam.record.Sampling;
import org.polarbeam.transforms.Asking;
import org.polarbeam.transforms.Elicit;
import org.polarbeam.transforms.internal.RecordSchemas;

/** Two pipelines of one process that ask the same endpoint at the same time share nothing. */
class TwoRunsTest {
  private static final int PROMPTS = 40;
  private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

  @TempDir Path folder;
  private HttpServer server;
  private final ConcurrentMap<String, Set<String>> askedByKey = new ConcurrentHashMap<>();
  private final CyclicBarrier both = new CyclicBarrier(2);
  private final Set<String> met = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestHeaders().getFirst("Authorization");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    askedByKey.computeIfAbsent(key, k -> ConcurrentHashMap.newKeySet()).add(body);
    if (met.add(key)) {
      awaitTheOther(); // both runs are under way at once
    }
    boolean refused = key.endsWith("bad");
    String text =
        refused
            ? "{\"error\":{\"message\":\"no such key\"}}"
            : "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
                + "[{\"index\":0,\"finish_reason\":\"stop\",\"logprobs\":null,\"message\":{\"role\":"
                + "\"assistant\",\"content\":\"for "
                + key
                + "\",\"refusal\":null}}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":10,"
                + "\"total_tokens\":20}}";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(refused ? 401 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void awaitTheOther() {
    try {
      both.await(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private record Key(String text) implements ApiKey {
    @Override
    public String read() {
      return text;
    }

    @Override
    public boolean isKnownAtLaunch() {
      return true;
    }

    @Override
    public String remedy() {
      return "";
    }
  }

  private AskingSession.Settings settings(String run, double maxTokens) {
    return new AskingSession.Settings(8, 2, 1, run, NO_LIMIT, maxTokens, PriceTable.bundled());
  }

  private void elicit(AskingSession.Settings settings, String key, Path store) {
    List<Prompt> prompts = new ArrayList<>();
    for (int n = 0; n < PROMPTS; n++) {
      prompts.add(new Prompt("p" + n, "en", "", "f120", "v" + n, "t", 0, "Question " + n));
    }
    Asking asking =
        new Asking(
            Providers.installed(),
            ProviderContext.of(Map.of("maxInFlight", "8")).with(new Key(key)),
            settings,
            store.toString(),
            2);
    ModelSpec model =
        ModelSpec.of(
                "m", "f", "openai", "http://127.0.0.1:" + server.getAddress().getPort() + "/v1")
            .with(new Sampling(null, null, 20L, null));
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline
        .apply(Create.of(prompts).withCoder(RecordSchemas.coder(Prompt.class)))
        .apply(Elicit.of(List.of(model), asking));
    pipeline.run().waitUntilFinish();
  }

  private static long stored(Path store) throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void givenOtherKeysBudgetsAndStores_thenNothingIsShared() throws Exception {
    AskingSession.Settings rich = settings("rich", NO_LIMIT);
    AskingSession.Settings poor = settings("poor", 300);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> one = threads.submit(() -> elicit(rich, "key-rich", folder.resolve("rich")));
      Future<?> other = threads.submit(() -> elicit(poor, "key-poor", folder.resolve("poor")));
      one.get(2, TimeUnit.MINUTES);
      Exception spent = assertThrows(Exception.class, () -> other.get(2, TimeUnit.MINUTES));
      assertTrue(String.valueOf(spent.getMessage()).contains("budget"), spent.toString());
    } finally {
      threads.shutdownNow();
    }
    assertEquals(Set.of("Bearer key-rich", "Bearer key-poor"), askedByKey.keySet());
    assertEquals(PROMPTS, askedByKey.get("Bearer key-rich").size());
    assertEquals(PROMPTS, stored(folder.resolve("rich")));
    long bought = stored(folder.resolve("poor"));
    assertTrue(bought > 0 && bought < PROMPTS, "bought " + bought);
    assertEquals(PROMPTS, AskingSession.of(rich).stage("elicit").get(Usage.ANSWERED));
    AskingSession.of(rich).close();
    AskingSession.of(poor).close();
  }

  @Test
  void givenAKeyThatIsRefused_thenTheOtherRunGoesOn() throws Exception {
    AskingSession.Settings bad = settings("bad", NO_LIMIT);
    AskingSession.Settings good = settings("good", NO_LIMIT);
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(() -> elicit(bad, "key-bad", folder.resolve("bad")));
    elicit(good, "key-good", folder.resolve("good"));
    Exception refused = assertThrows(Exception.class, () -> other.get(2, TimeUnit.MINUTES));
    assertTrue(String.valueOf(refused.getMessage()).contains("401"), refused.toString());
    assertEquals(PROMPTS, stored(folder.resolve("good")));
    AskingSession.of(good).close();
    AskingSession.of(bad).close();
  }
}
