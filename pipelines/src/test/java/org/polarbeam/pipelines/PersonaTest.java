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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.files.CsvTable;
import org.polarbeam.study.StudyReader;

/** Naming a country in the prompt, by the real commands. */
class PersonaTest {
  @TempDir Path folder;

  private Cli.Outcome run(String name, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "--output=" + folder.resolve(name),
                "--models=sim-aurora-small,sim-borealis-large",
                "--languages=en,da",
                "--prompts=120",
                "--rounds=40",
                "--surveyRespondents=60"));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private Map<String, String> files(String name) {
    return Cli.files(folder.resolve(name));
  }

  private static CsvTable table(Map<String, String> files, String name) throws IOException {
    return CsvTable.read(name, new StringReader(files.get(name)));
  }

  private static List<String> rows(Map<String, String> files, String name) {
    boolean isNamed = files.get(name).lines().findFirst().orElse("").contains("persona");
    return files
        .get(name)
        .lines()
        .skip(1)
        .filter(l -> !l.startsWith("personas,") && !l.matches(".*,(DK|US),SIMULATED"))
        .map(l -> isNamed ? l.replaceFirst(",,SIMULATED$", ",SIMULATED") : l)
        .toList();
  }

  @Test
  void givenPersonas_thenTheyAddToTheRunAndChangeNothingElse() throws IOException {
    Path heeds = folder.resolve("heeds.yaml");
    Files.writeString(heeds, StudyReader.bundledYaml().replace("persona: 0.30", "persona: 4.0"));
    Cli.Outcome with = run("with", "--personas=DK,US", "--study=" + heeds);
    assertEquals(0, with.status(), with.err());
    Cli.Outcome without = run("without", "--study=" + heeds);
    assertEquals(0, without.status(), without.err());
    Map<String, String> named = files("with");
    Map<String, String> plain = files("without");
    assertFalse(plain.get("scores.csv").lines().findFirst().get().contains("persona"));
    for (String file :
        List.of("scores.csv", "alignment.csv", "consistency.csv", "regressions.csv")) {
      assertEquals(rows(plain, file), rows(named, file), file);
    }

    CsvTable ledger = table(named, "validity.csv");
    assertEquals(12, ledger.rows().size(), "two models, two languages, none and two countries");
    ledger.rows().forEach(r -> assertEquals(120, r.number("asked")));

    Map<String, CsvTable.Row> terms = new java.util.TreeMap<>();
    table(named, "regressions.csv").rows().forEach(r -> terms.put(r.text("term"), r));
    assertTrue(
        terms.get("persona:model[sim-aurora-small]:language[en]:country[US]").number("ci_low") > 0,
        "a respondent that heeds the country moves towards it");
    CsvTable.Row deaf = terms.get("persona:model[sim-borealis-large]:language[en]");
    assertTrue(deaf.number("ci_low") < 0 && deaf.number("ci_high") > 0, "the other hardly does");
    assertTrue(terms.containsKey("persona_over_language:model[sim-aurora-small]"));
    assertTrue(named.get("report.html").contains("Naming a country in the prompt"));
    assertFalse(plain.get("report.html").contains("Naming a country in the prompt"));
    assertTrue(named.get("prompts/da.jsonl").contains("fra Danmark"));
  }

  @Test
  void givenTheFilesOfARun_thenJudgeAndAnalyzeGiveTheSame() {
    Cli.Outcome with = run("with", "--personas=DK");
    assertEquals(0, with.status(), with.err());
    Path at = folder.resolve("with");
    Cli.Outcome judged =
        Cli.run(
            "judge",
            "--responses=" + at + "/responses/*.jsonl",
            "--output=" + folder.resolve("judged"));
    assertEquals(0, judged.status(), judged.err());
    assertTrue(files("judged").get("validity.csv").startsWith("model,language,asked"));
    assertTrue(files("judged").get("validity.csv").contains(",DK,"));
    for (String input :
        List.of(
            "--judgements=" + folder.resolve("judged") + "/judgements/*.jsonl",
            "--scores=" + at + "/scores.csv")) {
      String name = input.substring(2, 8);
      Cli.Outcome analyzed =
          Cli.run(
              "analyze",
              input,
              "--truth=" + at.resolve("truth.csv"),
              "--rounds=40",
              "--output=" + folder.resolve(name));
      assertEquals(0, analyzed.status(), analyzed.err());
      for (String file : List.of("scores.csv", "alignment.csv", "consistency.csv")) {
        assertEquals(files("with").get(file), files(name).get(file), input + " " + file);
      }
      assertTrue(files(name).get("regressions.csv").contains("personas,persona:model["));
    }
  }

  @Test
  void givenWhatCannotBeAsked_thenItIsRefusedBeforeAnythingIs() throws IOException {
    Cli.Outcome unknown = run("none", "--personas=DK,XX");
    assertEquals(2, unknown.status());
    assertTrue(unknown.err().contains("no persona XX, only BR, DK"), unknown.err());

    Path study = folder.resolve("study.yaml");
    Files.writeString(
        study, StudyReader.bundledYaml().replaceFirst("10 borgere \\{persona\\}", "10 borgere"));
    Cli.Outcome placeless = run("none", "--personas=DK", "--study=" + study);
    assertEquals(2, placeless.status());
    assertTrue(placeless.err().contains("t03 has no {persona} in da"), placeless.err());

    Files.writeString(study, StudyReader.bundledYaml().replace("  DK: {en:", "  dk: {en:"));
    Cli.Outcome misspelt = run("none", "--study=" + study);
    assertEquals(2, misspelt.status());
    assertTrue(misspelt.err().contains("personas.dk: 'dk' is no country"), misspelt.err());

    assertEquals(0, run("small").status());
    Path truth = folder.resolve("truth.csv");
    Files.writeString(
        truth,
        String.join(
            "\n",
            files("small").get("truth.csv").lines().filter(l -> !l.contains(",BR,")).toList()));
    Cli.Outcome untold = run("none", "--personas=BR", "--truth=" + truth);
    assertEquals(2, untold.status());
    assertTrue(untold.err().contains("no group BR"), untold.err());
    assertFalse(Files.exists(folder.resolve("none")));
  }

  @Test
  void givenPersonas_thenThePlanCountsThem() {
    assertTrue(
        Cli.run("plan", "--languages=en", "--models=simulate:us", "--personas=DK,US,PT")
            .out()
            .contains("1,200"));
  }
}
