package org.polarbeam.report;

import static org.polarbeam.report.RunTables.GROUP;
import static org.polarbeam.report.RunTables.LANGUAGE;
import static org.polarbeam.report.RunTables.LEVEL;
import static org.polarbeam.report.RunTables.METRIC;
import static org.polarbeam.report.RunTables.MODEL;
import static org.polarbeam.report.RunTables.REGRESSIONS;
import static org.polarbeam.report.RunTables.TERM;
import static org.polarbeam.report.RunTables.inBrackets;
import static org.polarbeam.report.RunTables.value;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.files.CsvTable;

/** The answer in sentences, worked out from the tables, and what to keep in mind with it. */
final class Findings {
  private static final String ESTIMATE = "estimate";

  /** Below this share of valid answers the reader is told. */
  private static final double FEW_VALID = 0.75;

  private static final double SIGNIFICANT = 0.05;

  private final RunTables run;

  Findings(RunTables run) {
    this.run = run;
  }

  /** What the run says on the paper's research questions. */
  List<String> answers() {
    if (!run.isAnalysed()) {
      return List.of(
          "Nothing yet on RQ1 and RQ2: the run's answers have not been compared with populations."
              + " The commands judge and analyze do that.");
    }
    List<String> answers = new ArrayList<>();
    answers.add(
        "RQ1, does multilingual capability predict cultural alignment? "
            + (!run.hasOneSlope() && !run.rows(REGRESSIONS).isEmpty()
                ? answer(
                    RegressionFigures.SLOPE_TERM,
                    "slope of capability",
                    "slopes of capability",
                    "rq1")
                : slope()));
    for (String country : run.references()) {
      answers.add(
          "RQ2, are models closer to "
              + RunTables.nameOf(country)
              + " than to "
              + run.comparedWith()
              + "? "
              + answer(
                  RunTables.biasTerm(country),
                  country + " term (the bias beyond a random respondent's)",
                  country + " terms (the bias beyond a random respondent's)",
                  "rq2"));
    }
    Map<String, List<CsvTable.Row>> byLanguage = new TreeMap<>();
    run.rows(
            RunTables.ALIGNMENT,
            r ->
                RunTables.isPlain(r)
                    && r.text(METRIC).equals(run.metric())
                    && r.text(LEVEL).equals(RunTables.SPEAKERS)
                    && r.text(GROUP).equals(r.text(LANGUAGE))
                    && !r.optional(RunTables.FAMILY).equalsIgnoreCase(RunTables.BASELINE)
                    && !r.optional(ESTIMATE).isEmpty())
        .forEach(r -> byLanguage.computeIfAbsent(r.text(LANGUAGE), l -> new ArrayList<>()).add(r));
    if (!byLanguage.isEmpty()) {
      answers.add(
          "Closest to the speakers of each language asked in ("
              + run.metric().replace('_', ' ')
              + " alignment with its 95% interval"
              + run.covers()
              + "): "
              + String.join(
                  "; ",
                  byLanguage.entrySet().stream()
                      .map(e -> e.getKey() + ": " + nearest(e.getValue()))
                      .toList())
              + ".");
    }
    return answers;
  }

  /** The one slope of capability, with both tests. */
  private String slope() {
    List<CsvTable.Row> rows =
        run.rows(
            REGRESSIONS,
            r ->
                r.text("regression").equals("rq1")
                    && r.text(TERM).equals(RegressionFigures.CAPABILITY_TERM));
    if (rows.isEmpty() || Double.isNaN(value(rows.get(0), "ci_low"))) {
      return "Not answered here: " + run.notFitted("rq1");
    }
    CsvTable.Row slope = rows.get(0);
    boolean isSeen = value(slope, "ci_low") > 0 || value(slope, "ci_high") < 0;
    List<CsvTable.Row> slopes =
        run.rows(REGRESSIONS, r -> r.text(TERM).startsWith(RegressionFigures.SLOPE_TERM));
    return (isSeen ? "" : "It cannot be told from these models. ")
        + "As capability goes from 0 to 1 alignment changes by "
        + interval(slope)
        + String.format(
            Locale.ROOT,
            " (p = %.2g by Kenward and Roger's test%s), over %s models.",
            value(slope, "p_value"),
            run.diagnostic("rq1", "permutation_p")
                .map(p -> ", " + p + " by shuffling capability among models")
                .orElse(""),
            run.diagnostic("rq1", "models").orElse("?"))
        + (slopes.isEmpty()
            ? ""
            : " Of "
                + slopes.size()
                + " exploratory slopes by family and language "
                + slopes.stream().filter(r -> value(r, "p_holm") < SIGNIFICANT).count()
                + " differ from zero after Holm's adjustment.");
  }

  /** The nearest model, or how many cannot be told apart. */
  private static String nearest(List<CsvTable.Row> rows) {
    List<CsvTable.Row> sorted =
        rows.stream()
            .sorted(Comparator.comparingDouble((CsvTable.Row r) -> -value(r, ESTIMATE)))
            .toList();
    CsvTable.Row best = sorted.get(0);
    if (Double.isNaN(value(best, "ci_low"))) {
      return "not told, for " + best.optional("withheld");
    }
    long alike =
        sorted.stream().filter(r -> !(value(r, "ci_high") < value(best, "ci_low"))).count();
    return alike == 1
        ? best.text(MODEL) + " " + interval(best)
        : "none of "
            + alike
            + " can be called nearer than the others, "
            + best.text(MODEL)
            + " among them "
            + interval(best);
  }

