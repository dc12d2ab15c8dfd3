package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.model.ChatServer;
import org.polarbeam.model.ChatServer.Reply;
import org.polarbeam.simulate.SimulatedServer;
import org.polarbeam.simulate.SyntheticSurvey;
import org.polarbeam.study.StudyReader;

/**
 * A real Flink cluster, one JobManager and two TaskManagers in processes of their own, gives the
 * bytes that the DirectRunner gives.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FlinkClusterIT {
  private static final Path ROOT =
      Path.of(System.getProperty("polarbeam.root", "..")).toAbsolutePath().normalize();
  private static final Path SCRIPT = ROOT.resolve("templates/flink/cluster");
  private static final int IN_FLIGHT = 8;

  @TempDir static Path cluster;
  @TempDir Path folder;

  private static String address;
  private static String jars;
  private Path truth;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    address = script("start", cluster.toString());
    jars = script("jars");
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    script("stop", cluster.toString());
  }

  private static String script(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(args));
    Path out = cluster.resolve("script.out");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(cluster.resolve("script.err").toFile())
            .start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the script does not end");
    assertEquals(0, process.exitValue(), Files.readString(cluster.resolve("script.err")));
    return Files.readString(out).strip();
  }

  private Path truth() throws IOException {
    if (truth == null) {
      List<String> topics = List.copyOf(StudyReader.bundled().topics().keySet());
      Path survey =
          Files.writeString(folder.resolve("survey.csv"), SyntheticSurvey.csv(topics, 20, 3));
      String to = folder.resolve("truth").toString();
      assertEquals(0, Cli.run("truth", "--survey=" + survey, "--output=" + to).status());
      truth = folder.resolve("truth/truth.csv");
    }
    return truth;
  }

  private List<String> arguments(ChatServer server, String output) throws IOException {
    return new ArrayList<>(
        List.of(
            "run",
            "--models=openai:m@" + server.endpoint(),
            "--judge=openai:judge@" + server.endpoint(),
            "--truth=" + truth(),
            "--prompts=40",
            "--languages=da,en",
            "--rounds=20",
            "--maxInFlight=" + IN_FLIGHT,
            "--output=" + output));
  }

  private Process onFlink(List<String> arguments, String name) throws IOException {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("polarbeam").toString()));
    command.addAll(arguments);
    command.addAll(
        List.of(
            "--runner=FlinkRunner",
            "--flinkMaster=" + address,
            "--parallelism=2",
            "--filesToStage=" + jars));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile())
        .start();
  }

  private void await(Process process, int status, String name)
      throws IOException, InterruptedException {
    assertTrue(process.waitFor(4, TimeUnit.MINUTES), "it does not end");
    assertEquals(status, process.exitValue(), Files.readString(folder.resolve(name + ".log")));
  }

  /** What a run found; manifest and report also tell how often it had to ask. */
  private Map<String, String> results(String output) {
    Map<String, String> files = Cli.files(folder.resolve(output));
    files.keySet().removeIf(name -> !name.endsWith(".csv") && !name.endsWith(".jsonl"));
    assertTrue(
        files.containsKey("regressions.csv") && files.size() > 10, files.keySet().toString());
    return files;
  }

  @Test
  void givenAKilledTaskManager_thenTheBytesAreTheDirectRunnersAndNoAnswerIsPaidForTwice()
      throws IOException, InterruptedException {
    try (ChatServer server = SimulatedServer.start(ChatServer.FLAWLESS)) {
      String output = folder.resolve("direct").toString();
      Cli.Outcome direct = Cli.run(arguments(server, output).toArray(String[]::new));
      assertEquals(0, direct.status(), direct.err());
    }
    CountDownLatch halfWay = new CountDownLatch(60);
    ChatServer.Plan plan =
        (request, attempt, number) -> {
          halfWay.countDown();
          return new Reply.Answer(20);
        };
    try (ChatServer server = SimulatedServer.start(plan)) {
      // A relative path: the workers' working directory is another.
      Process run = onFlink(arguments(server, "flink"), "flink");
      assertTrue(halfWay.await(3, TimeUnit.MINUTES), "it never came half-way");
      long victim = Long.parseLong(Files.readString(cluster.resolve("taskmanager-1.pid")).strip());
      assertTrue(ProcessHandle.of(victim).orElseThrow().destroyForcibly());
      await(run, 0, "flink");
      Map<String, String> direct = results("direct");
      Map<String, String> flink = results("flink");
      assertEquals(direct.keySet(), flink.keySet());
      direct.forEach((name, bytes) -> assertEquals(bytes, flink.get(name), name));
      long twice = server.answered().values().stream().filter(n -> n > 1).count();
      assertTrue(twice <= IN_FLIGHT, twice + " answers were on their way when the process died");
      assertTrue(server.answered().values().stream().allMatch(n -> n <= 2));
    }
  }
}
