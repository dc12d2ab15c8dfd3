package org.polarbeam.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.model.paid.AskingSession;
import org.polarbeam.model.paid.LocalBlobs;
import org.polarbeam.model.paid.PriceTable;
import org.polarbeam.model.paid.Usage;
import org.polarbeam.record.Sampling;

/**
 * Batches at a real server, with processes that die, batches that expire and requests that fail.
 */
class OpenAiBatchTest {
  private static final BatchServer.Plan FLAWLESS = (question, batch) -> 200;

  @TempDir Path folder;
  private final Usage usage = new Usage();

  private final List<AskingSession> sessions = new ArrayList<>();

  @AfterEach
  void end() {
    sessions.forEach(AskingSession::close);
  }

  private ChatModel open(BatchServer server, int attempts) {
    return open(server, attempts, 150);
  }

  private ChatModel open(BatchServer server, int attempts, long gatherMillis) {
    AskingSession session =
        AskingSession.of(
            new AskingSession.Settings(
                0,
                attempts,
                5,
                "process " + sessions.size(),
                Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                PriceTable.bundled()));
    sessions.add(session);
    return session.open(
        new OpenAiBatchProvider(
            Duration.ofMillis(10), Duration.ofMillis(gatherMillis), Duration.ofMillis(200)),
        ModelSpec.of("gpt-4.1", "gpt", OpenAiBatchProvider.NAME, server.endpoint()),
        ProviderContext.of(Map.of("requestTimeoutSeconds", "5"))
            .with(ApiKey.inEnvironment("POLARBEAM_NO_KEY")),
        new LocalBlobs(folder),
        usage);
  }

  private static List<CompletableFuture<ChatResponse>> ask(ChatModel model, int questions) {
    List<CompletableFuture<ChatResponse>> answers = new ArrayList<>();
    for (int n = 0; n < questions; n++) {
      answers.add(
          model.ask(ChatRequest.text("q" + n, "question " + n, Sampling.DEFAULT, 0, Map.of())));
    }
    return answers;
  }

  private static void assertAnswered(List<CompletableFuture<ChatResponse>> answers) {
    for (int n = 0; n < answers.size(); n++) {
      assertEquals("to question " + n, answers.get(n).join().text());
    }
  }

  private static Map<String, Integer> onceEach(int questions) {
    Map<String, Integer> once = new TreeMap<>();
    IntStream.range(0, questions).forEach(n -> once.put("question " + n, 1));
    return once;
  }

  @Test
  void givenQuestions_thenOneBatchAnswersThemAtHalfPrice() {
    try (BatchServer server = new BatchServer(FLAWLESS)) {
      // long enough that a busy machine does not pause between two questions
      assertAnswered(ask(open(server, 3, 2000), 50));
      assertEquals(1, server.creations());
      assertEquals(onceEach(50), server.answered());
      // 5 tokens in at 2 and 6 out at 8 a million, halved: 29 millionths a question
      assertEquals(50 * 29, usage.get(Usage.COST_MICROS));
    }
  }

  /** The second process has no memory but the store. */
  @Test
  void givenAProcessThatDiesWhileWaiting_thenTheNextPicksTheBatchUp() throws Exception {
    try (BatchServer server = new BatchServer(FLAWLESS)) {
      server.setWorking(false);
      List<CompletableFuture<ChatResponse>> lost = ask(open(server, 3, 1000), 20);
      awaitTrue(() -> server.creations() == 1);
      awaitTrue(() -> new LocalBlobsProbe(folder).hasBatchId());
      server.setWorking(true);
      assertAnswered(ask(open(server, 3, 1000), 20));
      assertEquals(1, server.creations());
      assertEquals(onceEach(20), server.answered());
      lost.forEach(
          f -> f.orTimeout(20, TimeUnit.SECONDS).handle((answer, failure) -> "ended").join());
    }
  }

  @Test
  void givenACreationThatIsCutOff_thenTheBatchIsFoundByItsMark() {
    try (BatchServer server = new BatchServer(FLAWLESS)) {
      server.cutOffNextCreation();
      assertAnswered(ask(open(server, 3), 10));
      assertEquals(1, server.creations());
      assertEquals(onceEach(10), server.answered());
    }
  }

  @Test
  void givenABatchThatExpires_thenTheRestIsAskedAgain() {
    try (BatchServer server =
        new BatchServer(
            (question, batch) -> batch == 0 && question.compareTo("question 3") > 0 ? 0 : 200)) {
      assertAnswered(ask(open(server, 3, 500), 10));
      assertEquals(2, server.creations());
      assertEquals(onceEach(10), server.answered());
    }
  }

  /** The error of the first batch must not touch what the second has under way. */
  @Test
  void givenARestartBetweenTwoBatches_thenTheOldErrorMakesNoThird() throws Exception {
    try (BatchServer server =
        new BatchServer(
            (question, batch) -> batch == 0 && question.equals("question 1") ? 500 : 200)) {
      server.setWorkingUpTo(0);
      List<CompletableFuture<ChatResponse>> lost = ask(open(server, 3), 4);
      awaitTrue(() -> server.creations() == 2);
      List<CompletableFuture<ChatResponse>> again = ask(open(server, 3), 4);
      again.get(0).get(20, TimeUnit.SECONDS);
      server.setWorkingUpTo(9);
      assertAnswered(again);
      assertEquals(2, server.creations());
      assertEquals(onceEach(4), server.answered());
      lost.forEach(
          f -> f.orTimeout(20, TimeUnit.SECONDS).handle((answer, failure) -> "ended").join());
    }
  }

