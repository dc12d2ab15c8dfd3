package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts that launch templates ask of {@code gcloud}, which here only tells. */
class TemplateScriptsTest {

  @TempDir Path folder;

  @BeforeEach
  void recordCalls() throws IOException {
    Path gcloud = Files.writeString(folder.resolve("gcloud"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    assertTrue(gcloud.toFile().setExecutable(true));
  }

  private Cli.Outcome launch(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(Tools.ROOT.resolve("templates/launch").toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    return new Cli.Outcome(
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }

  @Test
  void optionsAreGivenAsTheTemplatesParameters() throws IOException, InterruptedException {
    Cli.Outcome launch =
        launch(
            Map.of("WORKER_IMAGE", "repo/worker:1", "SUBNETWORK", "regions/r/subnetworks/s"),
            "gs://b/templates/",
            "europe-west4",
            "run",
            "--languages=en,da",
            "--verifiedOnly",
            "--truth=gs://b/truth/truth.csv",
            "--output=gs://b/runs/1");
    assertEquals(0, launch.status(), launch.err());
    List<String> said = launch.out().lines().toList();
    assertEquals(List.of("dataflow", "flex-template", "run"), said.subList(0, 3));
    assertTrue(said.get(3).matches("polarbeam-run-\\d{8}-\\d{6}"), said.get(3));
    assertEquals(
        List.of(
            "--template-file-gcs-location",
            "gs://b/templates/run.json",
            "--region",
            "europe-west4",
            "--parameters",
            "^~^languages=en,da~verifiedOnly=true~truth=gs://b/truth/truth.csv~output=gs://b/runs/1"
                + "~sdkContainerImage=repo/worker:1",
            "--staging-location",
            "gs://b/staging",
            "--temp-location",
            "gs://b/temp",
            "--subnetwork",
            "regions/r/subnetworks/s",
            "--disable-public-ips"),
        said.subList(4, said.size()));
  }

  @Test
  void whatATemplateDoesNotKnowIsNotSentToIt() throws IOException, InterruptedException {
    Cli.Outcome truth =
        launch(
            Map.of("WORKER_IMAGE", "repo/worker:1"),
            "gs://b/templates",
            "europe-west4",
            "truth",
            "--survey=gs://b/survey.csv",
            "--output=gs://b/truth");
    assertEquals(0, truth.status(), truth.err());
    assertFalse(truth.out().contains("worker:1"), truth.out());
    Cli.Outcome unknown =
        launch(Map.of(), "gs://b", "r", "truth", "--survey=gs://b/s.csv", "--prompts=3");
    assertEquals(2, unknown.status());
    assertTrue(unknown.err().contains("has no parameter prompts"), unknown.err());
    Cli.Outcome missing = launch(Map.of(), "gs://b", "r", "truth", "--survey=gs://b/s.csv");
    assertEquals(2, missing.status());
    assertTrue(missing.err().contains("needs --output"), missing.err());
    assertEquals(2, launch(Map.of(), "gs://b", "r", "plan", "--prompts=3").status());
  }

  @Test
  void valuesAreCheckedAgainstTheMetadata() throws IOException, InterruptedException {
    String[] bad = {
      "--prompts=many",
      "--maxCost=1,5",
      "--store=disk",
      "--metric=kendall",
      "--avro=yes",
      "--apiKeySecret=openai",
      "--accelerator=type:nvidia-l4;count:1"
    };
    for (String option : bad) {
      Cli.Outcome launch = launch(Map.of(), "gs://b", "r", "run", "--output=gs://b/x", option);
      assertEquals(2, launch.status(), option);
      assertTrue(launch.err().contains(option + " is not what"), launch.err());
    }
    Cli.Outcome good =
        launch(
            Map.of(),
            "gs://b",
            "r",
            "run",
            "--output=gs://b/x",
            "--truth=gs://b/truth.csv",
            "--prompts=10",
            "--maxCost=1.5",
            "--metric=pearson",
            "--accelerator=type:nvidia-l4;count:1;machine_type:g2-standard-12;install-nvidia-driver:5xx");
    assertEquals(0, good.status(), good.err());
  }

  @Test
  void noImageSetsAUser() throws IOException {
    // The launcher writes under /var/log/dataflow, and Beam's boot makes files in its directory; on
    // Dataflow both are root's.
    for (String image : new String[] {"launcher", "worker"}) {
      String file = Files.readString(Tools.ROOT.resolve("templates/" + image + "/Dockerfile"));
      assertTrue(file.lines().noneMatch(l -> l.startsWith("USER")), image);
      assertFalse(file.contains("apt-get"), image + " installs what has no version");
    }
    String worker = Files.readString(Tools.ROOT.resolve("templates/worker/Dockerfile"));
    assertTrue(worker.contains("\nWORKDIR /tmp\n"));
  }

  @Test
  void whatIsNoOptionIsRefused() throws IOException, InterruptedException {
    assertEquals(2, launch(Map.of(), "gs://b", "r", "run", "output=gs://b/x").status());
    assertEquals(2, launch(Map.of(), "gs://b", "r", "run", "--output=a~b").status());
    Cli.Outcome nothing = launch(Map.of());
    assertEquals(2, nothing.status());
    assertTrue(nothing.err().contains("templates/launch BUCKET REGION COMMAND"), nothing.err());
  }

  @Test
  void aLauncherThatGivesOptionsOnlyIsUnderstood() {
    String[] options = {"--output=gs://b/x", "--templateLocation=gs://b/job"};
    assertEquals("run", Polarbeam.withCommand(options, "run")[0]);
    assertEquals(2, Polarbeam.withCommand(options, null).length);
    assertEquals("plan", Polarbeam.withCommand(new String[] {"plan"}, "run")[0]);
  }
}
