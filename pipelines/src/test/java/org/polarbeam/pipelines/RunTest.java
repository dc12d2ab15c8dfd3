package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.files.CsvTable;

/** The whole method on simulated respondents, in small. */
class RunTest {
  private static final String MODELS =
      "sim-aurora-large,sim-borealis-small,sim-borealis-large,sim-comet-small";

  @TempDir static Path folder;

  /** The files of a run that many tests read and none changes. */
  private static Map<String, String> plain;

  private static Map<String, String> plain() {
    if (plain == null) {
      plain = run("run");
    }
    return plain;
  }

  private static Map<String, String> run(String name, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "--output=" + folder.resolve(name),
                "--prompts=60",
                "--rounds=40",
                "--surveyRespondents=40"));
    args.addAll(List.of(more));
    if (args.stream().noneMatch(a -> a.startsWith("--models"))) {
      args.add("--models=" + MODELS);
    }
    Cli.Outcome outcome = Cli.run(args.toArray(String[]::new));
    assertEquals(0, outcome.status(), outcome.err());
    return Cli.files(folder.resolve(name));
  }

  private static CsvTable table(Map<String, String> files, String name) throws IOException {
    return CsvTable.read(name, new StringReader(files.get(name)));
  }

  /** The manifest alone tells when a run was made. */
  private static void assertSame(Map<String, String> a, Map<String, String> b) {
    assertEquals(a.keySet(), b.keySet());
    for (String file : a.keySet()) {
      if (!file.equals("manifest.json")) {
        assertEquals(a.get(file), b.get(file), file + " differs");
      }
    }
  }

  @Test
  void givenOneSeed_thenTheSameBytesAtAnyParallelismAndInAnyPlace() {
    Map<String, String> several = plain(); // at least three at once, whatever the machine
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
    try {
      assertSame(several, run("one", "--targetParallelism=1"));
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
    assertFalse(
        several.get("scores.csv").equals(run("other", "--seed=6").get("scores.csv")),
        "another seed gives other answers");
  }

  @Test
  void givenARun_thenEveryFileOfTheContractIsThereAndSaysSimulated() throws IOException {
    Map<String, String> files = plain();
    for (String table :
        List.of(
            "survey.csv",
            "truth.csv",
            "scores.csv",
            "alignment.csv",
            "consistency.csv",
            "validity.csv",
            "regressions.csv",
            "diagnostics.csv")) {
      for (CsvTable.Row row : table(files, table).rows()) {
        assertEquals("SIMULATED", row.text("data"), table);
      }
    }
    assertTrue(files.get("report.html").contains("SIMULATED"));
    assertTrue(files.get("methods.txt").startsWith("SIMULATED"));
    assertTrue(files.get("manifest.json").contains("\"data\" : \"SIMULATED\""));
    for (String lines :
        List.of(
            "prompts/da.jsonl",
            "responses/sim-comet-small.pt.jsonl",
            "judgements/sim-aurora-large.nl.jsonl")) {
      assertTrue(files.containsKey(lines), lines + " among " + files.keySet());
      assertTrue(
          files.get(lines).lines().allMatch(l -> l.contains("\"data\":\"SIMULATED\"")), lines);
    }
  }

  @Test
  void givenARun_thenTheLedgerAddsUp() throws IOException {
    Map<String, String> files = plain();
    CsvTable ledger = table(files, "validity.csv");
    assertEquals(16, ledger.rows().size());
    long used = 0;
    for (CsvTable.Row row : ledger.rows()) {
      assertEquals(60, row.number("asked"));
      double parsed =
          row.number("answered")
              - row.number("empty")
              - row.number("refusal")
              - row.number("unread");
      assertEquals(parsed, row.number("parsed"));
      assertEquals(parsed - row.number("wrong_language"), row.number("right_language"));
      assertEquals(row.number("judged") - row.number("all_null"), row.number("valid"));
      assertTrue(row.number("used") <= row.number("valid"));
      assertEquals("true", row.text("small_cell"));
      used += (long) row.number("valid");
    }
    long scored =
        table(files, "scores.csv").rows().stream()
            .filter(r -> !r.text("family").equals("baseline"))
            .count();
    assertEquals(used, scored);
    CsvTable.Row refusing =
        ledger.rows().stream()
            .filter(r -> r.text("model").equals("sim-comet-small"))
            .filter(r -> r.text("language").equals("da"))
            .findFirst()
            .orElseThrow();
    assertTrue(refusing.number("refusal") > 20, "it declines 70% of the prompts in Danish");
  }

  @Test
  void givenARun_thenPromptsPairAcrossLanguages() {
    Map<String, String> files = plain();
    String pair = ".*\"topic\":\"(.*?)\",\"variation\":\"(.*?)\",\"template\":\"(.*?)\".*";
    List<String> english =
        files.get("prompts/en.jsonl").lines().map(l -> l.replaceFirst(pair, "$2 $3")).toList();
    assertEquals(60, english.size());
    for (String language : List.of("da", "nl", "pt")) {
      assertEquals(
          english,
          files
              .get("prompts/" + language + ".jsonl")
              .lines()
              .map(l -> l.replaceFirst(pair, "$2 $3"))
              .toList());
    }
  }

  @Test
  void givenARecordedRun_thenReplayGivesTheSameScores() throws IOException {
    Map<String, String> recorded = plain();
    Path at = folder.resolve("run");
    Map<String, String> replayed =
        run(
            "replayed",
            "--models=replay:sim-aurora-large@" + at + "/responses/*.jsonl",
            "--judge=replay:judge@" + at + "/judgements/*.jsonl",
            "--truth=" + at.resolve("truth.csv"));
    List<String> columns = List.of("language", "topic", "polarity", "prompt_id");
    assertEquals(
        scores(recorded, columns, "sim-aurora-large"),
        scores(replayed, columns, "sim-aurora-large"));
    assertTrue(
        replayed.get("manifest.json").contains("SIMULATED"), "the truth it uses is simulated");
  }

  private static List<List<String>> scores(
      Map<String, String> files, List<String> columns, String model) throws IOException {
    return table(files, "scores.csv").rows().stream()
        .filter(r -> r.text("model").equals(model))
        .map(r -> columns.stream().map(r::text).toList())
        .toList();
  }

  @Test
  void givenTheJudgementsOfARun_thenAnalyzeGivesItsFigures() throws IOException {
    Map<String, String> run = plain();
    Cli.Outcome outcome =
        Cli.run(
            "analyze",
            "--judgements=" + folder.resolve("run") + "/judgements/*.jsonl",
            "--truth=" + folder.resolve("run/truth.csv"),
            "--rounds=40",
            "--output=" + folder.resolve("again"));
    assertEquals(0, outcome.status(), outcome.err());
    Map<String, String> again = Cli.files(folder.resolve("again"));
    for (String file : List.of("scores.csv", "alignment.csv", "consistency.csv")) {
      assertEquals(run.get(file), again.get(file), file);
    }
  }

  @Test
  void givenTheStagesOnTheirOwn_thenTheSameLabels() throws IOException {
    Map<String, String> run = plain();
    Cli.Outcome elicited =
        Cli.run(
            "elicit",
            "--models=" + MODELS,
            "--prompts=60",
            "--truth=" + folder.resolve("run/truth.csv"),
            "--output=" + folder.resolve("elicited"));
    assertEquals(0, elicited.status(), elicited.err());
    Cli.Outcome judged =
        Cli.run(
            "judge",
            "--responses=" + folder.resolve("elicited") + "/responses/*.jsonl",
            "--output=" + folder.resolve("judged"));
    assertEquals(0, judged.status(), judged.err());
    Map<String, String> answers = Cli.files(folder.resolve("elicited"));
    Map<String, String> labels = Cli.files(folder.resolve("judged"));
    for (String name : run.keySet()) {
      if (name.startsWith("responses/") || name.startsWith("prompts/")) {
        assertEquals(run.get(name), answers.get(name), name);
      } else if (name.startsWith("judgements/")) {
        assertEquals(run.get(name), labels.get(name), name);
      }
    }
    assertEquals(
        "", table(answers, "validity.csv").rows().get(0).optional("valid"), "not looked at yet");
    assertEquals("", table(labels, "validity.csv").rows().get(0).optional("used"));
  }

  @Test
  void givenARun_thenItsReportCanBeMadeAgain() throws IOException {
    Map<String, String> run = plain();
    Path file = folder.resolve("again.html");
    Cli.Outcome outcome = Cli.run("report", "--run=" + folder.resolve("run"), "--output=" + file);
    assertEquals(0, outcome.status(), outcome.err());
    assertEquals(run.get("report.html"), Files.readString(file));
  }

  @Test
  void givenTheCommandLine_thenHelpExplainsIt() {
    Cli.Outcome overview = Cli.run("--help");
    assertEquals(0, overview.status());
    for (String command : List.of("run", "truth", "analyze", "fit", "report")) {
      assertTrue(overview.out().contains(command), command);
      Cli.Outcome help = Cli.run(command, "--help");
      assertEquals(0, help.status());
      assertTrue(help.out().contains("--output"), help.out());
    }
  }
}
