package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The tests of the Composer DAG, which are Python's own. */
class ComposerDagTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("polarbeam.root", "..")).resolve("templates/composer");

  @Test
  void theDagParsesAndItsTasksWork() throws IOException, InterruptedException {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(p -> Path.of(p, "python3").toFile().canExecute()),
        "python3 is not on the path, so the DAG is not tested");
    Process process =
        new ProcessBuilder("python3", "-B", "-m", "unittest", "discover", "-s", FOLDER.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), said);
    assertEquals(0, process.exitValue(), said);
    assertTrue(said.contains("Ran 9 tests"), said);
  }
}
