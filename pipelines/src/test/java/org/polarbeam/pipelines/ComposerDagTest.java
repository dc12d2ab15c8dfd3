package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of the Composer DAG, which are Python's own. */
class ComposerDagTest {
  @TempDir Path folder;

  private static final Path FOLDER = Tools.ROOT.resolve("templates/composer");

  @Test
  void theDagParsesAndItsTasksWork() throws IOException, InterruptedException {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(p -> Path.of(p, "python3").toFile().canExecute()),
        "python3 is not on the path, so the DAG is not tested");
    Cli.Outcome tests =
        Tools.run(
            FOLDER,
            Map.of(),
            "python3",
            "-B",
            "-m",
            "unittest",
            "discover",
            "-s",
            FOLDER.toString());
    assertEquals(0, tests.status(), tests.out());
    assertTrue(tests.out().contains("Ran 10 tests"), tests.out());
  }

  /** In Airflow itself, with a Cloud Storage and a Dataflow that are servers on this machine. */
  @Test
  void airflowRunsTheDag() throws IOException, InterruptedException {
    String python = Tools.require("airflow/bin/python");
    Path check = Tools.ROOT.resolve("../shared/real/check-dag.py").normalize();
    assumeTrue(Files.exists(check), check + " is not there, so the DAG is not run by Airflow");
    Path dags = Files.createDirectories(folder.resolve("dags"));
    for (String file : List.of("polarbeam_monthly.py", "polarbeam_checks.py")) {
      Files.copy(FOLDER.resolve(file), dags.resolve(file));
    }
    Map<String, String> environment = new TreeMap<>();
    environment.put("AIRFLOW_HOME", folder.resolve("made").toString());
    environment.put("AIRFLOW__CORE__LOAD_EXAMPLES", "False");
    environment.put("AIRFLOW__CORE__DAGS_FOLDER", dags.toString());
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    Cli.Outcome made =
        Tools.run(folder, environment, Tools.require("airflow/bin/airflow"), "db", "migrate");
    assertEquals(0, made.status(), made.out());

    // Each month has a database of its own; at the same time, since Airflow takes its time to
    // start.
    Map<String, Process> months = new TreeMap<>();
    List<Emulator> storages = new ArrayList<>();
    try {
      for (String month : List.of("whole", "failed", "torn", "undated")) {
        Path home = folder.resolve(month);
        assertEquals(
            0, Tools.run(folder, Map.of(), "cp", "-r", "made", home.toString()).status(), month);
        storages.add(Emulator.start());
        ProcessBuilder builder =
            new ProcessBuilder(python, check.toString(), dags.toString(), month)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(month + ".log").toFile());
        builder.environment().putAll(environment);
        builder.environment().put("AIRFLOW_HOME", home.toString());
        builder
            .environment()
            .put("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "sqlite:///" + home.resolve("airflow.db"));
        builder
            .environment()
            .put("STORAGE_EMULATOR_HOST", storages.get(storages.size() - 1).address());
        months.put(month, builder.start());
      }
      for (Map.Entry<String, Process> month : months.entrySet()) {
        boolean ended = month.getValue().waitFor(4, TimeUnit.MINUTES);
        String said = Files.readString(folder.resolve(month.getKey() + ".log"));
        assertTrue(ended, month.getKey() + " does not end: " + said);
        assertEquals(0, month.getValue().exitValue(), month.getKey() + ": " + said);
      }
    } finally {
      months.values().forEach(Process::destroyForcibly);
      storages.forEach(Emulator::close);
    }
  }
}
