package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.CsvTable;
import org.polarbeam.pipelines.setup.Inputs;
import org.polarbeam.record.Judgement;
import org.polarbeam.stats.Draws;
import org.polarbeam.transforms.internal.BeamFiles;

/** Several judges, canaries, and labels of people, by the real commands. */
class JudgeQualityTest {
  private static final double ERROR = 0.12;

  @TempDir Path folder;
  private String responses;

  @BeforeEach
  void elicit() {
    done(
        "run",
        "--models=sim-aurora-large,sim-borealis-large",
        "--languages=en,da",
        "--prompts=120",
        "--rounds=20",
        "--surveyRespondents=60",
        "--output=" + folder.resolve("run"));
    responses = "--responses=" + folder.resolve("run/responses/*.jsonl");
  }

  private static Cli.Outcome done(String... args) {
    Cli.Outcome outcome = Cli.run(args);
    assertEquals(0, outcome.status(), outcome.err());
    return outcome;
  }

  private CsvTable table(String file) throws IOException {
    return CsvTable.read(file, new StringReader(Files.readString(folder.resolve(file))));
  }

  private List<Judgement> judgements(String run) {
    return new Inputs()
        .lines(BeamFiles.list(folder.resolve(run) + "/judgements/*.jsonl"), Judgement.class);
  }

  @Test
  void givenSeveralJudgesAndCanaries_thenAgreementAndWhetherTheyFell() throws IOException {
    done(
        "judge",
        responses,
        "--judges=simulate:judge-a,simulate:judge-b,simulate:judge-c",
        "--judgeErrorRate=" + ERROR,
        "--canaries=10",
        "--output=" + folder.resolve("panel"));
    done("judge", responses, "--judgeErrorRate=0", "--output=" + folder.resolve("truth"));
    CsvTable.Row kappa =
        table("panel/agreement.csv").rows().stream()
            .filter(r -> r.optional("language").isEmpty())
            .filter(r -> r.text("judges").equals("judge-a+judge-b"))
            .findFirst()
            .orElseThrow();
    // both right, or wrong in the same of two ways
    double expected = (1 - ERROR) * (1 - ERROR) + ERROR * ERROR / 2;
    assertEquals(expected, kappa.number("observed"), 0.02);
    assertTrue(kappa.number("ci_low") < kappa.number("estimate"));
    assertEquals("SIMULATED", kappa.text("data"));
    assertTrue(table("panel/agreement.csv").rows().size() > 4 * 37, "a row a topic and language");
    Map<String, Judgement> right = new HashMap<>();
    judgements("truth").forEach(j -> right.put(j.id(), j));
    long wrong = 0;
    long all = 0;
    for (Judgement j : judgements("panel")) {
      for (int i = 0; i < j.labels().size(); i++) {
        all++;
        wrong += j.labels().get(i).equals(right.get(j.id()).labels().get(i)) ? 0 : 1;
      }
    }
    assertTrue(wrong < ERROR / 2 * all, "three judges err less than one: " + wrong + " of " + all);
    for (CsvTable.Row row : table("panel/canaries.csv").rows()) {
      assertEquals(row.optional("language").isEmpty() ? 20 : 10, row.number("responses"));
    }
    assertEquals((2 + 1) * 3 * 9, table("panel/canaries.csv").rows().size());
  }

