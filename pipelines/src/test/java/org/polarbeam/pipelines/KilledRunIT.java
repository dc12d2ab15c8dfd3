package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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
  private static final Path ROOT =
      Path.of(System.getProperty("polarbeam.root", "..")).toAbsolutePath().normalize();
  private static final int IN_FLIGHT = 16;

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
            ROOT.resolve("polarbeam").toString(),
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
    CountDownLatch halfWay = new CountDownLatch(100);
    ChatServer.Plan plan =
        (request, attempt, number) -> {
          halfWay.countDown();
          return new Reply.Answer(20);
        };
    try (ChatServer server = SimulatedServer.start(plan)) {
      Process victim = start(server, truth, "killed");
      assertTrue(halfWay.await(2, TimeUnit.MINUTES), "it never came half-way");
      victim.destroyForcibly().waitFor();
      assertEquals(128 + 9, victim.exitValue(), "SIGKILL");
      finish(server, truth, "killed");
      assertEquals(results("undisturbed"), results("killed"));
      long twice = server.answered().values().stream().filter(n -> n > 1).count();
      assertTrue(twice <= IN_FLIGHT, twice + " answers were on their way when the process died");
      assertTrue(server.answered().values().stream().allMatch(n -> n <= 2));
    }
  }

  @Test
  void givenAnInterruptedRun_thenWhatIsInFlightIsStoredAndNothingIsAskedTwice()
      throws IOException, InterruptedException {
    Path truth = truth();
    CountDownLatch some = new CountDownLatch(60);
    ChatServer.Plan plan =
        (request, attempt, number) -> {
          some.countDown();
          return new Reply.Answer(200);
        };
    try (ChatServer server = SimulatedServer.start(plan)) {
      Process victim = start(server, truth, "interrupted");
      assertTrue(some.await(2, TimeUnit.MINUTES), "it asked nobody");
      assertTrue(
          new ProcessBuilder("kill", "-TERM", Long.toString(victim.pid())).start().waitFor() == 0);
      assertTrue(victim.waitFor(1, TimeUnit.MINUTES), "it does not end");
      String said = Files.readString(folder.resolve("interrupted.log"));
      assertEquals(128 + 15, victim.exitValue(), said);
      assertTrue(said.contains("Interrupted: waiting"), said);
      assertTrue(said.contains("the same command goes on"), said);
      assertTrue(!said.contains("\tat "), said);
      assertTrue(server.requests() < 60 + 3 * IN_FLIGHT, "it went on asking");
      finish(server, truth, "interrupted");
      assertTrue(server.answered().values().stream().allMatch(n -> n == 1), "paid for twice");
    }
  }
}
