package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.model.ChatServer;
import org.polarbeam.model.ChatServer.Reply;
import org.polarbeam.simulate.SimulatedServer;
import org.polarbeam.simulate.SyntheticSurvey;
import org.polarbeam.study.StudyReader;

/** The launcher is killed with SIGKILL half-way; what follows must not show it. */
class KilledRunIT {
  private static final int IN_FLIGHT = 16;

  /** How often the first test kills; ten were tried by hand. */
  private static final int KILLS = Integer.getInteger("polarbeam.kills", 1);

  @TempDir Path folder;

  private Path truth() throws IOException {
    List<String> topics = List.copyOf(StudyReader.bundled().topics().keySet());
    Path survey =
        Files.writeString(folder.resolve("survey.csv"), SyntheticSurvey.csv(topics, 20, 3));
    assertEquals(
        0, Cli.run("truth", "--survey=" + survey, "--output=" + folder.resolve("truth")).status());
    return folder.resolve("truth/truth.csv");
  }

  private Process start(ChatServer server, Path truth, String output) throws IOException {
    return new ProcessBuilder(
            Tools.ROOT.resolve("polarbeam").toString(),
            "run",
            "--models=openai:m@" + server.endpoint(),
            "--judge=openai:judge@" + server.endpoint(),
            "--truth=" + truth,
            "--prompts=60",
            "--languages=da,en",
            "--rounds=20",
            "--maxInFlight=" + IN_FLIGHT,
            "--output=" + folder.resolve(output))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(output + ".log").toFile())
        .start();
  }

  private void finish(ChatServer server, Path truth, String output)
      throws IOException, InterruptedException {
    Process process = start(server, truth, output);
    assertTrue(process.waitFor(3, TimeUnit.MINUTES), "it does not end");
    assertEquals(0, process.exitValue(), Files.readString(folder.resolve(output + ".log")));
  }

  private Map<String, String> results(String output) {
    Map<String, String> files = Cli.files(folder.resolve(output));
    files.keySet().removeIf(name -> name.startsWith("store/") || name.equals("manifest.json"));
    return files;
  }

  @Test
  void givenAKilledRun_thenTheNextAsksOnlyWhatIsMissingAndEndsWithTheSameBytes()
      throws IOException, InterruptedException {
    Path truth = truth();

    try (ChatServer server = SimulatedServer.start(ChatServer.FLAWLESS)) {
      finish(server, truth, "undisturbed");
    }
    Semaphore asked = new Semaphore(0);
    ChatServer.Plan plan =
        (request, attempt, number) -> {
          asked.release();
          return new Reply.Answer(20);
        };
    try (ChatServer server = SimulatedServer.start(plan)) {
      for (int kill = 0; kill < KILLS; kill++) {
        Process victim = start(server, truth, "killed");
        int some = 200 / (KILLS + 1);
        assertTrue(asked.tryAcquire(some, 2, TimeUnit.MINUTES), "it never came so far");
        victim.destroyForcibly().waitFor();
        assertEquals(128 + 9, victim.exitValue(), "SIGKILL");
        asked.drainPermits();
      }
      finish(server, truth, "killed");
      assertEquals(results("undisturbed"), results("killed"));
      long again = server.answered().values().stream().mapToLong(n -> n - 1).sum();
      assertTrue(again <= (long) KILLS * IN_FLIGHT, again + " were on their way when it died");
    }
  }

  @Test
  void givenAnInterruptedRun_thenWhatIsInFlightIsStoredAndNothingIsAskedTwice()
      throws IOException, InterruptedException {
    Path truth = truth();
    Semaphore asked = new Semaphore(0);
    ChatServer.Plan plan =
        (request, attempt, number) -> {
          asked.release();
          return new Reply.Answer(200);
        };
    try (ChatServer server = SimulatedServer.start(plan)) {
      for (int kill = 0; kill < KILLS; kill++) {
        Process victim = start(server, truth, "interrupted");
        int some = 120 / (KILLS + 1);
        assertTrue(asked.tryAcquire(some, 2, TimeUnit.MINUTES), "it asked nobody");
        Cli.Outcome second =
            Cli.run(
                "truth",
                "--survey=" + folder.resolve("survey.csv"),
                "--output=" + folder.resolve("interrupted"));
        assertEquals(2, second.status(), "two processes write to one directory");
        assertTrue(second.err().contains("process " + victim.pid() + "@"), second.err());
        String[] term = {"kill", "-TERM", Long.toString(victim.pid())};
        assertEquals(0, new ProcessBuilder(term).start().waitFor());
        assertTrue(victim.waitFor(1, TimeUnit.MINUTES), "it does not end");
        String said = Files.readString(folder.resolve("interrupted.log"));
        assertEquals(128 + 15, victim.exitValue(), said);
        assertTrue(said.contains("Interrupted: waiting"), said);
        assertTrue(said.contains("the same command goes on"), said);
        assertTrue(!said.contains("\tat "), said);
        assertTrue(asked.drainPermits() < 3 * IN_FLIGHT, "it went on asking");
      }
      finish(server, truth, "interrupted");
      assertTrue(server.answered().values().stream().allMatch(n -> n == 1), "paid for twice");
    }
  }

  @Test
  void givenASecondInterrupt_thenItEndsAtOnce() throws IOException, InterruptedException {
    Path truth = truth();
    CountDownLatch some = new CountDownLatch(IN_FLIGHT);
    ChatServer.Plan plan =
        (request, attempt, number) -> {
          some.countDown();
          return new Reply.Answer(100_000);
        };
    try (ChatServer server = SimulatedServer.start(plan)) {
      Process victim = start(server, truth, "twice");
      assertTrue(some.await(2, TimeUnit.MINUTES), "it asked nobody");
      String[] interrupt = {"kill", "-TERM", Long.toString(victim.pid())};
      assertEquals(0, new ProcessBuilder(interrupt).start().waitFor());
      Path log = folder.resolve("twice.log");
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      while (victim.isAlive()
          && System.nanoTime() < end
          && !Files.readString(log).contains("Interrupted: waiting")) {
        victim.waitFor(20, TimeUnit.MILLISECONDS);
      }
      assertTrue(victim.isAlive(), Files.readString(log));
      assertEquals(0, new ProcessBuilder(interrupt).start().waitFor());
      assertTrue(victim.waitFor(10, TimeUnit.SECONDS), "it goes on waiting");
      assertEquals(128 + 15, victim.exitValue());
    }
  }
}
