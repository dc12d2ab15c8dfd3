package org.polarbeam.model.served;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.model.paid.AskingSession;
import org.polarbeam.model.paid.PriceTable;
import org.polarbeam.record.Sampling;

/** A server as a real child process, which crashes, hangs, starts slowly and ignores signals. */
class VllmProviderTest {
  private static final ModelSpec GEMMA = ModelSpec.of("gemma-2-9b-it", "gemma", "vllm", "");

  @TempDir Path folder;

  private final List<String> flags = new ArrayList<>();
  private AskingSession session;

  @AfterEach
  void end() {
    if (session != null) {
      session.close();
    }
  }

  private Path journal() {
    return folder.resolve("journal");
  }

  private VllmProvider provider(Duration startWithin, Duration linger, String... its) {
    flags.addAll(List.of(its));
    return new VllmProvider(
        new VllmProvider.Times(startWithin, Duration.ofMillis(500), Duration.ofSeconds(2), linger));
  }

  private VllmProvider provider(String... its) {
    return provider(Duration.ofMinutes(1), Duration.ofMinutes(1), its);
  }

  private ChatModel open(VllmProvider provider) {
    return open(provider, GEMMA);
  }

  private ChatModel open(VllmProvider provider, ModelSpec spec) {
    session =
        AskingSession.of(
            new AskingSession.Settings(
                8,
                5,
                100,
                folder.toString(),
                Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                PriceTable.bundled()));
    Map<String, String> options = new HashMap<>();
    options.put("vllmCommand", String.join(",", VllmStandIn.command(journal())));
    if (!flags.isEmpty()) {
      options.put("vllmFlags", String.join(",", flags));
    }
    ProviderContext context =
        ProviderContext.of(options).with(ApiKey.inEnvironment("POLARBEAM_NO_KEY"));
    return session.open(provider, spec, context, null);
  }

  private static List<String> ask(ChatModel model, int questions) {
    List<CompletableFuture<ChatResponse>> answers = new ArrayList<>();
    for (int i = 0; i < questions; i++) {
      answers.add(
          model.ask(ChatRequest.text("q" + i, "Question " + i, Sampling.DEFAULT, 0, Map.of())));
    }
    return answers.stream().map(a -> a.join().text()).toList();
  }

  private List<String[]> starts() throws IOException {
    return Files.readAllLines(journal()).stream().map(line -> line.split(" ")).toList();
  }

