package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A survey that nobody knows but who brings it, with a page that describes it. */
class SurveyRunTest {
  private static final String FORMAT =
      """
      survey: panel
      country: {column: region, values: {1: FR, 2: KE}}
      language: lang
      weights: [w]
      missing: [99]
      """;

  private static final String STUDY =
      """
      study: panel
      languages:
        en: {name: English}
      templates:
        - {id: t1, en: "Person A interviews 10 citizens about {topic}."}
      topics:
        - key: trust
          question: Can people be trusted?
          pro: {en: Most people can be trusted.}
          con: {en: You need to be careful.}
          answers: {variable: Q57, pro: [1], con: [2], missing: [8, 9]}
          variations: [{id: trust-a, en: trusting people}]
      """;

  @TempDir Path folder;
  private String csv;
  private Path study;
  private Path format;

  @BeforeEach
  void write() throws IOException {
    StringBuilder rows = new StringBuilder("region;lang;w;Q57\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i % 2 == 0 ? "1;FRA;0,5;" : "2;sw;1,5;")
          .append(i % 4 < 2 ? 1 : i % 8 == 2 ? 9 : 2)
          .append('\n');
    }
    csv = rows.toString();
    study = Files.writeString(folder.resolve("study.yaml"), STUDY);
    format = Files.writeString(folder.resolve("panel.yaml"), FORMAT);
  }

  private Cli.Outcome truth(Path survey, Path output) {
    return Cli.run(
        "truth",
        "--survey=" + survey,
        "--surveyFormat=" + format,
        "--study=" + study,
        "--output=" + output);
  }

  @Test
  void itIsReadAsItIsDescribedPackedOrNot() throws IOException {
    Path plain = Files.writeString(folder.resolve("p.csv"), csv);
    Cli.Outcome made = truth(plain, folder.resolve("plain"));
    assertEquals(0, made.status(), made.err());
    assertTrue(
        made.err().contains("trust: 35 answers (12.5% missing), countries from"), made.err());
    String expected = Files.readString(folder.resolve("plain/truth.csv"));
    assertTrue(expected.contains("country,FR,fr,trust,0.6666666666666666,15,7.5"), expected);
    assertTrue(expected.contains("country,KE,sw,trust,0.5,20,30.0"), expected);
    assertTrue(
        Files.readString(folder.resolve("plain/topics.csv"))
            .contains("pro 1, con 2, missing 8, 9"));

    byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
    Path gz = folder.resolve("p.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
      out.write(bytes);
    }
    Path zip = folder.resolve("p.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("folder/"));
      out.putNextEntry(new ZipEntry("folder/p.csv"));
      out.write(bytes);
    }
    for (Path packed : new Path[] {gz, zip}) {
      Path output = folder.resolve("of-" + packed.getFileName());
      assertEquals(0, truth(packed, output).status());
      assertEquals(expected, Files.readString(output.resolve("truth.csv")));
    }
  }

  @Test
  void whatIsDamagedGivenTwiceOrNotThereIsTold() throws IOException {
    Path gz = folder.resolve("cut.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
      out.write(csv.getBytes(StandardCharsets.UTF_8));
    }
    byte[] whole = Files.readAllBytes(gz);
    Files.write(gz, Arrays.copyOf(whole, whole.length - 12));
    assertTold(truth(gz, folder.resolve("out")), "cut.csv.gz: the archive is damaged or cut off");

    Path plain = Files.writeString(folder.resolve("p.csv"), csv);
    Path twice = Path.of(plain + "," + folder.resolve("./p.csv"));
    assertTold(truth(twice, folder.resolve("out")), "the file is given twice");
    assertTold(truth(Path.of(plain + "[1"), folder.resolve("out")), "there is no such file");
    Files.writeString(plain, csv.replaceFirst("1;FRA;0,5;1", "1;\"FRA\n\";0,5;1"));
    assertTold(truth(plain, folder.resolve("out")), "line 2 ends inside quotes");

    Files.writeString(plain, csv + csv);
    assertTold(truth(plain, folder.resolve("out")), "line 42 is the header again");
    Files.writeString(plain, csv);
    Path copies = Files.createDirectory(folder.resolve("copies"));
    Files.writeString(copies.resolve("p.csv"), csv);
    Files.writeString(copies.resolve("p - Copy.csv"), csv);
    assertTold(truth(copies.resolve("*.csv"), folder.resolve("out")), "it is a copy of");
    Files.writeString(format, FORMAT.replaceFirst("weights: .*", "weights: [w, W]"));
    assertTold(truth(plain, folder.resolve("out")), "a column is there twice");
    Files.writeString(format, FORMAT.replaceFirst("language: .*", "language: {value: xyzzy}"));
    assertTold(truth(plain, folder.resolve("out")), "'xyzzy' is no language");
    Files.writeString(format, FORMAT);
    Files.writeString(
        study,
        STUDY
            + """
                - key: peace
                  question: Is there peace?
                  pro: {en: There is.}
                  con: {en: There is none.}
                  answers: {variable: Q99, pro: [1], con: [2]}
                  variations: [{id: peace-a, en: peace}]
              """);
    Cli.Outcome less = truth(plain, folder.resolve("out"));
    assertEquals(0, less.status(), less.err());
    assertTrue(less.err().contains("peace: the survey has no column Q99"), less.err());
  }

  private void assertTold(Cli.Outcome refused, String what) {
    assertEquals(2, refused.status(), refused.err());
    assertTrue(refused.err().contains(what), refused.err());
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void aCodeThatNobodyNamesIsTold() throws IOException {
    Files.writeString(study, STUDY.replace("missing: [8, 9]", "missing: [8]"));
    Cli.Outcome refused =
        truth(Files.writeString(folder.resolve("p.csv"), csv), folder.resolve("out"));
    assertEquals(2, refused.status(), refused.err());
    assertTrue(refused.err().contains("the code 9 is none that the topic's answers name"));
    assertFalse(Files.exists(folder.resolve("out")));
  }

  /** What is asked of the US can be asked where it was asked; the rest goes on without. */
  @Test
  void aTruthWithoutTheUsIsAnalysedWithoutItsQuestion() throws IOException {
    Path run = folder.resolve("run");
    Cli.Outcome whole =
        Cli.run("run", "--prompts=12", "--rounds=20", "--languages=en,da", "--output=" + run);
    assertEquals(0, whole.status(), whole.err());
    Path truth =
        Files.write(
            folder.resolve("truth.csv"),
            Files.readAllLines(run.resolve("truth.csv")).stream()
                .filter(line -> !line.startsWith("country,US,"))
                .toList());
    Path output = folder.resolve("without");
    Cli.Outcome without =
        Cli.run(
            "analyze",
            "--scores=" + run.resolve("scores.csv"),
            "--truth=" + truth,
            "--rounds=20",
            "--output=" + output);
    assertEquals(0, without.status(), without.err());
    assertTrue(without.err().contains("RQ2, which asks"), without.err());
    assertFalse(Files.readString(output.resolve("alignment.csv")).contains(",US,"));
    assertTrue(
        Files.readString(output.resolve("report.html")).contains("the truth has no country US"));
  }
}
