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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Terraform modules, as far as they can be looked at without the provider. */
class TerraformTest {
  private static final Path FOLDER = Tools.ROOT.resolve("terraform");

  @TempDir Path bad;

  private static void assumeOnPath(String program) {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(p -> Path.of(p, program).toFile().canExecute()),
        program + " is not on the path, so the modules are not checked by it");
  }

  private static Cli.Outcome run(String... command) throws IOException, InterruptedException {
    return Tools.run(Tools.ROOT, Map.of(), command);
  }

  @Test
  void theModulesAreFormatted() throws IOException, InterruptedException {
    assumeOnPath("terraform");
    Cli.Outcome fmt = run("terraform", "fmt", "-recursive", "-check", FOLDER.toString());
    assertEquals(0, fmt.status(), fmt.out());
  }

  @Test
  void theReadmesAreWhatTheScriptMakes() throws IOException, InterruptedException {
    assumeOnPath("node");
    Cli.Outcome check = run("node", FOLDER.resolve("readmes.mjs").toString(), "--check");
    assertEquals(0, check.status(), check.out());
  }

  /** The modules as Terraform itself reads them, with a provider that only has the schema. */
  @Test
  void terraformTakesEveryExampleAndItsModulesTestsPass() throws IOException, InterruptedException {
    String terraform = Tools.require("terraform/terraform");
    Path copy = bad.resolve("terraform");
    assertEquals(0, run("cp", "-r", FOLDER.toString(), copy.toString()).status());
    assertEquals(
        0, run(Tools.require("terraform/schema-for"), copy.toString()).status(), "the schema");
    assertSaid(copy, "", terraform, "fmt", "-check", "-recursive", "-diff");
    for (String example : List.of("complete", "monitoring")) {
      Path main =
          copy.resolve("examples/" + example + "/main.tf"); // the stand-in's block lacks two
      Files.writeString(
          main,
          Files.readString(main)
              .replaceAll(" *(billing_project|user_project_override) *= .*\n", ""));
    }
    List<String> given =
        List.of(
            "-var=project=my-project",
            "-var=region=europe-west4",
            "-var=zone=europe-west4-a",
            "-var=monthly=true",
            "-var=shared_server=true",
            "-var=bigquery_dataset=polarbeam",
            "-var=emails=[\"someone@example.org\"]",
            "-var=billing_account=012345-6789AB-CDEF01",
            "-var=project_number=1");
    for (Path example : folders(copy.resolve("examples"))) {
      assertSaid(example, "", terraform, "get");
      assertSaid(example, "configuration is valid", terraform, "validate", "-no-color");
      List<String> plan =
          new ArrayList<>(List.of(terraform, "plan", "-no-color", "-input=false", "-out=plan.out"));
      if (example.endsWith("complete")) {
        plan.addAll(given);
      }
      assertSaid(example, "0 to change, 0 to destroy", plan.toArray(String[]::new));
    }
    for (Path module : folders(copy.resolve("modules"))) {
      assertSaid(module, "", terraform, "get");
      assertSaid(module, ", 0 failed", terraform, "test", "-no-color");
    }
    String applied =
        assertSaid(
            copy.resolve("examples/complete"),
            "Apply complete",
            terraform,
            "apply",
            "-no-color",
            "plan.out");
    assertBefore(applied, "google_project_service.apis[\"iam", "google_service_account.");
    assertBefore(applied, "google_project_service.apis[\"cloudresourcemanager", "_member.");
    assertBefore(applied, "iam_member.polarbeam", "google_composer_environment.");
    assertBefore(applied, "module.identities.google_service_account.", "google_container_cluster.");
  }

  private static List<Path> folders(Path in) throws IOException {
    try (Stream<Path> all = Files.list(in)) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static String assertSaid(Path in, String words, String... command)
      throws IOException, InterruptedException {
    Cli.Outcome outcome = Tools.run(in, Map.of(), command);
    assertEquals(0, outcome.status(), in + ": " + outcome.out());
    assertTrue(outcome.out().contains(words), in + ": " + outcome.out());
    return outcome.out();
  }

  /** Every resource of the one kind is made before the first of the other is begun. */
  private static void assertBefore(String applied, String first, String then) {
    List<String> lines = applied.lines().toList();
    int made = 0;
    int begun = lines.size();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(first) && lines.get(i).contains("Creation complete")) {
        made = i;
      }
      if (lines.get(i).contains(then) && lines.get(i).contains("Creating...") && begun > i) {
        begun = i;
      }
    }
    assertTrue(made > 0 && begun < lines.size() && made < begun, first + ", " + then + applied);
  }

  @Test
  void theNamesAreTheProviders() throws IOException, InterruptedException {
    assumeOnPath("npm");
    Cli.Outcome check = run("node", FOLDER.resolve("check.mjs").toString());
    assumeTrue(check.status() != 3, check.out());
    assertEquals(0, check.status(), check.out());
    assertTrue(check.out().contains("26 resources, 0 problems"), check.out());
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
