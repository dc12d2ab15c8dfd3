package org.polarbeam.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program run as its users do, with what it and all its children took. */
final class TimedCommand {
  /** Seconds of a run. */
  record Took(double wall, double cpu) {}

  private TimedCommand() {}

  /**
   * Runs it to its end.
   *
   * @throws IOException with its last words when it fails and may not
   */
  static Took run(Path folder, boolean mayFail, Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile("polarbeam-said", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "TIMEFORMAT='%R %U %S'; time \"$@\" >\"$0\" 2>&1 </dev/null",
                said.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String[] took = new String(process.getInputStream().readAllBytes()).strip().split("\\s+");
    if (process.waitFor() != 0 && !mayFail) {
      throw new IOException(String.join(" ", words) + " failed: " + Files.readString(said));
    }
    return new Took(
        Double.parseDouble(took[0]), Double.parseDouble(took[1]) + Double.parseDouble(took[2]));
  }
}