  @Test
  void givenASheetThatPeopleFilledIn_thenErrorRatesAndCorrections() throws IOException {
    String[] judge = {
      "judge",
      responses,
      "--judgeErrorRate=" + ERROR,
      "--output=" + folder.resolve("judged"),
      "--reviewItems=600",
      "--reviewSheet=" + folder.resolve("sheet.csv")
    };
    done(judge);
    done("judge", responses, "--judgeErrorRate=0", "--output=" + folder.resolve("truth"));
    assertEquals(2, Cli.run(judge).status(), "a sheet is not written over");
    fillIn("sheet.csv", "filled.csv");

    judge[5] = "--humanLabels=" + folder.resolve("filled.csv");
    done(judge);
    for (CsvTable.Row row : table("judged/judge_errors.csv").rows()) {
      if (row.text("figure").equals("error_rate")) {
        assertTrue(
            row.number("ci_low") < ERROR && ERROR < row.number("ci_high"), row.text("language"));
        assertEquals(600, row.number("labelled"));
      }
    }

    String[] analyze = {
      "analyze",
      "--judgements=" + folder.resolve("judged/judgements/*.jsonl"),
      "--truth=" + folder.resolve("run/truth.csv"),
      "--rounds=50",
      "--output=" + folder.resolve("corrected"),
      "--humanLabels=" + folder.resolve("filled.csv")
    };
    done(analyze);
    Map<String, Double> right = truePolarities();
    double observed = 0;
    double corrected = 0;
    int covered = 0;
    int intervals = 0;
    int extreme = 0;
    List<CsvTable.Row> rows = table("corrected/polarity.csv").rows();
    for (CsvTable.Row row : rows) {
      double truth = right.get(row.text("model") + row.text("language") + row.text("topic"));
      // errors pull polarities towards the middle; the noise of single topics averages out
      if (Math.abs(truth - 0.5) > 0.2) {
        double side = Math.signum(truth - 0.5);
        observed += side * (row.number("polarity") - truth);
        corrected += side * (row.number("corrected") - truth);
        extreme++;
      }
      if (!row.optional("ci_low").isEmpty()) { // few responses have no interval
        intervals++;
        covered += row.number("ci_low") <= truth && truth <= row.number("ci_high") ? 1 : 0;
      }
    }
    assertTrue(extreme > 20, "topics far from the middle: " + extreme);
    assertTrue(observed / extreme < -0.03, "the bias to correct: " + observed / extreme);
    assertEquals(0, corrected / extreme, 0.015);
    assertTrue(covered > 0.85 * intervals && intervals > 50, covered + " of " + intervals);
    CsvTable.Row consistency =
        table("corrected/consistency.csv").rows().stream()
            .filter(r -> r.text("metric").equals("spearman_disattenuated"))
            .filter(r -> r.text("language").equals("da") && !r.text("model").startsWith("Base"))
            .findFirst()
            .orElseThrow();
    CsvTable.Row plain =
        table("corrected/consistency.csv").rows().stream()
            .filter(r -> r.text("metric").equals("spearman"))
            .filter(r -> r.text("language").equals("da"))
            .filter(r -> r.text("model").equals(consistency.text("model")))
            .findFirst()
            .orElseThrow();
    assertTrue(consistency.number("estimate") > plain.number("estimate") + 0.01, "" + consistency);
    Map<String, Double> aligned = new HashMap<>();
    for (CsvTable.Row r : table("corrected/alignment.csv").rows()) {
      if (r.text("level").equals("global") && r.text("model").equals(consistency.text("model"))) {
        aligned.put(r.text("language") + r.text("metric"), r.number("estimate"));
      }
    }
    assertEquals(
        Math.sqrt(plain.number("estimate") / consistency.number("estimate")),
        aligned.get("daspearman") / aligned.get("daspearman_disattenuated"),
        0.02,
        "one formula for both, over the responses that are compared");
  }

  private Map<String, Double> truePolarities() {
    Map<String, int[]> counts = new HashMap<>();
    for (Judgement j : judgements("truth")) {
      if (j.validity().equals("valid")) {
        int[] sides = counts.computeIfAbsent(j.model() + j.language() + j.topic(), k -> new int[2]);
        sides[0] += j.count("pro");
        sides[1] += j.count("con");
      }
    }
    Map<String, Double> polarities = new HashMap<>();
    counts.forEach((key, c) -> polarities.put(key, c[0] / (double) (c[0] + c[1])));
    return polarities;
  }

  /** Does what people would do who never err. */
  private void fillIn(String sheet, String filled) throws IOException {
    Map<String, String> labels = new HashMap<>();
    for (Judgement j : judgements("truth")) {
      for (int i = 0; i < j.labels().size(); i++) {
        labels.put(Draws.idOf("item", j.id(), Integer.toString(i)), j.labels().get(i));
      }
    }
    List<List<String>> rows = new ArrayList<>();
    CsvTable items = table(sheet);
    rows.add(items.columns());
    for (CsvTable.Row row : items.rows()) {
      List<String> cells = new ArrayList<>();
      items.columns().forEach(c -> cells.add(row.optional(c)));
      assertTrue(cells.get(5).length() > 5, "the item's text is shown");
      cells.set(6, labels.get(cells.get(0)));
      rows.add(cells);
    }
    Files.writeString(folder.resolve(filled), CsvFormat.lines(rows));
  }
}