  private static void awaitEnd(String pid)
      throws ExecutionException, InterruptedException, TimeoutException {
    var process = ProcessHandle.of(Long.parseLong(pid));
    if (process.isPresent()) {
      process.get().onExit().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void givenManyUsers_thenOneServerIsStartedWithTheFlagsOfItsGpu() throws IOException {
    VllmProvider provider = provider("--start-after", "700", "--max-num-seqs", "7");
    ChatModel one = open(provider);
    ChatModel other = open(provider);
    Set<String> pids = new HashSet<>(ask(one, 20));
    pids.addAll(ask(other, 20));
    assertEquals(1, pids.size(), pids.toString());
    assertEquals(1, starts().size());
    String arguments = String.join(" ", starts().get(0));
    assertTrue(
        arguments.contains(
            "gemma-2-9b-it --served-model-name gemma-2-9b-it --max-model-len 4096"
                + " --gpu-memory-utilization 0.92 --max-num-seqs 64 --dtype bfloat16"
                + " --start-after 700 --max-num-seqs 7 --host 127.0.0.1 --port "),
        arguments);
  }

  @Test
  void givenACrash_thenItIsRestartedAndNoQuestionIsLost() throws Exception {
    ChatModel model = open(provider("--crash-after", "10", "--with-child"));
    Set<String> pids = new HashSet<>(ask(model, 40));
    assertEquals(2, pids.size(), pids.toString());
    assertEquals(2, starts().size());
    awaitEnd(starts().get(0)[1]); // what the crashed server left behind
  }

  @Test
  void givenAHang_thenItIsEndedAndRestarted() throws Exception {
    ChatModel model = open(provider("--hang-after", "10", "--ignore-term"));
    Set<String> pids = new HashSet<>(ask(model, 40));
    assertEquals(2, pids.size(), pids.toString());
    awaitEnd(starts().get(0)[0]);
  }

  @Test
  void givenAServerThatDiesAtItsStart_thenTheRunEndsWithItsLastWords() throws IOException {
    ChatModel model = open(provider("--die-at-start"));
    CompletionException e = assertThrows(CompletionException.class, () -> ask(model, 3));
    ModelException failure = ModelException.of(e);
    assertEquals(ModelException.Kind.FATAL, failure.kind());
    assertTrue(failure.getMessage().contains("CUDA out of memory"), failure.getMessage());
    assertTrue(failure.getMessage().contains("3 starts"), failure.getMessage());
    assertEquals(3, starts().size());
  }

  @Test
  void givenAServerThatNeverAnswers_thenTheLimitEndsTheRunAndTheServer() throws Exception {
    ChatModel model =
        open(provider(Duration.ofSeconds(3), Duration.ofMinutes(1), "--start-after", "600000"));
    CompletionException e = assertThrows(CompletionException.class, () -> ask(model, 3));
    ModelException failure = ModelException.of(e);
    assertEquals(ModelException.Kind.FATAL, failure.kind());
    assertTrue(failure.getMessage().contains("did not answer within 3000 ms"), e.getMessage());
    assertEquals(1, starts().size());
    awaitEnd(starts().get(0)[0]);
  }

  @Test
  void givenTheLastUserGone_thenItStopsEvenIfItIgnoresSigterm() throws Exception {
    VllmProvider provider =
        provider(Duration.ofMinutes(1), Duration.ZERO, "--ignore-term", "--with-child");
    ChatModel one = open(provider);
    ChatModel other = open(provider);
    ask(one, 1);
    one.close();
    assertEquals(1, ask(other, 1).size());
    assertEquals(1, starts().size(), "somebody still used it");
    other.close();
    awaitEnd(starts().get(0)[0]);
    awaitEnd(starts().get(0)[1]);
    ask(open(provider), 1);
    assertEquals(2, starts().size(), "a new user starts it anew");
  }

  @Test
  void givenThisProcessKilled_thenNoServerIsOrphaned() throws Exception {
    List<String> command = VllmStandIn.command(journal());
    Process user =
        new ProcessBuilder(
                command.get(0),
                "-cp",
                System.getProperty("java.class.path"),
                VllmUser.class.getName(),
                journal().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    try (var lines = user.inputReader()) {
      assertTrue(lines.lines().anyMatch(line -> line.startsWith("answered pid ")));
    }
    user.destroyForcibly().waitFor();
    awaitEnd(starts().get(0)[0]);
    awaitEnd(starts().get(0)[1]);
  }

  /** A process that asks once and then waits to be killed. */
  static final class VllmUser {
    private VllmUser() {}

    public static void main(String[] args) throws IOException {
      VllmProviderTest test = new VllmProviderTest();
      test.folder = Path.of(args[0]).getParent();
      ChatModel model = test.open(test.provider("--with-child"));
      do {
        System.out.println("answered " + ask(model, 1).get(0));
      } while (System.in.read() >= 0);
    }
  }

  private Process user() throws IOException {
    return new ProcessBuilder(
            VllmStandIn.command(journal()).get(0),
            "-Djava.io.tmpdir=" + folder, // where they find each other
            "-cp",
            System.getProperty("java.class.path"),
            VllmUser.class.getName(),
            journal().toString())
        .redirectErrorStream(true)
        .start();
  }

  private static String answered(java.io.BufferedReader said) throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith("answered pid ")) {
        return line;
      }
    }
    throw new IOException("it ended");
  }

  /** As two workers of a cluster do that are on one machine with one GPU. */
  @Test
  void givenTwoProcessesOfAMachine_thenTheyShareAServerAndOneOutlivesTheOther() throws Exception {
    Process first = user();
    Process second = null;
    try (var one = first.inputReader()) {
      String pid = answered(one);
      second = user();
      try (var other = second.inputReader()) {
        assertEquals(pid, answered(other));
        assertEquals(1, starts().size());
        first.destroyForcibly().waitFor();
        awaitEnd(starts().get(0)[0]);
        second.outputWriter().write("\n");
        second.outputWriter().flush();
        assertNotEquals(pid, answered(other));
        assertEquals(2, starts().size());
      }
    } finally {
      first.destroyForcibly().waitFor();
      if (second != null) {
        second.destroyForcibly().waitFor();
      }
    }
    awaitEnd(starts().get(1)[0]);
  }

