package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.transforms.internal.BeamFiles;

/** Bad input: one message naming the place and the remedy, exit status 2, nothing written. */
class BadInputTest {
  private static final String SCORES =
      """
      model,family,language,response_language,topic,polarity,n_pro,n_con,n_null,prompt_id
      m1,f,da,da,f120,0.7,7,3,0,p1
      m1,f,da,da,f121,0.4,4,6,0,p2
      """;
  private static final String TRUTH =
      """
      level,group,language,topic,polarity,n,weight
      country,DK,da,f120,0.8,10,10.0
      country,DK,da,f121,0.6,10,10.0
      country,US,en,f120,0.5,10,10.0
      global,global,,f120,0.5,10,10.0
      language,da,da,f120,0.8,10,10.0
      """;
  private static final String BENCHMARKS = "model,family,language,benchmark,score\nm1,f,da,b,50\n";

  @TempDir Path folder;
  private Path scores;
  private Path truth;
  private Path benchmarks;
  private Path output;

  @BeforeEach
  void writeGoodInput() throws IOException {
    scores = Files.writeString(folder.resolve("scores.csv"), SCORES);
    truth = Files.writeString(folder.resolve("truth.csv"), TRUTH);
    benchmarks = Files.writeString(folder.resolve("benchmarks.csv"), BENCHMARKS);
    output = folder.resolve("out");
  }

