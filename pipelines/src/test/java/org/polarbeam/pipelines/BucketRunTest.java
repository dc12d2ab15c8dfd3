package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.model.ChatServer;
import org.polarbeam.simulate.SimulatedServer;
import org.polarbeam.simulate.SyntheticSurvey;
import org.polarbeam.study.StudyReader;

/** Every command reads from and writes to a bucket, by the real Cloud BeamFiles client. */
class BucketRunTest {
  @TempDir Path folder;
  private BucketServer buckets;

  @BeforeEach
  void start() throws IOException {
    buckets = BucketServer.start();
  }

  @AfterEach
  void stop() {
    buckets.close();
  }

  private Cli.Outcome polarbeam(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(buckets.options());
    return Cli.run(all.toArray(String[]::new));
  }

  private Cli.Outcome done(String... args) {
    Cli.Outcome outcome = polarbeam(args);
    assertEquals(0, outcome.status(), outcome.err() + buckets.notUnderstood());
    return outcome;
  }

  private static Map<String, String> results(Map<String, String> files) {
    files.keySet().removeIf(name -> !name.endsWith(".csv") && !name.endsWith(".jsonl"));
    return files;
  }

  @Test
  void theCommandsOfAStudyGiveTheSameInABucketAsOnADisk() throws IOException {
    buckets.put("given/study.yaml", StudyReader.bundledYaml());
    buckets.put(
        "given/survey.csv",
        SyntheticSurvey.csv(List.copyOf(StudyReader.bundled().topics().keySet()), 20, 3));
    done("truth", "--survey=gs://given/survey.csv", "--output=gs://results/truth");
    done(
        "elicit",
        "--study=gs://given/study.yaml",
        "--models=sim-aurora-small",
        "--truth=gs://results/truth/truth.csv",
        "--prompts=8",
        "--output=gs://results/asked");
    done(
        "judge",
        "--study=gs://given/study.yaml",
        "--responses=gs://results/asked/responses/*.jsonl",
        "--output=gs://results/judged");
    done(
        "analyze",
        "--judgements=gs://results/judged/judgements/*.jsonl",
        "--truth=gs://results/truth/truth.csv",
        "--rounds=5",
        "--output=gs://results/analysis");
    done("report", "--run=gs://results/analysis");
    done("plan", "--study=gs://given/study.yaml", "--prompts=8");
    done(
        "translate",
        "--study=gs://given/study.yaml",
        "--languages=en",
        "--output=gs://results/study");
    assertTrue(buckets.files("results/study/").containsKey("review.csv"));
    buckets.put("given/rounds.csv", "model,language\nm,da\n");
    Cli.Outcome fit =
        polarbeam(
            "fit",
            "--rounds=gs://given/rounds.csv",
            "--regression=rq1",
            "--output=gs://results/fit.csv");
    assertEquals(2, fit.status());
    assertTrue(fit.err().contains("gs://given/rounds.csv"), fit.err());
    String run = "run --models=sim-aurora-small --prompts=8 --rounds=5";
    done((run + " --truth=gs://results/truth/truth.csv --output=gs://results/run").split(" "));

    Path disk = folder.resolve("truth");
    java.nio.file.Files.createDirectories(disk);
    Path truth =
        java.nio.file.Files.writeString(
            disk.resolve("truth.csv"), buckets.files("results/truth/truth.csv").get(""));
    Path output = folder.resolve("run");
    Cli.Outcome local = Cli.run((run + " --truth=" + truth + " --output=" + output).split(" "));
    assertEquals(0, local.status(), local.err());
    assertEquals(results(Cli.files(output)), results(buckets.files("results/run/")));
    assertEquals(
        Cli.files(output).get("alignment.csv"),
        buckets.files("results/analysis/alignment.csv").get(""));
    assertTrue(buckets.files("results/run/").get("report.html").contains("SIMULATED"));
    assertTrue(buckets.files("results/run/").get("manifest.json").contains("\"ended\""));
    assertTrue(
        buckets.files("results/").keySet().stream().noneMatch(name -> name.endsWith(".part")),
        buckets.files("results/").keySet().toString());
    assertEquals(List.of(), buckets.notUnderstood());
  }

  @Test
  void whatIsInTheBucketIsNotAskedAgain() throws IOException {
    buckets.put(
        "given/survey.csv",
        SyntheticSurvey.csv(List.copyOf(StudyReader.bundled().topics().keySet()), 20, 3));
    done("truth", "--survey=gs://given/survey.csv", "--output=gs://results/truth");
    try (ChatServer server = SimulatedServer.start(ChatServer.FLAWLESS)) {
      String[] run = {
        "run",
        "--models=openai:m@" + server.endpoint(),
        "--judge=openai:judge@" + server.endpoint(),
        "--truth=gs://results/truth/truth.csv",
        "--prompts=5",
        "--languages=en,da",
        "--rounds=5",
        "--output=gs://results/run"
      };
      done(run);
      int asked = server.requests();
      Map<String, String> first = results(buckets.files("results/run/"));
      done(run);
      assertEquals(asked, server.requests());
      assertEquals(first, results(buckets.files("results/run/")));
    }
  }

  @Test
  void givenAPlaceThatAnotherProcessWritesTo_thenItIsRefusedUntilItsLeaseHasExpired()
      throws IOException {
    String[] translate = {"translate", "--languages=en", "--output=gs://results/study"};
    buckets.put("results/study/.lock", "process 7@elsewhere since Monday");
    Cli.Outcome second = polarbeam(translate);
    assertEquals(2, second.status(), second.err());
    assertTrue(second.err().contains("process 7@elsewhere since Monday"), second.err());
    assertEquals(Set.of(".lock"), buckets.files("results/study/").keySet());

    buckets.age("results/study/.lock", Duration.ofMinutes(3));
    done(translate);
    assertFalse(buckets.files("results/study/").containsKey(".lock"));
    assertTrue(buckets.files("results/study/").containsKey("study.yaml"));

    done("translate", "--languages=da", "--output=gs://results/study", "--overwrite");
    assertEquals(
        Set.of("datapackage.json", "manifest.json", "review.csv", "study.yaml"),
        buckets.files("results/study/").keySet());
    assertTrue(buckets.files("results/study/").get("manifest.json").contains("ended"));
    assertEquals(List.of(), buckets.notUnderstood());
  }

  @Test
  void givenAPatternForAPlace_thenItIsRefused() {
    buckets.put("results/run1/report.html", "mine");
    Cli.Outcome outcome =
        polarbeam("translate", "--languages=en", "--output=gs://results/run*", "--overwrite");
    assertEquals(2, outcome.status(), outcome.err());
    assertTrue(outcome.err().contains("gs://results/run*"), outcome.err());
    assertEquals(Set.of("run1/report.html"), buckets.files("results/").keySet());
  }

  @Test
  void givenWhatIsNotInTheBucket_thenOneSentenceSaysSo() {
    Cli.Outcome outcome =
        polarbeam("run", "--truth=gs://given/none.csv", "--output=gs://results/run");
    assertEquals(2, outcome.status(), outcome.err());
    assertTrue(outcome.err().contains("gs://given/none.csv"), outcome.err());
    assertEquals(1, outcome.err().lines().filter(l -> !l.startsWith("WARN")).count());
  }
}
