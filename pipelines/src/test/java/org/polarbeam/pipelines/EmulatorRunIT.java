package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.model.ChatServer;
import org.polarbeam.model.ChatServer.Reply;
import org.polarbeam.simulate.SimulatedServer;

/** Runs in a Cloud Storage of others' making: killed, gone on with, overwritten, two at once. */
class EmulatorRunIT {
  private static final int IN_FLIGHT = 8;

  @TempDir Path folder;
  private Emulator storage;

  @BeforeEach
  void begin() throws IOException, InterruptedException {
    storage = Emulator.start();
    storage.bucket("results");
  }

  @AfterEach
  void end() {
    storage.close();
  }

  private Process start(ChatServer server, String output, int prompts, String... more)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Tools.ROOT.resolve("polarbeam").toString(),
                "elicit",
                "--models=openai:m@" + server.endpoint(),
                "--languages=da,en",
                "--prompts=" + prompts,
                "--maxInFlight=" + IN_FLIGHT,
                "--output=" + output));
    command.addAll(List.of(more));
    command.addAll(storage.options());
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private void finish(Process process) throws IOException, InterruptedException {
    assertTrue(process.waitFor(3, TimeUnit.MINUTES), "it does not end");
    assertEquals(0, process.exitValue(), Files.readString(folder.resolve("log")));
  }

  private Map<String, String> results(String prefix) throws IOException, InterruptedException {
    Map<String, String> files = storage.objects("results", prefix);
    files.keySet().removeIf(name -> name.startsWith("store/") || name.equals("manifest.json"));
    return files;
  }

  @Test
  void aKilledRunIsGoneOnWithAndOverwrittenAndEqualsTheDisks()
      throws IOException, InterruptedException {
    Semaphore asked = new Semaphore(0);
    ChatServer.Plan plan =
        (request, attempt, number) -> {
          asked.release();
          return new Reply.Answer(30);
        };
    String store = "--store=gs://results/answers";
    try (ChatServer server = SimulatedServer.start(plan)) {
      Process victim = start(server, "gs://results/killed", 20, store);
      assertTrue(asked.tryAcquire(15, 2, TimeUnit.MINUTES), "it asked nobody");
      victim.destroyForcibly().waitFor();
      // The dead run's directory is its own until its lease has expired; its answers are not.
      finish(start(server, "gs://results/run", 20, store));
      long again = server.answered().values().stream().mapToLong(n -> n - 1).sum();
      assertTrue(again <= IN_FLIGHT, again + " were on their way when it died");
      int before = server.requests();
      finish(start(server, "gs://results/run", 10, store, "--overwrite"));
      assertEquals(before, server.requests(), "a store that is kept pays for the smaller run");
      finish(start(server, folder.resolve("disk").toString(), 10, store));
      assertEquals(before, server.requests());
      Map<String, String> disk = Cli.files(folder.resolve("disk"));
      disk.remove("manifest.json");
      assertEquals(disk, results("run/"));
    }
  }

  @Test
  void twoRunsAtOnceShareAStore() throws IOException, InterruptedException {
    try (ChatServer server = SimulatedServer.start((r, a, n) -> new Reply.Answer(100))) {
      Process one = start(server, "gs://results/one", 20, "--store=gs://results/shared");
      Process other = start(server, "gs://results/other", 20, "--store=gs://results/shared");
      finish(one);
      finish(other);
      assertEquals(results("one/"), results("other/"));
      // What both have on their way at the same moment may be asked by both, and nothing later.
      assertTrue(
          server.answered().values().stream().allMatch(n -> n <= 2), server.answered().toString());
      int asked = server.requests();
      finish(start(server, "gs://results/third", 20, "--store=gs://results/shared"));
      assertEquals(asked, server.requests(), "the store has every answer");
      assertEquals(results("one/"), results("third/"));
    }
  }
}