  /** A wrong key, a 404 or a server in trouble in between abandons no batch. */
  @Test
  void givenLooksThatAreRefusedForAWhile_thenTheBatchIsWaitedFor() {
    for (int status : new int[] {401, 403, 404, 400, 500}) {
      try (BatchServer server = new BatchServer(FLAWLESS)) {
        server.refuseLooks(3, status);
        ChatModel model = open(server, 3);
        ChatRequest request =
            ChatRequest.text("q", "question " + status, Sampling.DEFAULT, 0, Map.of());
        assertEquals("to question " + status, model.ask(request).join().text());
        assertEquals(1, server.creations(), "HTTP " + status);
      }
    }
  }

  @Test
  void givenLooksThatAreRefusedForGood_thenTheRunEndsAndTheNextTakesTheBatchUp() {
    try (BatchServer server = new BatchServer(FLAWLESS)) {
      server.refuseLooks(Integer.MAX_VALUE, 401);
      ModelException e =
          ask(open(server, 3), 3)
              .get(0)
              .handle((answer, failure) -> ModelException.of(failure))
              .join();
      assertEquals(ModelException.Kind.FATAL, e.kind());
      assertTrue(e.getMessage().contains("is paid for and goes on"), e.getMessage());
      server.refuseLooks(0, 200);
      assertAnswered(ask(open(server, 3), 3));
      assertEquals(1, server.creations());
      assertEquals(onceEach(3), server.answered());
    }
  }

  @Test
  void givenARefusedBatch_thenTheRunEndsAndTheNextMakesItAnew() {
    try (BatchServer server = new BatchServer(FLAWLESS)) {
      server.refuseNext();
      ModelException e =
          ask(open(server, 3), 3)
              .get(0)
              .handle((answer, failure) -> ModelException.of(failure))
              .join();
      assertEquals(ModelException.Kind.FATAL, e.kind());
      assertTrue(e.getMessage().contains("refused"), e.getMessage());
      assertAnswered(ask(open(server, 3), 3));
      assertEquals(2, server.creations());
    }
  }

  @Test
  void givenRequestsThatFail_thenEachByItself() throws Exception {
    try (BatchServer server =
        new BatchServer(
            (question, batch) ->
                question.equals("question 1")
                    ? 400
                    : question.equals("question 2") && batch == 0 ? 500 : 200)) {
      List<CompletableFuture<ChatResponse>> answers = ask(open(server, 3), 4);
      assertEquals("to question 0", answers.get(0).join().text());
      assertEquals("to question 2", answers.get(2).get(20, TimeUnit.SECONDS).text());
      ModelException e =
          answers.get(1).handle((answer, failure) -> ModelException.of(failure)).join();
      assertEquals(ModelException.Kind.PERMANENT, e.kind());
      assertTrue(e.getMessage().contains("says the test"));
    }
  }

  /** Reads whether the record of a batch has its id yet. */
  private record LocalBlobsProbe(Path folder) {
    boolean hasBatchId() {
      try {
        LocalBlobs blobs = new LocalBlobs(folder);
        for (String name : blobs.list("batches/")) {
          String record = new String(blobs.read(name), java.nio.charset.StandardCharsets.UTF_8);
          if (record.contains("\"batch\":\"batch-")) {
            return true;
          }
        }
        return false;
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private static void awaitTrue(java.util.function.BooleanSupplier condition)
      throws TimeoutException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new TimeoutException("it did not come");
      }
      Thread.onSpinWait();
    }
  }

  /** A queue that takes few tokens gets batches that fit, one after the other. */
  @Test
  void givenAQueueThatIsFull_thenBatchesAreSplitAndWait() {
    try (BatchServer server = new BatchServer(FLAWLESS)) {
      server.setQueue(6);
      try (ChatModel model = open(server, 1)) {
        List<CompletableFuture<ChatResponse>> answers = ask(model, 20);
        answers.forEach(a -> a.orTimeout(30, TimeUnit.SECONDS).join());
      }
      assertEquals(20, server.answered().size());
      assertTrue(server.answered().values().stream().allMatch(n -> n == 1), "paid for twice");
      assertTrue(server.creations() <= 12, server.creations() + " batches");
    }
  }

  @Test
  void givenAQueueThatStaysFull_thenTheRunEndsWithTheEndpointsWords() {
    try (BatchServer server = new BatchServer(FLAWLESS)) {
      server.setQueue(0);
      try (ChatModel model = open(server, 1)) {
        CompletionException e =
            assertThrows(
                CompletionException.class,
                () -> ask(model, 1).get(0).orTimeout(30, TimeUnit.SECONDS).join());
        assertTrue(e.getMessage().contains("Limit: 90,000 enqueued tokens"), e.getMessage());
      }
    }
  }
}