  private Cli.Outcome analyze(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "analyze",
                "--scores=" + scores,
                "--truth=" + truth,
                "--benchmarks=" + benchmarks,
                "--rounds=20",
                "--output=" + output));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private void assertRefused(Cli.Outcome outcome, String... mentioned) {
    assertEquals(2, outcome.status(), outcome.err());
    assertEquals(1, outcome.err().strip().lines().count(), outcome.err());
    for (String text : mentioned) {
      assertTrue(outcome.err().contains(text), "'" + text + "' in: " + outcome.err());
    }
    assertFalse(outcome.err().contains("Exception"), outcome.err());
    assertFalse(Files.exists(output), "something was written");
  }

  private static void replace(Path file, String what, String by) throws IOException {
    String text = Files.readString(file);
    assertTrue(text.contains(what), what);
    Files.writeString(file, text.replace(what, by));
  }

  @Test
  void givenGoodInput_thenItIsTaken() {
    Cli.Outcome outcome = analyze();
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(Files.exists(output.resolve("report.html")));
  }

  @Test
  void givenAMissingColumn() throws IOException {
    replace(scores, ",polarity,", ",polarty,");
    assertRefused(analyze(), "scores.csv, line 1, column polarity", "missing", "spelling");
  }

  @Test
  void givenAnUnknownLanguage() throws IOException {
    replace(scores, "m1,f,da,da,f121", "m1,f,xq,xq,f121");
    assertRefused(analyze(), "scores.csv, line 3, column language", "'xq'", "BCP-47");
  }

  @Test
  void givenAnUnknownTopic() throws IOException {
    replace(scores, ",f121,0.4", ",z999,0.4");
    assertRefused(analyze(), "scores.csv, line 3, column topic", "z999", "--study");
  }

  @Test
  void givenAScoreOutsideItsRange() throws IOException {
    replace(scores, ",0.4,", ",1.4,");
    assertRefused(analyze(), "scores.csv, line 3, column polarity", "1.4", "[0, 1]");
  }

  @Test
  void givenNaN() throws IOException {
    replace(scores, ",0.4,", ",NaN,");
    assertRefused(analyze(), "scores.csv, line 3, column polarity", "NaN", "Leave out");
  }

  @Test
  void givenAnEmptyFile() throws IOException {
    Files.writeString(scores, "");
    assertRefused(analyze(), "scores.csv", "empty", "header");
    Files.writeString(scores, SCORES.lines().findFirst().orElseThrow() + "\n");
    assertRefused(analyze(), "scores.csv", "no rows");
  }

  @Test
  void givenAFileThatIsNotUtf8() throws IOException {
    Files.write(scores, SCORES.replace("m1", "m\u00e9").getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(analyze(), "scores.csv", "UTF-8");
  }

  @Test
  void givenAFileTwice() {
    assertRefused(
        Cli.run(
            "analyze",
            "--scores=" + scores + "," + scores,
            "--truth=" + truth,
            "--output=" + output),
        "scores.csv",
        "twice");
  }

  @Test
  void givenADuplicateRow() throws IOException {
    Files.writeString(scores, SCORES + "m1,f,da,da,f120,0.7,7,3,0,p1\n");
    assertRefused(analyze(), "scores.csv, line 4, column prompt_id", "line 2", "Remove one");
    writeGoodInput();
    Files.writeString(truth, TRUTH + "country,DK,da,f120,0.8,10,10.0\n");
    assertRefused(analyze(), "truth.csv, line 7, column topic", "line 2");
    writeGoodInput();
    Files.writeString(benchmarks, BENCHMARKS + "m1,f,da,b,51\n");
    assertRefused(analyze(), "benchmarks.csv, line 3, column benchmark", "there already");
  }

  @Test
  void givenATruthWithoutANeededGroup() throws IOException {
    replace(truth, "language,da,da,f120,0.8,10,10.0\n", "");
    assertRefused(analyze(), "truth.csv", "language has no group da", "--languages");
  }

  @Test
  void givenAModelWithoutABenchmark() throws IOException {
    replace(benchmarks, "m1,f,da", "m2,f,da");
    assertRefused(analyze(), "benchmarks.csv", "model m1", "language da", "Add its rows");
  }

  @Test
  void givenAMisspeltOption() {
    assertRefused(analyze("--round=5"), "--round.", "rounds");
    assertRefused(analyze("--rounds=7"), "--rounds", "twice");
    assertRefused(analyze("--seed=many"), "seed", "many", "--help");
    assertRefused(analyze("--metric=kendall"), "--metric=kendall", "spearman");
    assertRefused(analyze("rounds=3"), "rounds=3", "--name=value");
  }

  @Test
  void givenAnUnknownCommand() {
    assertRefused(Cli.run("analyse"), "analyse", "analyze");
  }

  @Test
  void givenAnOutputThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a directory");
    output = file.resolve("out");
    assertRefused(analyze(), "output directory", "--output");
    assertEquals("not a directory", Files.readString(file));
  }

  @Test
  void givenADirectoryThatOtherOptionsMade_thenItIsKept() throws IOException {
    assertEquals(0, analyze().status());
    String before = Files.readString(output.resolve("alignment.csv"));
    Cli.Outcome second = analyze("--seed=7");
    assertEquals(2, second.status());
    assertTrue(second.err().contains("--overwrite"), second.err());
    assertEquals(before, Files.readString(output.resolve("alignment.csv")));
    assertEquals(0, analyze("--seed=7", "--overwrite").status());
  }

  /** Beam's own look-up of a file would walk everything below the folder. */
  @Test
  void givenADirectoryWithMuchInIt_thenLookingForOneFileIsCheap() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("a/b/c"));
    Files.writeString(deep.resolve("manifest.json"), "{}");
    assertEquals(List.of(), BeamFiles.list(folder.resolve("manifest.json").toString()));
    String there = deep.resolve("manifest.json").toString();
    assertEquals(List.of(there), BeamFiles.list(there));
    assertEquals(List.of(there), BeamFiles.list(deep + "/*.json"));
  }

  @Test
  void givenFilesThatAreNotThere() {
    scores = folder.resolve("nothing.csv");
    assertRefused(analyze(), "nothing.csv", "no such file", "--scores");
  }

  @Test
  void givenARunThatCannotBeMade() {
    String out = "--output=" + output;
    assertRefused(Cli.run("run", out, "--models=simulate:nobody"), "nobody", "simulate:local");
    assertRefused(Cli.run("run", out, "--models=gemma"), "gemma", "PROVIDER:NAME");
    assertRefused(Cli.run("run", out, "--models=smoke:signals"), "smoke", "openai");
    assertRefused(Cli.run("run", out, "--languages=en,sv"), "sv", "--translator");
    assertRefused(Cli.run("run", out, "--prompts=0"), "--prompts", "at least 1");
    assertRefused(
        Cli.run("run", out, "--models=openai:m", "--apiKeyEnv=NO_SUCH_VARIABLE"),
        "NO_SUCH_VARIABLE",
        "--apiKeyEnv");
    assertRefused(
        Cli.run("run", out, "--models=openai:m@http://127.0.0.1:9/v1"),
        "simulated judge",
        "--judge");
    assertRefused(
        Cli.run(
            "run",
            out,
            "--models=openai:m@http://127.0.0.1:9/v1",
            "--judge=openai:j@http://127.0.0.1:9/v1"),
        "--truth",
        "--survey");
    assertRefused(Cli.run("run", out, "--metric=kendall"), "kendall", "spearman");
    assertRefused(Cli.run("run", out, "--rounds=0"), "--rounds=0");
    assertRefused(
        Cli.run("run", out, "--benchmarks=" + benchmarks), "benchmarks.csv", "no benchmark");
    assertRefused(Cli.run("run", out, "--models=replay:m"), "recordings");
  }

  @Test
  void givenBadJsonLines() throws IOException {
    Path lines = Files.writeString(folder.resolve("r.jsonl"), "{\"id\":\"a\"}\n");
    String in = "--responses=" + lines;
    String out = "--output=" + output;
    assertRefused(Cli.run("judge", in, out), "r.jsonl, line 1", "missing");
    Files.writeString(lines, "\n{\"id\":\n");
    assertRefused(Cli.run("judge", in, out), "r.jsonl, line 2", "no Response");
    Files.writeString(lines, "");
    assertRefused(Cli.run("judge", in, out), "no response");
    Files.writeString(lines, "{\"id\":\"a\"}\n");
    assertRefused(
        Cli.run("analyze", "--judgements=" + lines, "--truth=" + truth, out),
        "r.jsonl, line 1",
        "missing");
    assertRefused(Cli.run("elicit", out), "--truth");
  }

  @Test
  void givenBadMicrodata() throws IOException {
    Path survey =
        Files.writeString(
            folder.resolve("survey.csv"),
            "cntry_AN,lnge_iso,gwght,pwght,F120\nDK,da,1.0,1.0,4\nDK,da,1.0,1.0,four\n");
    assertRefused(
        Cli.run("truth", "--survey=" + survey, "--output=" + output),
        "survey.csv, line 3, column F120",
        "'four'");
    Files.writeString(survey, "cntry_AN,lnge_iso,gwght,F120\nDK,da,1.0,4\n");
    assertRefused(
        Cli.run("truth", "--survey=" + survey, "--output=" + output),
        "survey.csv, line 1, column pwght",
        "missing");
  }

  @Test
  void givenPeoplesConsistencyThatIsNoCorrelation() throws IOException {
    Path people = Files.writeString(folder.resolve("p.csv"), "country,consistency\nDK,76\n");
    assertRefused(
        analyze("--humanConsistency=" + people), "p.csv, line 2, column consistency", "[-1, 1]");
    Files.writeString(people, "country,consistency\nDK,0.7\nDK,0.8\n");
    assertRefused(
        analyze("--humanConsistency=" + people), "p.csv, line 3, column country", "already");
    Files.writeString(people, "land,consistency\nDK,0.7\n");
    assertRefused(analyze("--humanConsistency=" + people), "p.csv, line 1, column country");
  }

  @Test
  void givenPeoplesConsistency_thenTheRunKeepsIt() throws IOException {
    Path people =
        Files.writeString(
            folder.resolve("p.csv"), "cntry_AN,self_consistency\nDK,0.7618\nFR,0.5\n");
    Cli.Outcome outcome = analyze("--humanConsistency=" + people);
    assertEquals(0, outcome.status(), outcome.err());
    assertEquals(
        "country,language,consistency,n_topics,n_respondents\nDK,da,0.7618,,\n",
        Files.readString(output.resolve("human_consistency.csv")));
    assertTrue(Files.readString(output.resolve("report.html")).contains("people of DK"));
    assertTrue(outcome.err().contains("left out: [FR]"), outcome.err());
  }

  @Test
  void givenAComparisonWithWhatIsNoRun() {
    Cli.Outcome made = analyze();
    assertEquals(0, made.status(), made.err());
    Cli.Outcome outcome = Cli.run("report", "--run=" + output, "--against=" + folder);
    assertEquals(2, outcome.status(), outcome.err());
    assertTrue(outcome.err().contains("it has no manifest.json"), outcome.err());
    assertTrue(outcome.err().contains("--against"), outcome.err());
  }

  @Test
  void givenSimulatedPeople_thenEverythingIsMarked() throws IOException {
    Path people =
        Files.writeString(
            folder.resolve("p.csv"), "country,consistency,data\nDK,0.7618,SIMULATED\n");
    Cli.Outcome outcome = analyze("--humanConsistency=" + people);
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(Files.readString(output.resolve("human_consistency.csv")).contains(",SIMULATED\n"));
    assertTrue(Files.readString(output.resolve("report.html")).contains("<title>SIMULATED"));
  }

  @Test
  void givenAKeyWhereItsPlaceBelongs_thenItIsRefusedAndNotSaidAgain() {
    for (String key :
        List.of("sk-proj-abcdef0123456789", "hf_abcDEF0123456789", "AIzaSyA0b1C2d3E4")) {
      for (String option : List.of("--apiKeyEnv=", "--apiKeySecret=")) {
        Cli.Outcome outcome = Cli.run("run", "--models=openai:m", option + key);
        assertEquals(2, outcome.status(), outcome.err());
        assertFalse(outcome.err().contains(key), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
      }
    }
  }

  /** What people or other programs wrote is checked when it is read. */
  @Test
  void givenRecordsThatCannotBe_thenTheFieldIsNamed() throws IOException {
    String good =
        "{\"id\":\"1\",\"promptId\":\"p\",\"model\":\"m\",\"family\":\"f\",\"language\":\"da\","
            + "\"persona\":\"\",\"topic\":\"f120\",\"responseLanguage\":\"da\",\"items\":2,"
            + "\"labels\":[\"pro\",\"con\"],\"judge\":\"j\",\"validity\":\"valid\"}";
    String[][] slips = {
      {"\"pro\"", "\"banana\"", "column labels: 'banana' is no label"},
      {"\"pro\",", "", "column labels: there are 1 labels of 2 items"},
      {"\"valid\"", "\"fine\"", "column validity: 'fine'"},
      {"\"language\":\"da\"", "\"language\":\"../x\"", "column language: '../x' is no language"},
      {"\"model\":\"m\"", "\"model\":\"a\\tb\"", "column model"},
      {"\"model\":\"m\"", "\"model\":\" \"", "column model"},
      {"\"persona\":\"\"", "\"persona\":\"den\"", "column persona: 'den' is no country"},
      {"\"id\":\"1\"", "\"id\":\"\"", "column id"}
    };
    for (String[] slip : slips) {
      Path file = Files.writeString(folder.resolve("j.jsonl"), good.replace(slip[0], slip[1]));
      assertRefused(
          Cli.run("analyze", "--judgements=" + file, "--truth=" + truth, "--output=" + output),
          "line 1, " + slip[2]);
    }
  }

  @Test
  void givenNumbersThatOnlyJavaReads_thenTheyAreNone() throws IOException {
    for (String odd : List.of("0x1p-1", "0.5d", "0,5", "NaN", "5e-1f", "1e999")) {
      Files.writeString(
          truth,
          TRUTH.replace(
              ",0.8,10,10.0", ",0.8,10," + (odd.contains(",") ? "\"" + odd + "\"" : odd)));
      assertRefused(analyze(), "line 2, column weight: '" + odd + "'");
    }
    Files.writeString(truth, TRUTH.replace("10.0\n", "-1\n"));
    assertRefused(analyze(), "line 2, column weight: -1.0 is no weight");
    Files.writeString(truth, TRUTH.replace("10.0\n", "1e308\n"));
    assertRefused(analyze(), "line 2, column weight: 1.0E308 is no weight");
    Files.writeString(truth, TRUTH);
    replace(scores, "m1,f,da,da,f121", "m\u202e1,f,da,da,f121");
    assertRefused(analyze(), "line 3, column model", "control characters");
    writeGoodInput();
    Files.writeString(truth, TRUTH);
    replace(benchmarks, ",50", ",0.73");
    assertRefused(analyze(), "line 2, column score", "Multiply shares by 100");
  }

  @Test
  void givenAWrongOptionOfTheRunner_thenItIsToldBeforeAnythingIsWritten() {
    assertRefused(analyze("--runner=NoSuchRunner"), "--runner=NoSuchRunner");
    assertRefused(analyze("--targetParallelism=many"), "--targetParallelism=many");
  }
}
