package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of the Composer DAG, which are Python's own. */
class ComposerDagTest {
  @TempDir Path folder;

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

  /** In Airflow itself, with a Cloud Storage and a Dataflow that are servers on this machine. */
  @ParameterizedTest
  @ValueSource(strings = {"whole", "failed", "torn", "undated"})
  void airflowRunsTheDag(String month) throws IOException, InterruptedException {
    String python = Tools.require("airflow/bin/python");
    Path check = Tools.ROOT.resolve("../shared/real/check-dag.py").normalize();
    assumeTrue(Files.exists(check), check + " is not there, so the DAG is not run by Airflow");
    Path dags = Files.createDirectories(folder.resolve("dags"));
    for (String file : List.of("polarbeam_monthly.py", "polarbeam_checks.py")) {
      Files.copy(FOLDER.resolve(file), dags.resolve(file));
    }
    try (Emulator storage = Emulator.start()) {
      Map<String, String> environment =
          Map.of(
              "AIRFLOW_HOME", folder.resolve("home").toString(),
              "AIRFLOW__CORE__LOAD_EXAMPLES", "False",
              "AIRFLOW__CORE__DAGS_FOLDER", dags.toString(),
              "PYTHONDONTWRITEBYTECODE", "1",
              "STORAGE_EMULATOR_HOST", storage.address());
      Cli.Outcome made =
          Tools.run(folder, environment, Tools.require("airflow/bin/airflow"), "db", "migrate");
      assertEquals(0, made.status(), made.out());
      Cli.Outcome ran =
          Tools.run(folder, environment, python, check.toString(), dags.toString(), month);
      assertEquals(0, ran.status(), ran.out());
    }
  }
}