  @Test
  void givenTwoModels_thenTheyTakeTurnsAndOneIsServedAtATime() throws Exception {
    VllmProvider provider = provider();
    ChatModel large = open(provider);
    ChatModel small = open(provider, ModelSpec.of("gemma-2-2b-it", "gemma", "vllm", ""));
    List<CompletableFuture<List<String>>> asked =
        List.of(
            CompletableFuture.supplyAsync(() -> ask(large, 30)),
            CompletableFuture.supplyAsync(() -> ask(small, 30)));
    Set<String> pids = new HashSet<>();
    for (CompletableFuture<List<String>> answers : asked) {
      pids.addAll(answers.get(2, TimeUnit.MINUTES));
    }
    assertTrue(pids.size() >= 2, pids.toString());
    ask(small, 1);
    ask(large, 1);
    long alive = 0;
    for (String[] start : starts()) {
      alive +=
          ProcessHandle.of(Long.parseLong(start[0])).filter(ProcessHandle::isAlive).stream()
              .count();
    }
    assertEquals(1, alive, "a GPU has one");
  }

  @Test
  void theFlagsFitGemmaAndTheGpu() {
    assertEquals(
        List.of(
            "--max-model-len",
            "4096",
            "--gpu-memory-utilization",
            "0.92",
            "--tensor-parallel-size",
            "4",
            "--max-num-seqs",
            "64",
            "--dtype",
            "bfloat16",
            "--limit-mm-per-prompt",
            "{\"image\": 0}"),
        VllmFlags.of("google/gemma-3-27b-it", "type:nvidia-l4;count:4;install-nvidia-driver:5xx"));
    for (String gpu : List.of("nvidia-a100-80gb", "nvidia-h100-80gb")) {
      for (String model : List.of("gemma-2-27b-it", "gemma-3-27b-it", "gemma-2-9b-it")) {
        assertFalse(VllmFlags.of(model, "type:" + gpu + ";count:1").isEmpty());
      }
    }
    InputException tooLarge =
        assertThrows(
            InputException.class, () -> VllmFlags.of("gemma-2-27b-it", "type:nvidia-l4;count:1"));
    assertTrue(tooLarge.getMessage().contains("needs about 53 GiB"), tooLarge.getMessage());
    assertThrows(
        InputException.class, () -> VllmFlags.of("Llama-3.1-70B", "type:nvidia-h100-80gb;count:1"));
    assertFalse(
        VllmFlags.of("gemma-2-27b-it-AWQ", "type:nvidia-l4;count:1").isEmpty(),
        "fewer bits, which we do not guess");
    InputException spelling =
        assertThrows(InputException.class, () -> VllmFlags.of("gemma-2-9b-it", "nvidia-l4"));
    assertTrue(spelling.getMessage().contains("type:nvidia-l4;count:1"), spelling.getMessage());
  }

  @Test
  void aKnownGpuComesWithItsMachine() {
    for (String hint :
        List.of(
            "type:nvidia-l4;count:1;install-nvidia-driver:5xx",
            "type:nvidia-l4;count:1;machine_type:n1-standard-4",
            "type:nvidia-l4;count:2;machine_type:g2-standard-12",
            "type:nvidia-l4;count:3;machine_type:g2-standard-12",
            "type:nvidia-a100-80gb;count:1;machine_type:a2-highgpu-1g",
            "type:nvidia-h200-141gb;count:1;machine_type:a3-ultragpu-8g")) {
      assertThrows(InputException.class, () -> GpuMachines.require(hint), hint);
    }
    GpuMachines.require("type:nvidia-l4;count:1;machine_type:g2-standard-8");
    GpuMachines.require("type:nvidia-h100-80gb;count:8;machine_type:a3-highgpu-8g;install");
    GpuMachines.require("type:nvidia-b200;count:1");
  }
}
