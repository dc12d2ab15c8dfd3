package org.polarbeam.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  TimedCommand.Took eval(String endpoint, int count, int inFlight)
      throws IOException, InterruptedException {
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
  TimedCommand.Took resume(String endpoint) throws IOException, InterruptedException {
    try (Stream<Path> files = Files.list(logs)) {
      return run(endpoint, "eval-retry", files.findFirst().orElseThrow().toString());
    }
  }

  private TimedCommand.Took run(String endpoint, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(args));
    command.addAll(List.of("--display=none", "--log-dir=" + logs));
    return TimedCommand.run(
        task.getParent(), // it takes no absolute path
        true,
        Map.of("LOCAL_API_KEY", "none", "LOCAL_BASE_URL", endpoint),
        command.toArray(String[]::new));
  }
}
