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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Terraform modules, as far as they can be looked at without the provider. */
class TerraformTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("polarbeam.root", "..")).resolve("terraform");

  @TempDir Path bad;

  private static void assumeOnPath(String program) {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(p -> Path.of(p, program).toFile().canExecute()),
        program + " is not on the path, so the modules are not checked by it");
  }

  private static Cli.Outcome run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), said);
    return new Cli.Outcome(process.exitValue(), said, said);
  }

  @Test
  void theModulesAreFormatted() throws IOException, InterruptedException {
    assumeOnPath("terraform");
    Cli.Outcome fmt = run("terraform", "fmt", "-recursive", "-check", FOLDER.toString());
    assertEquals(0, fmt.status(), fmt.out());
  }

  @Test
  void theNamesAreTheProviders() throws IOException, InterruptedException {
    assumeOnPath("npm");
    Cli.Outcome check = run("node", FOLDER.resolve("check.mjs").toString());
    assumeTrue(check.status() != 3, check.out());
    assertEquals(0, check.status(), check.out());
    assertTrue(check.out().contains("20 resources, 0 problems"), check.out());
  }

  @Test
  void aNameThatTheProviderDoesNotKnowIsFound() throws IOException, InterruptedException {
    assumeOnPath("npm");
    String storage = Files.readString(FOLDER.resolve("modules/storage/main.tf"));
    Files.writeString(
        bad.resolve("main.tf"),
        storage
            .replace("days_since_noncurrent_time", "days_since")
            .replaceFirst("  location .*\n", "")
            .replace("google_artifact_registry_repository\"", "google_artifact_repository\""));
    Cli.Outcome check = run("node", FOLDER.resolve("check.mjs").toString(), bad.toString());
    assumeTrue(check.status() != 3, check.out());
    assertEquals(1, check.status(), check.out());
    assertTrue(check.out().contains("RuleCondition has no days_since"), check.out());
    assertTrue(check.out().contains("StorageBucketConfig needs location"), check.out());
    assertTrue(check.out().contains("no resource google_artifact_repository"), check.out());
  }

  @Test
  void everyModuleIsWholeAndEveryVariableDescribed() throws IOException {
    try (Stream<Path> modules = Files.list(FOLDER.resolve("modules"))) {
      for (Path module : modules.toList()) {
        for (String file : List.of("main.tf", "variables.tf", "outputs.tf", "versions.tf")) {
          assertTrue(Files.exists(module.resolve(file)), module + "/" + file);
        }
      }
    }
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tf")).toList()) {
        Matcher blocks =
            Pattern.compile("(?m)^(variable|output) \"(\\w+)\" \\{\n(.*?)\n\\}", Pattern.DOTALL)
                .matcher(Files.readString(file));
        while (blocks.find()) {
          assertTrue(blocks.group(3).contains("description"), file + ": " + blocks.group(2));
        }
      }
    }
  }
}
