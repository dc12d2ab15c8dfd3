package org.polarbeam.model.paid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ChatServer;
import org.polarbeam.model.ChatServer.Reply;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.model.openai.OpenAiProvider;
import org.polarbeam.record.Sampling;

/** Asking through the store, the gate and the budget, at a real server that misbehaves. */
class PaidModelTest {
  private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

  @TempDir Path folder;
  private final Usage usage = new Usage();

  private AskingSession session;

  @AfterEach
  void end() throws InterruptedException {
    if (session != null) {
      session.stop(new ModelException(ModelException.Kind.FATAL, "the test has ended", null));
      session.awaitQuiet(Duration.ofSeconds(10)); // what is in flight is stored in the folder
      session.close();
    }
  }

  /** Ends the session, as a process that ends does; the next one begins anew. */
  private void begin(int inFlight, int attempts, double maxTokens) {
    if (session != null) {
      session.close();
    }
    session =
        AskingSession.of(
            new AskingSession.Settings(
                inFlight, attempts, 5, "test", NO_LIMIT, maxTokens, PriceTable.bundled()));
  }

  private ChatModel open(ChatServer server, int inFlight, int attempts, double maxTokens) {
    ModelSpec spec =
        ModelSpec.of("m", "f", "openai", server.endpoint())
            .with(new Sampling(null, null, 100L, null));
    return open(spec, inFlight, attempts, maxTokens);
  }

  private ChatModel open(ModelSpec spec, int inFlight, int attempts, double maxTokens) {
    begin(inFlight, attempts, maxTokens);
    return session.open(
        new OpenAiProvider(), spec, context(inFlight), new LocalBlobs(folder), usage);
  }

  private static ProviderContext context(int inFlight) {
    return ProviderContext.of(
            Map.of("maxInFlight", Integer.toString(inFlight), "requestTimeoutSeconds", "2"))
        .with(ApiKey.inEnvironment("POLARBEAM_NO_KEY"));
  }

  private static ChatRequest question(int n) {
    return ChatRequest.text(
        "q" + n, "question " + n, new Sampling(null, null, 100L, null), 0, Map.of());
  }

  /** Asks so many questions with an {@link Asker}; gives the answers and the failures. */
  private static List<String> askAll(
      ChatModel model, int questions, List<ModelException> failures) {
    List<String> answers = new ArrayList<>();
    Asker<Integer, ChatResponse> asker =
        new Asker<>(
            64,
            n -> model.ask(question(n)),
            (n, answer) -> answers.add(n + ":" + answer.text()),
            (n, failure) -> failures.add(failure));
    for (int n = 0; n < questions; n++) {
      asker.submit(n);
    }
    asker.drain();
    return answers;
  }

  private static String echo(com.fasterxml.jackson.databind.JsonNode request) {
    return "to " + request.at("/messages/0/content").asText();
  }

  @Test
  void givenAnEndpointThatAnswersNobody_thenTheRunEndsAfterTheFirstQuestions() {
    for (Reply reply :
        List.of(new Reply.Garbage(), new Reply.WrongJson(), new Reply.Refusal(400, "no", -1))) {
      try (ChatServer server =
          ChatServer.start(PaidModelTest::echo, (request, attempt, number) -> reply)) {
        ChatModel model = open(server, 4, 3, NO_LIMIT);
        ModelException e =
            assertThrows(
                ModelException.class, () -> askAll(model, 500, new ArrayList<>()), "" + reply);
        assertTrue(e.getMessage().contains("none of the first questions"), e.getMessage());
        // The first ten questions and as many as there are places, three times each.
        assertTrue(server.requests() <= 3 * (10 + 4), "requests: " + server.requests());
      }
    }
  }