  private String answer(String prefix, String one, String many, String regression) {
    List<CsvTable.Row> rows = run.rows(REGRESSIONS, r -> r.text(TERM).startsWith(prefix));
    if (rows.isEmpty()) {
      return "Not answered here: " + run.notFitted(regression);
    }
    long withheld = rows.stream().filter(r -> Double.isNaN(value(r, "ci_low"))).count();
    int all = rows.size();
    List<CsvTable.Row> above = rows.stream().filter(r -> value(r, "ci_low") > 0).toList();
    List<CsvTable.Row> below = rows.stream().filter(r -> value(r, "ci_high") < 0).toList();
    String sentence =
        "Of "
            + all
            + " "
            + (all == 1 ? one : many)
            + ", "
            + above.size()
            + (above.size() == 1 ? " is" : " are")
            + " above zero and "
            + below.size()
            + " below it with a 95% interval that excludes zero; "
            + (all - above.size() - below.size() - withheld)
            + " cannot be told from zero."
            + (withheld == 0 ? "" : " " + withheld + " have no interval; diagnostics.csv says why.")
            + adjusted(rows);
    return sentence
        + extreme(" The largest above zero: ", above, 1)
        + extreme(" The largest below zero: ", below, -1);
  }

  /** What is left of them after adjustment for their number. */
  private static String adjusted(List<CsvTable.Row> rows) {
    List<CsvTable.Row> tested =
        rows.stream().filter(r -> !Double.isNaN(value(r, "p_holm"))).toList();
    return tested.size() < 2
        ? ""
        : " After Holm's adjustment for "
            + tested.size()
            + " tests "
            + tested.stream().filter(r -> value(r, "p_holm") < SIGNIFICANT).count()
            + " differ from zero.";
  }

  private static String extreme(String begins, List<CsvTable.Row> rows, int sign) {
    return rows.stream()
        .max(Comparator.comparingDouble(r -> sign * value(r, ESTIMATE)))
        .map(
            r -> {
              String term = r.text(TERM);
              String name = inBrackets(term, term.contains("family[") ? "family" : MODEL);
              return begins + name + " in " + inBrackets(term, LANGUAGE) + ", " + interval(r) + ".";
            })
        .orElse("");
  }

  /** The share of the answers asked for that are valid; NaN where the ledger does not say. */
  private static double validShare(CsvTable.Row row) {
    return value(row, "valid") / value(row, "asked");
  }

  private static String interval(CsvTable.Row row) {
    return String.format(
        Locale.ROOT,
        "%.2f [%.2f, %.2f]",
        value(row, ESTIMATE),
        value(row, "ci_low"),
        value(row, "ci_high"));
  }

  /** What of this run makes the answers weaker than they look. */
  List<String> caveats() {
    List<String> caveats = new ArrayList<>();
    String apart = run.manifest().path("judged_apart").asText();
    if (!apart.isEmpty()) {
      caveats.add(apart);
    }
    if (run.isSimulated()) {
      caveats.add(
          "Simulated respondents, a simulated judge or a synthetic survey had a part in this run:"
              + " nothing here is about any real model or population.");
    }
    String unverified = run.manifest().path("unverified_languages").asText();
    if (!unverified.isEmpty()) {
      caveats.add(
          "The wording in " + unverified + " is machine-written; no person has checked it.");
    }
    long small =
        run.rows(
                RunTables.LEDGER,
                r -> RunTables.isPlain(r) && r.optional("small_cell").equals("true"))
            .size();
    if (small > 0) {
      caveats.add(
          small
              + (small == 1 ? " model and language has" : " models and languages have")
              + " fewer than 100 responses in use; they are marked in the ledger.");
    }
    List<String> few =
        run.rows(RunTables.LEDGER, r -> RunTables.isPlain(r) && validShare(r) < FEW_VALID).stream()
            .map(
                r ->
                    String.format(
                        Locale.ROOT,
                        "%s in %s (%.0f%%)",
                        r.text(MODEL),
                        r.text(LANGUAGE),
                        100 * validShare(r)))
            .toList();
    if (!few.isEmpty()) {
      caveats.add(
          "Of some models few answers were valid, and those may not be like the rest: "
              + String.join(", ", few)
              + ".");
    }
    caveats.addAll(new LedgerFindings(run).caveats());
    if (run.isPublished()) {
      caveats.add(
          "Published inference: rounds are taken for observations (pseudo-replication), so the"
              + " regressions' intervals are far too narrow.");
    }
    run.diagnostic("rq1", "rq1_placebo")
        .ifPresent(
            share ->
                caveats.add(
                    String.format(
                        Locale.ROOT,
                        "The published formula of rq1 has no intercept: with capability shuffled among"
                            + " models %.0f%% of shuffles had a slope that it calls significant.",
                        100 * Double.parseDouble(share))));
    run.diagnostic("rq2", "rounds_not_fitted")
        .filter(n -> !n.equals("0"))
        .ifPresent(n -> caveats.add("rq2 could not be fitted in " + n + " of the rounds."));
    long withheld = run.rows(RunTables.ALIGNMENT, r -> !r.optional("withheld").isEmpty()).size();
    if (withheld > 0) {
      caveats.add(
          withheld
              + " alignments have no interval, for reasons in the column withheld of alignment.csv.");
    }
    run.diagnostic("rq1", "singular")
        .filter(Boolean::parseBoolean)
        .ifPresent(
            yes -> caveats.add("Singular fit: rq1 estimates the variance between models as zero."));
    JsonNode letters = run.manifest().path("dead_letters");
    if (!letters.isEmpty()) {
      caveats.add("Some elements failed and are in the dead letters: " + letters + ".");
    }
    return caveats;
  }
}
