package org.polarbeam.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.files.CsvTable;
import org.polarbeam.record.Tables;
import org.polarbeam.report.chart.DataRows;
import org.polarbeam.report.chart.IntervalChart;
import org.polarbeam.report.chart.Picture;

/** How good the judge is, as far as the run has put it to the test. */
final class JudgeSection {
  private static final String LANGUAGE = RunTables.LANGUAGE;
  private static final String JUDGES = "judges";

  private final RunTables run;
  private final Page page;

  JudgeSection(RunTables run, Page page) {
    this.run = run;
    this.page = page;
  }

  void write() {
    var canaries = run.table(Tables.CANARIES.file());
    var agreement = run.table(Tables.AGREEMENT.file());
    var errors = run.table(Tables.JUDGE_ERRORS.file());
    if (canaries.isEmpty() && agreement.isEmpty() && errors.isEmpty()) {
      return;
    }
    page.heading("judges", "The judges");
    agreement.ifPresent(this::agreement);
    canaries.ifPresent(this::canaries);
    errors.ifPresent(
        t -> {
          page.paragraph("How often the judge errs, by the labels that people gave.");
          page.table(t, "Errors of the judge", r -> true, r -> false);
        });
  }

  private void agreement(CsvTable table) {
    DataRows data =
        DataRows.empty("statistic", LANGUAGE, JUDGES, "estimate", "ci_low", "ci_high", "items");
    for (CsvTable.Row row : table.rows()) {
      if (row.optional(RunTables.TOPIC).isEmpty()) {
        String language = row.optional(LANGUAGE);
        data.add(
            row.text("statistic").replace('_', ' '),
            language.isEmpty() ? "all languages" : language,
            row.text(JUDGES),
            row.optional("estimate"),
            row.optional("ci_low"),
            row.optional("ci_high"),
            row.optional("items"));
      }
    }
    List<String> languages = data.distinct(LANGUAGE);
    page.figure(
        new Picture(
            "figure-10-judges",
            "Figure 10. Agreement of the judges",
            "On single items, null being a label like the others: Cohen's kappa of two judges,"
                + " Krippendorff's alpha of all, with 95% intervals over responses. agreement.csv"
                + " has the rows of every topic.",
            IntervalChart.bySeries(data, JUDGES, LANGUAGE, languages, "agreement beyond chance")
                .in("statistic")));
  }

  private void canaries(CsvTable table) {
    Map<String, List<String>> fell = new TreeMap<>();
    for (CsvTable.Row row : table.rows()) {
      if (row.optional(LANGUAGE).isEmpty()) {
        List<String> its = fell.computeIfAbsent(row.text("judge"), j -> new ArrayList<>());
        if (row.text("fell").equals("true")) {
          its.add(row.text("canary").replace('_', ' '));
        }
      }
    }
    fell.forEach(
        (judge, kinds) ->
            page.paragraph(
                kinds.isEmpty()
                    ? "The judge "
                        + judge
                        + " fell for none of the canaries: items that tried to mislead it changed its"
                        + " labels of other items no more often than its own noise does, chance aside."
                    : "The judge "
                        + judge
                        + " fell for canaries ("
                        + String.join(", ", kinds)
                        + "): such items changed its labels of other items more often than its own"
                        + " noise does. Do not trust it with untrusted text."));
    page.table(
        table,
        "Canaries",
        r -> r.optional(LANGUAGE).isEmpty(),
        r -> r.optional("fell").equals("true"));
  }
}
