package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.files.CsvTable;
import org.polarbeam.model.ChatServer;
import org.polarbeam.model.ChatServer.Reply;
import org.polarbeam.simulate.SimulatedServer;
import org.polarbeam.simulate.SyntheticSurvey;
import org.polarbeam.study.StudyReader;

/** Whole runs at a real server on loopback that misbehaves. */
class ServerRunTest {
  @TempDir Path folder;
  private Path truth;

  @BeforeEach
  void makeTruth() throws IOException {
    List<String> topics = List.copyOf(StudyReader.bundled().topics().keySet());
    Path survey =
        Files.writeString(folder.resolve("survey.csv"), SyntheticSurvey.csv(topics, 20, 3));
    Path output = folder.resolve("truth");
    assertEquals(0, Cli.run("truth", "--survey=" + survey, "--output=" + output).status());
    truth = output.resolve("truth.csv");
  }

  private Cli.Outcome run(ChatServer server, String output, int models, String... more) {
    String all =
        IntStream.rangeClosed(1, models)
            .mapToObj(m -> "openai:m" + m + "@" + server.endpoint())
            .collect(Collectors.joining(","));
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "--models=" + all,
                "--judge=openai:judge@" + server.endpoint(),
                "--truth=" + truth,
                "--rounds=20",
                "--output=" + folder.resolve(output)));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private Map<String, String> csvs(String output) {
    Map<String, String> files = Cli.files(folder.resolve(output));
    files.keySet().removeIf(name -> name.startsWith("store/") || name.equals("manifest.json"));
    return files;
  }

  /** Passing faults of every kind on the first sending of every tenth request. */
  private static Reply tenPercent(int attempt, long number) {
    if (attempt > 0 || number % 10 != 0) {
      return new Reply.Answer(0);
    }
    return switch ((int) (number / 10 % 6)) {
      case 0 -> new Reply.Refusal(500, "server_error", -1);
      case 1 -> new Reply.Reset();
      case 2 -> new Reply.Truncated();
      case 3 -> new Reply.Garbage();
      case 4 -> new Reply.WrongJson();
      default -> new Reply.Slow(3);
    };
  }

  /** What a real model said is real, whatever it is compared with. */
  @Test
  void givenASimulatedTruth_thenTheTablesAreMarkedAndTheAnswersAreNot() {
    try (ChatServer server = SimulatedServer.start(ChatServer.FLAWLESS)) {
      assertEquals(0, run(server, "real", 1, "--prompts=5", "--languages=en").status());
    }
    Map<String, String> files = csvs("real");
    assertTrue(files.get("alignment.csv").contains("SIMULATED"));
    assertFalse(files.get("responses/m1.en.jsonl").contains("SIMULATED"));
    assertFalse(files.get("judgements/m1.en.jsonl").contains("SIMULATED"));
    Cli.Outcome judged =
        Cli.run(
            "judge",
            "--responses=" + folder.resolve("real/responses/m1.en.jsonl"),
            "--output=" + folder.resolve("judged"));
    assertEquals(2, judged.status());
    assertTrue(judged.err().contains("knows simulated answers only"), judged.err());
  }

  @Test
  void givenTheFullStudyAndTenPercentFaults_thenNothingIsLostAndNothingDoubled()
      throws IOException {
    try (ChatServer server =
        SimulatedServer.start((request, attempt, number) -> tenPercent(attempt, number))) {
      Cli.Outcome outcome = run(server, "full", 9);
      assertEquals(0, outcome.status(), outcome.err());
      Map<String, String> files = csvs("full");
      CsvTable ledger = CsvTable.read("validity.csv", new StringReader(files.get("validity.csv")));
      assertEquals(36, ledger.rows().size());
      for (CsvTable.Row row : ledger.rows()) {
        assertEquals(300, row.number("asked"));
        assertEquals(300, row.number("answered"));
        assertEquals(0, row.number("unjudged"));
      }
      assertTrue(server.requests() > 10_800 * 1.9, "requests: " + server.requests());
      List<Integer> twice = server.answered().values().stream().filter(n -> n != 1).toList();
      assertEquals(List.of(), twice, "answered and paid for more than once");
      assertFalse(files.keySet().stream().anyMatch(f -> f.startsWith("dead-letters")));
    }
  }

  @Test
  void givenARunAgain_thenNobodyIsAskedAndTheBytesAreTheSame() {
    try (ChatServer server = SimulatedServer.start(ChatServer.FLAWLESS)) {
      assertEquals(0, run(server, "a", 1, "--prompts=30").status());
      int paid = server.requests();
      Map<String, String> first = csvs("a");
      assertEquals(0, run(server, "a", 1, "--prompts=30").status());
      assertEquals(paid, server.requests());
      assertEquals(first, csvs("a"));
      assertEquals(
          0, run(server, "b", 1, "--prompts=30", "--store=" + folder.resolve("a/store")).status());
      assertEquals(paid, server.requests(), "another directory may share the store");
      assertEquals(first, csvs("b"));
    }
  }

  @Test
  void givenQuestionsThatFailForGood_thenDeadLettersAndStatusThree() {
    ChatServer.Plan plan =
        (request, attempt, number) ->
            request.get("model").asText().equals("m1") && request.toString().hashCode() % 5 == 0
                ? new Reply.Refusal(400, "context_length_exceeded", -1)
                : new Reply.Answer(0);
    try (ChatServer server = SimulatedServer.start(plan)) {
      Cli.Outcome outcome = run(server, "dead", 2, "--prompts=30");
      assertEquals(3, outcome.status(), outcome.err());
      String letters = csvs("dead").get("dead-letters/elicit.jsonl");
      assertTrue(letters.lines().count() > 5, letters);
      assertTrue(letters.contains("context_length_exceeded"), letters);
      assertTrue(outcome.err().strip().endsWith("dead-letters"), outcome.err());
    }
  }

  @Test
  void givenAWrongKey_thenTheRunEndsBeforeItBurnsThroughTheRest() {
    ChatServer.Plan plan =
        (request, attempt, number) -> new Reply.Refusal(401, "invalid_api_key", -1);
    try (ChatServer server = SimulatedServer.start(plan)) {
      Cli.Outcome outcome = run(server, "key", 2, "--prompts=60", "--maxInFlight=4");
      assertEquals(1, outcome.status());
      assertTrue(outcome.err().contains("401"), outcome.err());
      assertFalse(outcome.err().contains("\tat "), "no stack trace");
      assertTrue(server.requests() <= 12, "requests: " + server.requests());
    }
  }

  @Test
  void givenABudget_thenItEndsWithAMessageAndALaterRunGoesOn() {
    try (ChatServer server = SimulatedServer.start(ChatServer.FLAWLESS)) {
      Cli.Outcome poor = run(server, "budget", 1, "--prompts=30", "--maxTokens=40000");
      assertEquals(1, poor.status());
      assertTrue(poor.err().contains("budget"), poor.err());
      int paid = server.requests();
      assertTrue(paid > 10, "requests: " + paid);
      Cli.Outcome rich = run(server, "budget", 1, "--prompts=30");
      assertEquals(0, rich.status(), rich.err());
      assertTrue(server.answered().values().stream().allMatch(n -> n == 1));
    }
  }

  @Test
  void keysAreNowhere() {
    try (ChatServer server = SimulatedServer.start(ChatServer.FLAWLESS)) {
      // PATH is set everywhere and stands for a secret here
      String secret = System.getenv("PATH");
      Cli.Outcome outcome = run(server, "secret", 1, "--prompts=10", "--apiKeyEnv=PATH");
      assertEquals(0, outcome.status(), outcome.err());
      assertEquals("Bearer " + secret, server.lastAuthorization());
      Cli.files(folder.resolve("secret"))
          .forEach((name, text) -> assertFalse(text.contains(secret), name));
      assertFalse(outcome.err().contains(secret));
    }
  }
}
