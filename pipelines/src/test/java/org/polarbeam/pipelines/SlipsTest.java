package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slips that could be taken for something: each is told, before anything is written. */
class SlipsTest {
  private static final String JOINT = "extends: evs-wvs-joint\n";

  @TempDir Path folder;

  private String survey() throws IOException {
    StringBuilder csv = new StringBuilder("cntry_AN,lnge_iso,gwght,pwght,F120,E035,X003,sex\n");
    for (int i = 0; i < 80; i++) {
      csv.append(i % 2 == 0 ? "DK,da" : "US,en").append(",1,1,").append(1 + i % 10);
      csv.append(",3,").append(20 + i).append(',').append(1 + i % 2).append('\n');
    }
    return write("md.csv", csv.toString());
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private Path out() {
    return folder.resolve("out");
  }

  private void assertRefused(List<String> args, String... mentioned) {
    Cli.Outcome outcome = Cli.run(args.toArray(String[]::new));
    assertEquals(2, outcome.status(), outcome.err());
    assertEquals(1, outcome.err().strip().lines().count(), outcome.err());
    for (String text : mentioned) {
      assertTrue(outcome.err().contains(text), "'" + text + "' in: " + outcome.err());
    }
    assertFalse(Files.exists(out()), "something was written");
  }

  private List<String> truth(String description) throws IOException {
    List<String> args = new ArrayList<>(List.of("truth", "--survey=" + survey(), "--topics=f120"));
    if (!description.isEmpty()) {
      args.add("--surveyFormat=" + write("f.yaml", description));
    }
    args.add("--output=" + out());
    return args;
  }

  @Test
  void aSurveysDescription() throws IOException {
    assertRefused(
        truth(JOINT + "weights: [gwght]\nweights: [pwght]\n"), "f.yaml, line 3", "given twice");
    assertRefused(
        truth(JOINT + "country: {column: sex, values: {1: FR, 1: BE, 2: US}}\n"), "given twice");
    assertRefused(
        truth(JOINT + "country: {column: sex, values: {1: ZZ, 2: FR}}\n"),
        "f.yaml, country.values.1",
        "'ZZ' is no country");
    assertRefused(
        truth(JOINT + "country: {value: Denmark}\n"), "'Denmark' is no country", "mean DK?");
    assertRefused(
        truth(JOINT + "levels: {g: [sex]}\n"), "f.yaml, levels.g", "a list and no column");
    assertRefused(
        truth(JOINT + "levels: {g: {column: sex, values: {1: \"=1+1\", 2: b}}}\n"),
        "levels.g.values.1",
        "spreadsheet");
    List<String> args = truth("");
    args.add("--surveyFormat=evs-wvs");
    assertRefused(args, "--surveyFormat=evs-wvs is neither", "evs-wvs-joint");
  }

  @Test
  void answersOnTwoSides() throws IOException {
    for (String answers :
        List.of(
            "pro: [1, 2], con: [3, 4], missing: [2]",
            "pro: [1, 2], con: [3, 4], missing: [3]",
            "scale: 1..1")) {
      String study =
          write("s.yaml", "extends: values\ntopics: [{key: f120, answers: {" + answers + "}}]\n");
      assertRefused(
          List.of("study", "--check", "--study=" + study),
          "s.yaml, line 2",
          answers.startsWith("scale") ? "one code" : "and missing");
    }
  }

  /** A few bad rows are few of the file, also where a block of it has few rows. */
  @Test
  void longRowsAreCountedAsOthers() throws IOException {
    StringBuilder csv = new StringBuilder("cntry_AN,lnge_iso,gwght,pwght,F120,note\n");
    String note = "x".repeat(1_800);
    for (int i = 0; i < 400; i++) {
      csv.append("DK,da,1,").append(i < 2 ? "none" : "1").append(',').append(1 + i % 10);
      csv.append(',').append(note).append('\n');
    }
    Cli.Outcome outcome =
        Cli.run(
            "truth",
            "--survey=" + write("long.csv", csv.toString()),
            "--topics=f120",
            "--output=" + out());
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(outcome.err().contains("398 answers"), outcome.err());
  }

  @Test
  void aCopyThatIsPacked() throws IOException {
    String plain = survey();
    Path packed = folder.resolve("copy.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(Path.of(plain), out);
    }
    assertRefused(
        List.of("truth", "--survey=" + plain + "," + packed, "--topics=f120", "--output=" + out()),
        "copy.csv.gz",
        "it is a copy of",
        "md.csv");
  }

  @Test
  void whatIsNoCountryInATruth() throws IOException {
    String scores =
        write(
            "s.csv",
            "model,family,language,response_language,topic,polarity\nm,f,da,da,f120,0.5\n");
    for (String row : List.of("dk,da,f120,0.5,10,10,9", "World,da,f120,0.5,10,10,9")) {
      String truth =
          write(
              "t.csv", "level,group,language,topic,polarity,n,weight,n_effective\ncountry," + row);
      assertRefused(
          List.of("analyze", "--scores=" + scores, "--truth=" + truth, "--output=" + out()),
          "t.csv, line 2, column group",
          "is no country");
    }
    String truth =
        write(
            "t.csv",
            "level,group,language,topic,polarity,n,weight,n_effective\n"
                + "country,DK,da,f120,0.5,10,10,1e9\n");
    assertRefused(
        List.of("analyze", "--scores=" + scores, "--truth=" + truth, "--output=" + out()),
        "t.csv, line 2, column n_effective",
        "more than the 10 respondents");
  }

  @Test
  void whatIsNoStudyIsNotRepeated() throws IOException {
    String secret = "DB_USER=me DB_PASSWORD=correct-horse-battery";
    Cli.Outcome outcome = Cli.run("study", "--check", "--study=" + write("env", secret));
    assertEquals(2, outcome.status(), outcome.err());
    assertFalse(outcome.err().contains("correct-horse"), outcome.err());
    assertRefused(
        List.of(
            "study",
            "--check",
            "--study=" + write("n.yaml", "extends: values\nstudy: \"a\\nb\"\n")),
        "n.yaml, line 2",
        "control characters");
  }

  @Test
  void placesThatAreNone() throws IOException {
    assertRefused(
        List.of("run", "--languages=en,da", "--output=" + out(), "--bigQueryDataset=mine"),
        "--bigQueryDataset needs --tempLocation");
    assertRefused(
        List.of("run", "--languages=en,da", "--output=gs:/bucket/x"),
        "--output=gs:/bucket/x",
        "two strokes");
    assertRefused(List.of("plan", "--models=openai:@http://127.0.0.1:1/v1"), "no model's name");
    assertRefused(List.of("plan", "--models=openai:m@ftp://h/v1"), "ftp://h/v1");
    String models =
        write(
            "m.yaml",
            "extends: values\nmodels: [{name: m, family: f, provider: openai, endpoint: \"not a url\"}]\n");
    assertRefused(List.of("study", "--check", "--study=" + models), "'not a url' is no URL");
    assertRefused(
        List.of("run", "--languages=en,da", "--output=" + folder.resolve("a\u001b[31mb")),
        "--output has control characters");
  }

  @Test
  void aRunThatWasDamaged() throws IOException {
    Cli.Outcome made =
        Cli.run("run", "--languages=en,da", "--prompts=12", "--rounds=10", "--output=" + out());
    assertEquals(0, made.status(), made.err());
    Path alignment = out().resolve("alignment.csv");
    Path page = folder.resolve("page.html");
    String good = Files.readString(alignment);
    for (String bad :
        List.of(good.replaceFirst(",0\\.", ",banana."), "", good.replaceFirst("model", "modell"))) {
      Files.writeString(alignment, bad);
      Cli.Outcome told = Cli.run("report", "--run=" + out(), "--output=" + page);
      assertEquals(2, told.status(), told.err());
      assertTrue(told.err().contains("alignment.csv"), told.err());
      assertFalse(Files.exists(page));
    }
    Files.writeString(alignment, good);
    for (String manifest :
        List.of("[]", "{\"name\":\"app\"}", "{\"polarbeam\":1,\"command\":[]}")) {
      Files.writeString(out().resolve("manifest.json"), manifest);
      Cli.Outcome told = Cli.run("report", "--run=" + out(), "--output=" + page);
      assertEquals(2, told.status(), told.err());
      assertTrue(told.err().contains("not the manifest of a run"), told.err());
    }
  }

  /** Too little for any figure is told in its place, after all was asked and paid for. */
  @Test
  void oneTopicIsNoReasonToFail() {
    Cli.Outcome made =
        Cli.run(
            "run",
            "--topics=f120",
            "--languages=en,da",
            "--prompts=10",
            "--rounds=10",
            "--output=" + out());
    assertEquals(0, made.status(), made.err());
    assertTrue(Files.exists(out().resolve("report.html")));
  }
}
