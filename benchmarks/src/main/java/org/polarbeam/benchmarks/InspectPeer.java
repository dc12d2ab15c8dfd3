package org.polarbeam.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * inspect_ai, a Python framework that puts many questions to models, with the same questions at the
 * same server. It is run as its users do, by its command.
 */
final class InspectPeer {
  private static final String WHERE = "POLARBEAM_INSPECT";

  private final String program;
  private final Path task;
  private final Path logs;

  private InspectPeer(String program, Path task) throws IOException {
    this.program = program;
    this.task = task;
    this.logs = Files.createTempDirectory("polarbeam-inspect");
  }

  /** Seconds of a run. */
  record Took(double wall, double cpu) {}

  /** The one that {@code POLARBEAM_INSPECT} names; null for none, which is said. */
  static InspectPeer find() throws IOException {
    String program = System.getenv(WHERE);
    if (program == null || !Files.isExecutable(Path.of(program))) {
      System.out.println(
          WHERE + " names no program inspect (pip install inspect_ai openai), so it is left out");
      return null;
    }
    return new InspectPeer(
        program,
        Path.of("benchmarks/src/peers/python/inspect_task.py").toAbsolutePath().normalize());
  }

  /** Asks so many questions, of which the server refuses the last. */
  Took eval(String endpoint, int count, int inFlight) throws IOException, InterruptedException {
    return run(
        endpoint,
        "eval",
        task.getFileName().toString(),
        "--model=openai-api/local/m",
        "--max-connections=" + inFlight,
        "--max-samples=" + 2 * inFlight,
        "--no-fail-on-error",
        "-T",
        "count=" + count);
  }

  /** Goes on with what {@link #eval} has left. */
  Took resume(String endpoint) throws IOException, InterruptedException {
    try (Stream<Path> files = Files.list(logs)) {
      return run(endpoint, "eval-retry", files.findFirst().orElseThrow().toString());
    }
  }

  private Took run(String endpoint, String... args) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "TIMEFORMAT='%R %U %S'; time \"$@\" >\"$0\" 2>&1",
                logs.resolveSibling(logs.getFileName() + ".said").toString(),
                program));
    command.addAll(List.of(args));
    command.addAll(List.of("--display=none", "--log-dir=" + logs));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(task.getParent().toFile()) // it takes no absolute path
            .redirectErrorStream(true);
    builder.environment().put("LOCAL_API_KEY", "none");
    builder.environment().put("LOCAL_BASE_URL", endpoint);
    Process process = builder.start();
    String[] said = new String(process.getInputStream().readAllBytes()).strip().split("\\s+");
    process.waitFor();
    return new Took(
        Double.parseDouble(said[0]), Double.parseDouble(said[1]) + Double.parseDouble(said[2]));
  }
}