  @Test
  void givenAModelNoneOfWhoseFirstAnswersCanBeUsed_thenTheRunEnds() {
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, ChatServer.FLAWLESS)) {
      ChatModel model = open(server, 4, 3, NO_LIMIT);
      ModelException e =
          assertThrows(ModelException.class, () -> readAll(model, 500, answer -> unreadable()));
      assertEquals(ModelException.Kind.FATAL, e.kind());
      assertTrue(
          e.getMessage().contains("none of the answers of m to the first 10 questions"),
          e.getMessage());
      assertTrue(server.requests() < 40, "requests: " + server.requests());
    }
  }

  @Test
  void givenAModelOneOfWhoseAnswersCouldBeUsed_thenTheRunGoesOn() {
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, ChatServer.FLAWLESS)) {
      ChatModel model = open(server, 1, 3, NO_LIMIT);
      int read = readAll(model, 60, answer -> answer.endsWith(" 0") ? answer : unreadable());
      assertEquals(60, read);
    }
  }

  private static String unreadable() {
    throw new ModelException(ModelException.Kind.UNREADABLE, "it is prose", null);
  }

  /** Reads so many answers; gives how many were read or given up. */
  private static int readAll(
      ChatModel model, int questions, java.util.function.UnaryOperator<String> reader) {
    List<Integer> ended = new ArrayList<>();
    Asker<Integer, String> asker =
        new Asker<>(
            8,
            n -> new Rereading(2, false).read(model, question(n), a -> reader.apply(a.text())),
            (n, answer) -> ended.add(n),
            (n, failure) -> ended.add(n));
    for (int n = 0; n < questions; n++) {
      asker.submit(n);
    }
    asker.drain();
    return ended.size();
  }

  /** Refusals come at once and answers slowly: that many fail first tells nothing. */
  @Test
  void givenFastRefusalsAndSlowAnswers_thenTheRunGoesOn() {
    ChatServer.Plan plan =
        (request, attempt, number) ->
            number % 2 == 0 ? new Reply.Refusal(400, "no", -1) : new Reply.Answer(300);
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, plan)) {
      List<ModelException> failures = new ArrayList<>();
      List<String> answers = askAll(open(server, 64, 3, NO_LIMIT), 60, failures);
      assertEquals(60, answers.size() + failures.size());
      assertTrue(failures.size() > 20 && answers.size() > 20, failures.size() + " failed");
    }
  }

  /** A server that is starting refuses everybody for a while. */
  @Test
  void givenErrorsAtTheStart_thenTheyPass() {
    ChatServer.Plan plan =
        (request, attempt, number) ->
            attempt == 0 ? new Reply.Refusal(500, "loading", -1) : new Reply.Answer(1);
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, plan)) {
      List<ModelException> failures = new ArrayList<>();
      assertEquals(60, askAll(open(server, 64, 3, NO_LIMIT), 60, failures).size());
      assertEquals(List.of(), failures);
    }
  }

  @Test
  void whatIsKeptIsItsOwnersAlone() throws IOException {
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, ChatServer.FLAWLESS)) {
      askAll(open(server, 4, 3, NO_LIMIT), 3, new ArrayList<>());
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> !f.equals(folder)).toList()) {
        assertEquals(
            Files.isDirectory(file) ? "rwx------" : "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
            file.toString());
      }
    }
  }

  @Test
  void givenWhatADeadProcessLeft_thenItIsSweptAndADamagedEntryIsAskedAgain() throws IOException {
    Path left = Files.createDirectories(folder.resolve("ab")).resolve(".abcdef.json.1234");
    Files.writeString(left, "torn");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(60)));
    Path young = Files.writeString(folder.resolve("ab/.abcdef.json.5678"), "of another process");
    new LocalBlobs(folder).sweep();
    assertFalse(Files.exists(left));
    assertTrue(Files.exists(young));
    ResponseStore.probe(new LocalBlobs(folder));
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, ChatServer.FLAWLESS)) {
      askAll(open(server, 4, 3, NO_LIMIT), 1, new ArrayList<>());
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path entry : files.filter(f -> f.toString().endsWith(".json")).toList()) {
          Files.writeString(entry, Files.readString(entry).replace("to question", "to nobody"));
        }
      }
      assertEquals(
          List.of("0:to question 0"), askAll(open(server, 4, 3, NO_LIMIT), 1, new ArrayList<>()));
      assertEquals(2, server.requests());
    }
  }

  @Test
  void givenEveryPassingFault_thenNothingIsLostAndNothingDoubled() {
    Reply[] faults = {
      new Reply.Refusal(500, "server_error", -1),
      new Reply.Refusal(429, "rate_limit_exceeded", 0),
      new Reply.Refusal(503, "overloaded", -1),
      new Reply.Reset(),
      new Reply.Truncated(),
      new Reply.Garbage(),
      new Reply.WrongJson(),
      new Reply.Slow(5)
    };
    ChatServer.Plan plan =
        (request, attempt, number) ->
            attempt == 0 && number % 3 == 0
                ? faults[(int) (number / 3) % faults.length]
                : new Reply.Answer(1);
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, plan)) {
      List<ModelException> failures = new ArrayList<>();
      List<String> answers = askAll(open(server, 16, 5, NO_LIMIT), 200, failures);
      assertEquals(List.of(), failures);
      assertEquals(200, answers.stream().distinct().count());
      assertTrue(answers.contains("17:to question 17"));
      assertEquals(200, server.answered().size());
      assertTrue(server.answered().values().stream().allMatch(n -> n == 1));
      assertTrue(server.mostInFlight() <= 16, "in flight: " + server.mostInFlight());
    }
  }

  @Test
  void givenAHungConnection_thenItIsGivenUpAndAskedAgain() {
    ChatServer.Plan plan =
        (request, attempt, number) -> attempt == 0 ? new Reply.Hung() : new Reply.Answer(0);
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, plan)) {
      assertEquals(
          List.of("0:to question 0"), askAll(open(server, 4, 3, NO_LIMIT), 1, new ArrayList<>()));
      assertEquals(1, usage.get(Usage.RETRIED));
    }
  }

  @Test
  void givenAnAnswerInTheStore_thenNobodyIsAsked() {
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, ChatServer.FLAWLESS)) {
      List<String> first = askAll(open(server, 8, 3, NO_LIMIT), 20, new ArrayList<>());
      List<String> again = askAll(open(server, 8, 3, NO_LIMIT), 20, new ArrayList<>());
      assertEquals(first.stream().sorted().toList(), again.stream().sorted().toList());
      assertEquals(20, server.requests());
      assertEquals(20, usage.get(Usage.FROM_STORE));
    }
  }

  @Test
  void givenTornEntries_thenTheyAreAskedAgain() throws IOException {
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, ChatServer.FLAWLESS)) {
      List<String> first = askAll(open(server, 8, 3, NO_LIMIT), 4, new ArrayList<>());
      List<Path> entries;
      try (Stream<Path> all = Files.walk(folder)) {
        entries = all.filter(Files::isRegularFile).sorted().toList();
      }
      assertEquals(4, entries.size());
      byte[] bytes = Files.readAllBytes(entries.get(0));
      Files.write(entries.get(0), java.util.Arrays.copyOf(bytes, bytes.length - 5));
      Files.write(entries.get(1), new byte[0]);
      Files.writeString(
          entries.get(2), Files.readString(entries.get(2)).replace("to question", "no question"));
      List<String> again = askAll(open(server, 8, 3, NO_LIMIT), 4, new ArrayList<>());
      assertEquals(first.stream().sorted().toList(), again.stream().sorted().toList());
      assertEquals(7, server.requests());
    }
  }

  @Test
  void givenTheSameQuestionAtOnce_thenItIsPaidOnce() {
    try (ChatServer server =
        ChatServer.start(PaidModelTest::echo, (r, a, n) -> new Reply.Answer(100))) {
      ChatModel model = open(server, 8, 3, NO_LIMIT);
      var one = model.ask(question(1));
      var other = model.ask(question(1));
      assertEquals(one.join(), other.join());
      assertEquals(1, server.requests());
    }
  }

  @Test
  void givenA401_thenTheRestIsNotSent() {
    ChatServer.Plan plan = (request, attempt, number) -> new Reply.Refusal(401, "invalid", -1);
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, plan)) {
      ChatModel model = open(server, 4, 3, NO_LIMIT);
      ModelException e =
          assertThrows(ModelException.class, () -> askAll(model, 500, new ArrayList<>()));
      assertEquals(ModelException.Kind.FATAL, e.kind());
      assertTrue(server.requests() <= 8, "requests: " + server.requests());
    }
  }

  /** What was reserved is given back, so nobody waits for ever. */
  @Test
  void givenA401AndABudget_thenTheRunEnds() {
    ChatServer.Plan plan = (request, attempt, number) -> new Reply.Refusal(401, "invalid", -1);
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, plan)) {
      ChatModel model = open(server, 4, 3, 1_000);
      assertThrows(ModelException.class, () -> askAll(model, 100, new ArrayList<>()));
    }
  }

  @Test
  void givenRequestsThatTimeOut_thenTheBudgetCountsThemAsPaid() {
    ChatServer.Plan plan = (request, attempt, number) -> new Reply.Truncated();
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, plan)) {
      ChatModel model = open(server, 4, 3, 1_000);
      assertThrows(ModelException.class, () -> askAll(model, 500, new ArrayList<>()));
      assertTrue(server.requests() <= 10, "requests: " + server.requests());
    }
  }

  @Test
  void givenAPauseOfADay_thenTheRunEndsAndSaysHowLong() {
    try (ChatServer server =
            ChatServer.start(
                PaidModelTest::echo,
                (request, attempt, number) -> new Reply.Refusal(429, "daily_limit", 86_400));
        ChatModel model = open(server, 2, 5, NO_LIMIT)) {
      ModelException e =
          assertThrows(ModelException.class, () -> askAll(model, 20, new ArrayList<>()));
      assertEquals(ModelException.Kind.FATAL, e.kind());
      assertTrue(e.getMessage().contains("asks to wait 24.0 hours"), e.getMessage());
      assertTrue(server.requests() <= 2, "nobody waits, and nobody asks on");
    }
  }

  /** What is stored and cannot be used is asked anew on request only, and once by each start. */
  @Test
  void givenStoredAnswersInVain_thenTheyAreAskedAnewOnRequest() {
    AtomicInteger said = new AtomicInteger();
    try (ChatServer server =
        ChatServer.start(r -> "answer " + said.incrementAndGet(), ChatServer.FLAWLESS)) {
      assertEquals(null, readOne(server, false, "answer 3"), "two tries: 1 and 2");
      assertEquals(2, server.requests());
      assertEquals(null, readOne(server, false, "answer 3"));
      assertEquals(2, server.requests(), "what is stored is read again");
      assertEquals("answer 2", readOne(server, false, "answer 2"), "by a mended reader too");
      assertEquals(2, server.requests());
      assertEquals(null, readOne(server, true, "answer 5"), "two further tries: 3 and 4");
      assertEquals(4, server.requests());
      assertEquals("answer 5", readOne(server, true, "answer 5"));
      assertEquals(5, server.requests());
      assertEquals("answer 5", readOne(server, true, "answer 5"));
      assertEquals(5, server.requests());
    }
  }

  /** Null where no answer is the wanted one. */
  private String readOne(ChatServer server, boolean retries, String wanted) {
    try (ChatModel model = open(server, 1, 2, NO_LIMIT)) {
      return new Rereading(2, retries)
          .read(
              model,
              question(1),
              answer -> {
                if (!answer.text().equals(wanted)) {
                  throw new ModelException(ModelException.Kind.UNREADABLE, "not that", null);
                }
                return answer.text();
              })
          .exceptionally(failure -> null)
          .join();
    }
  }

  /** How many are in flight where nobody says how many: as many as a server has use for. */
  private int inFlightAt(ChatServer server, int questions) {
    ModelSpec spec = ModelSpec.of("m", "f", "openai", server.endpoint());
    begin(0, 5, NO_LIMIT);
    try (ChatModel model =
        session.open(
            new OpenAiProvider(),
            spec,
            ProviderContext.of(Map.of()).with(ApiKey.inEnvironment("POLARBEAM_NO_KEY")),
            null,
            usage)) {
      List<Integer> answered = new ArrayList<>();
      Asker<Integer, ChatResponse> asker =
          new Asker<>(512, n -> model.ask(question(n)), (n, a) -> answered.add(n), (n, e) -> {});
      for (int n = 0; n < questions; n++) {
        asker.submit(n);
      }
      asker.drain();
      assertEquals(questions, answered.size());
    }
    return server.mostInFlight();
  }

  @Test
  void aServerWithFewSlotsIsNotCrowded() {
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, ChatServer.inTurn(4, 60))) {
      int most = inFlightAt(server, 300);
      assertTrue(most <= 32, most + " in flight at a server of four slots");
    }
  }

  @Test
  void aServerWithManySlotsIsKeptBusy() {
    try (ChatServer server =
        ChatServer.start(PaidModelTest::echo, (request, attempt, n) -> new Reply.Answer(300))) {
      int most = inFlightAt(server, 400);
      assertTrue(most >= 64, most + " in flight at a server that takes any number");
    }
  }

  @Test
  void givenNobodyAtTheEndpoint_thenTheRunEndsSoon() {
    ModelSpec nobody = ModelSpec.of("m", "f", "openai", "http://127.0.0.1:9/v1");
    ModelException e =
        assertThrows(
            ModelException.class,
            () -> askAll(open(nobody, 4, 2, NO_LIMIT), 20, new ArrayList<>()));
    assertEquals(ModelException.Kind.FATAL, e.kind());
    assertTrue(e.getMessage().contains("cannot be reached"), e.getMessage());
  }

  @Test
  void givenAPermanentFailure_thenOnlyThatQuestionFails() {
    ChatServer.Plan plan =
        (request, attempt, number) ->
            request.at("/messages/0/content").asText().equals("question 3")
                ? new Reply.Refusal(400, "context_length_exceeded", -1)
                : new Reply.Answer(0);
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, plan)) {
      List<ModelException> failures = new ArrayList<>();
      assertEquals(9, askAll(open(server, 4, 5, NO_LIMIT), 10, failures).size());
      assertEquals(1, failures.size());
      assertEquals(1, failures.get(0).attempts(), "a permanent failure is not tried again");
    }
  }

  @Test
  void givenATransientFailureThatStays_thenItFailsAfterItsAttempts() {
    ChatServer.Plan plan = (request, attempt, number) -> new Reply.Refusal(500, "broken", -1);
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, plan)) {
      List<ModelException> failures = new ArrayList<>();
      askAll(open(server, 4, 3, NO_LIMIT), 2, failures);
      assertEquals(List.of(3, 3), failures.stream().map(ModelException::attempts).toList());
      assertEquals(6, server.requests());
    }
  }

  @Test
  void givenABudgetOfTokens_thenItIsKeptAndALaterRunGoesOn() throws InterruptedException {
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, ChatServer.FLAWLESS)) {
      // about 14 tokens a question and at most 100 an answer are reserved; about 18 are used
      ChatModel poor = open(server, 8, 3, 1_000);
      ModelException e =
          assertThrows(ModelException.class, () -> askAll(poor, 300, new ArrayList<>()));
      assertTrue(e.getMessage().contains("budget"), e.getMessage());
      long used = usage.get(Usage.TOKENS_IN) + usage.get(Usage.TOKENS_OUT);
      assertTrue(used <= 1_000 && used > 500, "used " + used);
      int paid = server.requests();
      session.awaitQuiet(Duration.ofSeconds(20));
      assertEquals(300, askAll(open(server, 8, 3, NO_LIMIT), 300, new ArrayList<>()).size());
      assertEquals(300, server.requests());
      assertEquals(paid, usage.get(Usage.FROM_STORE));
    }
  }

  @Test
  void givenAStoreThatCannotBeWritten_thenTheRunEnds() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    try (ChatServer server = ChatServer.start(PaidModelTest::echo, ChatServer.FLAWLESS)) {
      ModelSpec spec = ModelSpec.of("m", "f", "openai", server.endpoint());
      begin(1, 1, NO_LIMIT);
      ChatModel model = session.open(new OpenAiProvider(), spec, context(1), new LocalBlobs(file));
      CompletionException e =
          assertThrows(CompletionException.class, () -> model.ask(question(0)).join());
      assertEquals(ModelException.Kind.FATAL, ModelException.of(e).kind());
    }
  }
}
