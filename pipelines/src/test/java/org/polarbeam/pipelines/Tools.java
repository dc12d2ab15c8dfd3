package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of others that tests use where {@code .ci/tools} has fetched them. */
final class Tools {
  /** The repository's root. */
  static final Path ROOT =
      Path.of(System.getProperty("polarbeam.root", "..")).toAbsolutePath().normalize();

  private static final String FOLDER = "POLARBEAM_TOOLS";

  private Tools() {}

  /** A program; the test is skipped where it is not there. */
  static String require(String path) {
    String folder = System.getenv(FOLDER);
    assumeTrue(folder != null, FOLDER + " names no folder that .ci/tools has filled");
    Path program = Path.of(folder, path);
    assumeTrue(Files.isExecutable(program), program + " is not there, so what needs it is skipped");
    return program.toString();
  }

  /** Runs a program to its end; what it says on both streams is one text. */
  static Cli.Outcome run(Path directory, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile("said", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      String text = Files.readString(said);
      assertTrue(process.exitValue() != 137, "it did not end: " + text);
      return new Cli.Outcome(process.exitValue(), text, text);
    } finally {
      Files.delete(said);
    }
  }
}
