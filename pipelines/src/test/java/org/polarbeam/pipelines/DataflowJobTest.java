package org.polarbeam.pipelines;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.simulate.SyntheticSurvey;
import org.polarbeam.study.StudyReader;

/** The Dataflow job of each pipeline, as the real runner builds it, without a network. */
class DataflowJobTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IMAGE = "europe-docker.pkg.dev/p/polarbeam/worker:1";
  private static final String VLLM = "--models=vllm:gemma-2-9b-it@gs://weights/gemma-2-9b-it";

  @TempDir Path folder;

  /** A job: its text and its pipeline, which has all that workers are given. */
  private record Job(String text, RunnerApi.Pipeline pipeline) {
    /** The transforms that do the work, by their full names. */
    Map<String, PTransform> steps() {
      Map<String, PTransform> steps = new TreeMap<>();
      pipeline.getComponents().getTransformsMap().values().stream()
          .filter(t -> t.getSubtransformsCount() == 0)
          .forEach(t -> steps.put(t.getUniqueName(), t));
      return steps;
    }

    RunnerApi.Environment environment(PTransform step) {
      return pipeline.getComponents().getEnvironmentsOrThrow(step.getEnvironmentId());
    }

    /** The GPU of a step; empty for none. */
    String gpu(PTransform step) {
      return step.getEnvironmentId().isEmpty()
          ? ""
          : environment(step)
              .getResourceHintsOrDefault("beam:resources:accelerator:v1", ByteString.EMPTY)
              .toStringUtf8();
    }

    /** The steps that have a GPU. */
    Set<String> onGpu() {
      Set<String> names = new TreeSet<>();
      steps()
          .forEach(
              (name, step) -> {
                if (!gpu(step).isEmpty()) {
                  names.add(name);
                }
              });
      return names;
    }

    /** What makes the input of a step. */
    String before(String name) {
      String input = steps().get(name).getInputsMap().values().iterator().next();
      return steps().values().stream()
          .filter(t -> t.getOutputsMap().containsValue(input))
          .findFirst()
          .orElseThrow()
          .getSpec()
          .getUrn();
    }
  }

  private Job job(String command, String... options) throws IOException {
    Path file = folder.resolve("job.json");
    List<String> args = new ArrayList<>(List.of(command));
    args.addAll(List.of(options));
    args.addAll(
        List.of(
            "--runner=DataflowRunner",
            "--dryRun",
            "--dataflowJobFile=" + file,
            "--sdkContainerImage=" + IMAGE,
            "--stableUniqueNames=ERROR",
            "--output=gs://bucket/out"));
    Cli.Outcome outcome = Cli.run(args.toArray(String[]::new));
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(outcome.err().contains("nothing was launched"), outcome.err());
    String text = Files.readString(file);
    byte[] pipeline = Files.readAllBytes(folder.resolve("job.json.pipeline.pb"));
    return new Job(text, RunnerApi.Pipeline.parseFrom(pipeline));
  }

  private String truth() throws IOException {
    Path truth = folder.resolve("truth/truth.csv");
    if (!Files.exists(truth)) {
      String survey = survey().toString();
      assertEquals(
          0,
          Cli.run("truth", "--survey=" + survey, "--output=" + folder.resolve("truth")).status());
    }
    return truth.toString();
  }

  private Path survey() throws IOException {
    List<String> topics = List.copyOf(StudyReader.bundled().topics().keySet());
    return Files.writeString(folder.resolve("survey.csv"), SyntheticSurvey.csv(topics, 20, 3));
  }

  @Test
  void onlyTheStageThatAsksAServedModelHasAGpu() throws IOException {
    Job run =
        job(
            "run",
            VLLM,
            "--judge=openai:gpt-4.1",
            "--truth=" + truth(),
            "--accelerator=type:nvidia-l4;count:2;machine_type:g2-standard-24;install-nvidia-driver:5xx");
    assertEquals(Set.of("Elicit/Ask"), run.onGpu());
    assertEquals(
        "type:nvidia-l4;count:2;machine_type:g2-standard-24;install-nvidia-driver:5xx",
        run.gpu(run.steps().get("Elicit/Ask")));
    assertNotEquals(
        run.steps().get("Elicit/Ask").getEnvironmentId(),
        run.steps().get("Judge/Read").getEnvironmentId());
    assertTrue(run.text().contains("use_runner_v2"));
    JsonNode pool = JSON.readTree(run.text()).path("environment").path("workerPools").path(0);
    assertEquals(200, pool.path("diskSizeGb").asInt(), pool.toString());
    assertTrue(pool.path("machineType").asText("").isEmpty(), "a GPU in every stage is paid for");
    assertEquals(Set.of(), job("run", "--models=sim-aurora-small", "--truth=" + truth()).onGpu());
  }

  @Test
  void severalServedModelsAreStepsOfTheirOwnAndSoIsTheJudge() throws IOException {
    Job run =
        job(
            "run",
            VLLM + ",vllm:gemma-2-2b-it",
            "--judge=vllm:gemma-3-4b-it",
            "--truth=" + truth());
    assertEquals(
        Set.of("Translate/Ask", "Elicit/Ask", "Elicit/Ask2", "Judge/Ask"),
        run.onGpu(),
        "the judge would translate too");
    assertTrue(run.steps().keySet().stream().anyMatch(s -> s.startsWith("Elicit/After1")));
    assertTrue(run.steps().keySet().stream().anyMatch(s -> s.startsWith("Judge/AfterResponses")));
  }

  @Test
  void theWorkersImageIsTheOneGiven() throws IOException {
    Job elicit = job("elicit", VLLM);
    PTransform ask = elicit.steps().get("Elicit/Ask");
    assertTrue(
        elicit.environment(ask).getPayload().toStringUtf8().contains(IMAGE),
        elicit.environment(ask).toString());
    assertTrue(
        JSON.readTree(elicit.text())
            .path("environment")
            .path("workerPools")
            .toString()
            .contains(IMAGE));
  }

  @Test
  void theJobHasThePlacesThatWereGiven() throws IOException {
    Job job =
        job(
            "elicit",
            VLLM,
            "--gcpTempLocation=gs://own/gcp",
            "--tempLocation=gs://own/temp",
            "--stagingLocation=gs://own/staging");
    for (String place : List.of("gs://own/gcp", "gs://own/temp", "gs://own/staging")) {
      assertTrue(job.text().contains(place), place);
    }
    assertFalse(job.text().contains("gs://dry-run/temp"), "nothing is made up");
  }

  @Test
  void paidWorkIsNeverFusedWithWhatComesBefore() throws IOException {
    Job run = job("run", VLLM, "--judge=openai:gpt-4.1", "--truth=" + truth());
    for (String paid : List.of("Elicit/Ask", "Judge/Ask", "Translate/Ask")) {
      assertEquals("beam:transform:group_by_key:v1", run.before(paid), paid);
    }
  }

  @Test
  void noKeyIsInTheJob() throws IOException {
    String key = System.getenv("PATH"); // a value this process has and no job has reason to hold
    String part = key.substring(0, Math.min(24, key.length()));
    Job run =
        job(
            "run",
            "--models=openai:gpt-4.1",
            "--judge=openai:gpt-4.1",
            "--apiKeyEnv=PATH",
            "--truth=" + truth());
    assertFalse(run.text().contains(part));
    // What workers run travels serialised; there is nothing of the key in it either.
    assertFalse(run.pipeline().toByteString().toString(ISO_8859_1).contains(part));
    assertTrue(run.pipeline().toByteString().toString(ISO_8859_1).contains("gpt-4.1"));
    Job secret =
        job(
            "run",
            "--models=openai:gpt-4.1",
            "--judge=openai:gpt-4.1",
            "--apiKeySecret=projects/p/secrets/openai/versions/1",
            "--truth=" + truth());
    assertTrue(secret.text().contains("projects/p/secrets/openai/versions/1"), "its name may be");
  }

  @Test
  void theStepsKeepTheirNames() throws IOException {
    Job one = job("run", VLLM, "--judge=openai:gpt-4.1", "--truth=" + truth(), "--prompts=5");
    Job other =
        job(
            "run",
            VLLM,
            "--judge=openai:gpt-4.1",
            "--truth=" + truth(),
            "--prompts=500",
            "--languages=da",
            "--seed=7",
            "--rounds=9");
    assertEquals(one.steps().keySet(), other.steps().keySet());
  }

  @Test
  void everyPipelineHasAJobThatClosesItsRunDirectory() throws IOException {
    Path run = folder.resolve("run");
    assertEquals(
        0,
        Cli.run("run", "--prompts=4", "--rounds=5", "--languages=da", "--output=" + run).status());
    List<String[]> commands =
        List.of(
            new String[] {"run", "--prompts=4"},
            new String[] {"run", "--prompts=4", "--personas=DK,US", "--canaries=2"},
            new String[] {"truth", "--survey=" + survey()},
            new String[] {"elicit", VLLM},
            new String[] {"judge", "--responses=" + run + "/responses/*.jsonl"},
            new String[] {
              "analyze", "--scores=" + run + "/scores.csv", "--truth=" + run + "/truth.csv"
            },
            new String[] {
              "analyze", "--judgements=" + run + "/judgements/*", "--truth=" + run + "/truth.csv"
            });
    for (String[] command : commands) {
      Job job = job(command[0], java.util.Arrays.copyOfRange(command, 1, command.length));
      assertTrue(
          job.steps().keySet().stream().anyMatch(step -> step.startsWith("Close")), command[0]);
    }
    Job translate = job("translate", "--languages=sv", "--translator=openai:gpt-4.1");
    assertTrue(translate.steps().keySet().stream().anyMatch(s -> s.startsWith("Translate/Ask")));
  }

  @Test
  void givenADryRunThatCannotBe_thenOneSentenceSaysWhatIsMissing() throws IOException {
    Cli.Outcome noRunner = Cli.run("run", "--dryRun", "--dataflowJobFile=job.json");
    assertEquals(2, noRunner.status());
    assertTrue(noRunner.err().contains("--runner=DataflowRunner"), noRunner.err());
    Cli.Outcome noFile = Cli.run("run", "--dryRun", "--runner=DataflowRunner");
    assertEquals(2, noFile.status());
    Cli.Outcome noJob =
        Cli.run(
            "plan",
            "--dryRun",
            "--runner=DataflowRunner",
            "--dataflowJobFile=" + folder.resolve("job.json"));
    assertEquals(2, noJob.status());
    assertTrue(noJob.err().contains("has no Dataflow job"), noJob.err());
    Cli.Outcome remote =
        Cli.run(
            "run",
            "--dryRun",
            "--runner=DataflowRunner",
            "--dataflowJobFile=" + folder.resolve("job.json"),
            "--truth=gs://bucket/truth.csv");
    assertEquals(2, remote.status());
    assertTrue(remote.err().contains("Give a file of this machine"), remote.err());
    Cli.Outcome tooLarge = Cli.run("run", "--models=vllm:gemma-2-27b-it", "--truth=" + truth());
    assertEquals(2, tooLarge.status());
    assertTrue(tooLarge.err().contains("--accelerator"), tooLarge.err());
    Cli.Outcome noMachine =
        Cli.run(
            "run",
            "--models=vllm:gemma-2-2b-it",
            "--truth=" + truth(),
            "--accelerator=type:nvidia-l4;count:1;install-nvidia-driver:5xx");
    assertEquals(2, noMachine.status());
    assertTrue(noMachine.err().contains("machine_type:g2-standard-12;"), noMachine.err());
    Cli.Outcome noImage =
        Cli.run(
            "elicit",
            VLLM,
            "--runner=DataflowRunner",
            "--dryRun",
            "--dataflowJobFile=" + folder.resolve("job.json"),
            "--output=gs://bucket/out");
    assertEquals(2, noImage.status());
    assertTrue(noImage.err().contains("--sdkContainerImage"), noImage.err());
    Cli.Outcome keyStaysHere =
        Cli.run("run", "--models=openai:m", "--apiKeyEnv=PATH", "--runner=DataflowRunner");
    assertEquals(2, keyStaysHere.status());
    assertTrue(keyStaysHere.err().contains("--apiKeySecret"), keyStaysHere.err());
    Cli.Outcome noSecret = Cli.run("run", "--models=openai:m", "--apiKeySecret=mine");
    assertEquals(2, noSecret.status());
    assertTrue(noSecret.err().contains("projects/P/secrets/S/versions/V"), noSecret.err());
  }
}
