package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.Shared;
import org.polarbeam.files.CsvTable;

/** The commands on the released study give the published figures; skipped where it is absent. */
class ReleasedStudyTest {
  @TempDir Path folder;

  private Map<String, CsvTable> analyze(String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "analyze",
                "--scores="
                    + Shared.path("study/scores.csv")
                    + ","
                    + Shared.path("study/scores-baselines.csv"),
                "--truth="
                    + String.join(
                        ",",
                        Shared.path("study/truth_country.csv").toString(),
                        Shared.path("study/truth_language.csv").toString(),
                        Shared.path("study/truth_global.csv").toString()),
                "--benchmarks=" + Shared.path("study/benchmarks.csv"),
                "--output=" + folder.resolve("out")));
    args.addAll(List.of(more));
    Cli.Outcome outcome = Cli.run(args.toArray(String[]::new));
    assertEquals(0, outcome.status(), outcome.err());
    Map<String, CsvTable> tables = new HashMap<>();
    for (Map.Entry<String, String> file : Cli.files(folder.resolve("out")).entrySet()) {
      if (file.getKey().endsWith(".csv")) {
        tables.put(file.getKey(), CsvTable.read(file.getKey(), new StringReader(file.getValue())));
      }
    }
    return tables;
  }

  private static Map<String, CsvTable.Row> index(CsvTable table, String... keys) {
    Map<String, CsvTable.Row> rows = new HashMap<>();
    for (CsvTable.Row row : table.rows()) {
      rows.put(key(row, keys), row);
    }
    return rows;
  }

  private static String key(CsvTable.Row row, String... keys) {
    List<String> parts = new ArrayList<>();
    for (String key : keys) {
      parts.add(row.optional(key));
    }
    return String.join("/", parts);
  }

  @Test
  void givenPublishedInference_thenTheFiguresAreThePublishedOnes() throws IOException {
    Map<String, CsvTable> ours = analyze("--inference=published");

    String[] cell = {"model", "language", "level", "group", "metric"};
    Map<String, CsvTable.Row> alignment = index(ours.get("alignment.csv"), cell);
    int compared = 0;
    for (CsvTable.Row row : Shared.table("study/expected/alignment.csv").rows()) {
      for (String metric : List.of("spearman", "pearson", "mean_alignment")) {
        String key = key(row, "model", "language", "level", "group") + "/" + metric;
        CsvTable.Row own = alignment.get(key);
        assertNotNull(own, key);
        if (!row.optional(metric).isEmpty()) {
          assertEquals(row.number(metric), own.number("estimate"), 1e-12, key);
          compared++;
        }
      }
    }
    long ofModels =
        alignment.values().stream()
            .filter(r -> !r.text("family").equals("Baseline"))
            .filter(
                r -> List.of("spearman", "pearson", "mean_alignment").contains(r.text("metric")))
            .count();
    assertEquals(ofModels, compared);

    Map<String, CsvTable.Row> consistency =
        index(ours.get("consistency.csv"), "model", "language", "metric");
    for (CsvTable.Row row : Shared.table("study/expected/consistency.csv").rows()) {
      for (String metric : List.of("spearman", "spearman_disattenuated", "pearson")) {
        String key = key(row, "model", "language") + "/" + metric;
        assertEquals(row.number(metric), consistency.get(key).number("estimate"), 1e-12, key);
      }
    }

    Map<String, CsvTable.Row> coefficients =
        index(ours.get("regressions.csv"), "regression", "term");
    for (CsvTable.Row row : Shared.table("study/expected/rq1_spread.csv").rows()) {
      String key = "rq1/" + row.text("term");
      assertEquals(
          row.number("mean"), coefficients.get(key).number("estimate"), 4 * row.number("std"), key);
    }
    int us = 0;
    for (CsvTable.Row row : Shared.table("study/expected/rq2_statsmodels.csv").rows()) {
      String term = row.text("term").replace("[T.True]", "").replace("[T.", "[");
      CsvTable.Row own = coefficients.get("rq2/" + term);
      assertNotNull(own, term);
      us += term.startsWith("us:model") ? 1 : 0;
    }
    assertEquals(36, us);
    CsvTable.Row observations =
        index(ours.get("diagnostics.csv"), "regression", "figure").get("rq2/observations");
    assertEquals(16_000, observations.number("value"));
  }

  @Test
  void givenTheDefaultInference_thenEveryIntervalHoldsItsEstimate() throws IOException {
    Map<String, CsvTable> ours = analyze("--rounds=200");
    int covered = 0;
    for (CsvTable.Row row : ours.get("alignment.csv").rows()) {
      covered +=
          row.number("ci_low") <= row.number("estimate")
                  && row.number("estimate") <= row.number("ci_high")
              ? 1
              : 0;
    }
    assertTrue(
        covered > 0.97 * ours.get("alignment.csv").rows().size(),
        covered + " of " + ours.get("alignment.csv").rows().size());
    assertTrue(
        Files.readString(folder.resolve("out/manifest.json")).contains("\"data\" : \"real\""));
    String methods = Files.readString(folder.resolve("out/methods.txt")).replaceAll("\\s+", " ");
    for (String said :
        List.of(
            "9 models (OLMo-2-0325-32B-Instruct, ",
            "4 languages (da, en, nl, pt), on 32 topics",
            "200 bootstrap rounds (seed 5125)",
            "over 9 models, beside a permutation of capability among models (p = 0.012)",
            "Kenward, M. G., Roger, J. H. (1997)")) {
      assertTrue(methods.contains(said), said + " in " + methods);
    }
    assertFalse(methods.contains("SIMULATED"), methods);
  }

  @Test
  void givenRounds_thenFitWritesThePublishedCoefficients() throws IOException {
    Path file = folder.resolve("fit.csv");
    Cli.Outcome outcome =
        Cli.run(
            "fit",
            "--rounds=" + Shared.path("study/expected/rq1_rounds.csv"),
            "--regression=rq1",
            "--output=" + file);
    assertEquals(0, outcome.status(), outcome.err());
    Map<String, CsvTable.Row> rows =
        index(CsvTable.read("fit.csv", Files.newBufferedReader(file)), "term");
    Map<String, CsvTable.Row> lme4 = index(Shared.table("study/expected/rq1_lme4.csv"), "term");
    assertTrue(
        rows.get("logLik").number("estimate") >= lme4.get("logLik").number("estimate") - 1e-6);
    assertTrue(rows.containsKey("var:model") && rows.containsKey("var:Residual"));
  }

  @Test
  void givenMicrodata_thenTheTruthIsExact() throws IOException {
    Cli.Outcome outcome =
        Cli.run(
            "truth",
            "--survey=" + Shared.path("study/microdata-synthetic.csv"),
            "--output=" + folder.resolve("truth"));
    assertEquals(0, outcome.status(), outcome.err());
    Map<String, CsvTable.Row> ours =
        index(
            CsvTable.read("truth.csv", Files.newBufferedReader(folder.resolve("truth/truth.csv"))),
            "level",
            "group",
            "topic");
    CsvTable expected = Shared.table("study/expected/microdata_polarity.csv");
    for (CsvTable.Row row : expected.rows()) {
      String key = key(row, "level", "group", "topic");
      assertNotNull(ours.get(key), key);
      assertEquals(row.number("polarity"), ours.get(key).number("polarity"), 1e-12, key);
      assertEquals(row.number("n"), ours.get(key).number("n"), key);
    }
    assertEquals(expected.rows().size(), ours.size());
  }
}
