package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What others' linters say of scripts, images and Terraform modules. */
class LintersTest {
  private static Cli.Outcome run(List<String> command) throws IOException, InterruptedException {
    return Tools.run(Tools.ROOT, Map.of(), command.toArray(String[]::new));
  }

  @Test
  void scriptsAreClean() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Tools.require("lint/bin/shellcheck")));
    for (String folder : List.of("", ".ci", "templates", "templates/flink", "benchmarks")) {
      try (Stream<Path> files = Files.list(Tools.ROOT.resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).filter(Files::isExecutable).toList()) {
          if (Files.readAllLines(file).get(0).endsWith("bash")) {
            command.add(Tools.ROOT.relativize(file).toString());
          }
        }
      }
    }
    assertTrue(command.size() > 6, command.toString());
    Cli.Outcome said = run(command);
    assertEquals(0, said.status(), said.out());
  }

  @Test
  void imagesAreClean() throws IOException, InterruptedException {
    Cli.Outcome said =
        run(
            List.of(
                Tools.require("lint/bin/hadolint"),
                "templates/launcher/Dockerfile",
                "templates/worker/Dockerfile"));
    assertEquals(0, said.status(), said.out());
  }

  @Test
  void whatIsLeftOfTheModulesSecurityIsExplained() throws IOException, InterruptedException {
    Cli.Outcome said =
        run(
            List.of(
                Tools.require("checkov/bin/checkov"),
                "-d",
                "terraform",
                "--framework",
                "terraform",
                "--compact",
                "--quiet",
                "--skip-download"));
    assertEquals(0, said.status(), said.out());
    assertTrue(said.out().contains("Failed checks: 0"), said.out());
  }
}
