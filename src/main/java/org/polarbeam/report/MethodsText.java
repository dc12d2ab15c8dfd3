package org.polarbeam.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.polarbeam.files.DataMark;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.record.Tables;

/**
 * The paragraph that a paper's methods section needs of a run, with its own numbers, and the
 * references: what was asked and compared, how, and what the intervals are for.
 */
public final class MethodsText {
  /** The name of the file. */
  public static final String FILE = "methods.txt";

  private static final int WIDTH = 100;

  private final RunTables run;
  private final List<String> sentences = new ArrayList<>();
  private final Set<String> references = new TreeSet<>();

  private MethodsText(RunTables run) {
    this.run = run;
  }

  /** Writes it. */
  public static String of(RunFiles files) {
    return new MethodsText(new RunTables(files)).text();
  }

  private String text() {
    references.add(
        "Rystrøm, J., Kirk, H. R., Hale, S. (2025). Multilingual != Multicultural: Evaluating gaps"
            + " between multilingual capabilities and cultural alignment in LLMs.");
    asked();
    compared();
    intervals();
    regressions();
    sentences.add(
        "Formulae, and how often such intervals hold the true figure in simulated worlds, are in"
            + " Polarbeam's methods page (docs/methods.md).");
    StringBuilder text = new StringBuilder();
    if (run.isSimulated()) {
      text.append(DataMark.SIMULATED)
          .append(": the results say nothing about any real model or population.\n\n");
    }
    text.append(wrapped(String.join(" ", sentences), "")).append("\nReferences\n\n");
    references.forEach(r -> text.append(wrapped(r, "  ")));
    return text.toString();
  }

  private static String wrapped(String text, String indent) {
    StringBuilder all = new StringBuilder();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (line.length() + word.length() >= WIDTH) {
        all.append(line).append('\n');
        line = new StringBuilder(indent);
      }
      line.append(line.toString().isBlank() ? "" : " ").append(word);
    }
    return all.append(line).append('\n').toString();
  }

  private static String named(List<String> names, String what) {
    return names.size()
        + (names.size() == 1 ? " " + what : " " + what + "s")
        + " ("
        + String.join(", ", names)
        + ")";
  }

  private static String count(double n) {
    return String.format(Locale.ROOT, "%,.0f", n);
  }

  private double sum(String column) {
    return run.rows(RunTables.LEDGER).stream()
        .mapToDouble(r -> RunTables.value(r, column))
        .filter(v -> v > 0)
        .sum();
  }

  private List<String> distinct(String column) {
    Set<String> all = new TreeSet<>();
    run.rows(RunTables.ALIGNMENT, r -> !ScoredResponse.isBaseline(r.optional(RunTables.FAMILY)))
        .forEach(r -> all.add(r.optional(column)));
    all.remove("");
    return List.copyOf(all);
  }

  private void asked() {
    List<String> models = distinct(RunTables.MODEL);
    sentences.add(
        "Value polarity was measured with Polarbeam "
            + run.manifest().path("polarbeam").asText()
            + " by the method of Rystrøm, Kirk and Hale (2025).");
    Set<String> topics = new TreeSet<>();
    run.rows(Tables.BIAS.file()).forEach(r -> topics.add(r.text(RunTables.TOPIC)));
    String prompts = run.madeFrom("prompts", "");
    double asked = sum("asked");
    sentences.add(
        named(models, "model")
            + " answered in "
            + named(distinct(RunTables.LANGUAGE), "language")
            + (topics.isEmpty() ? "" : ", on " + topics.size() + " topics")
            + (prompts.isEmpty() ? "" : ", with at most " + prompts + " prompts a language")
            + (asked > 0 ? "; " + count(asked) + " questions were put" : "")
            + ".");
    double used = sum("used");
    if (used > 0) {
      String all =
          asked > 0
              ? String.format(Locale.ROOT, " of %s (%.1f%%)", count(asked), 100 * used / asked)
              : "";
      sentences.add(
          "The analysis rests on "
              + count(used)
              + all
              + " answers that are in the prompt's language and take a side; validity.csv says why"
              + " others were left out.");
    }
    sentences.add(
        "The polarity of an answer is pro / (pro + con) over its items as a judge labelled them;"
            + " that of a population is the weighted share of pro among those who took a side.");
  }

  private void compared() {
    List<String> populations = new ArrayList<>();
    for (String level : run.truthLevels()) {
      populations.add(run.truthGroups(level) + " at the level " + level);
    }
    sentences.add(
        "Truth is the survey's polarity of "
            + String.join(", ", populations)
            + "; its data are to be cited as their provider asks.");
    sentences.add(
        "Alignment ("
            + run.metric().replace('_', ' ')
            + ") is computed over answers against the population's polarity on their topic;"
            + " self-consistency ("
            + run.consistencyMetric().replace('_', ' ')
            + ") over all pairs of different answers to a topic.");
    String rate = run.madeFrom("judge_error_rate", "");
    if (!rate.isEmpty()) {
      sentences.add(
          run.rows(Tables.JUDGE_ERRORS.file()).isEmpty()
              ? "Disattenuated figures take the judge to err in "
                  + rate
                  + " of its labels, which was not measured in this run."
              : "Disattenuated figures are corrected by how people labelled a sample of items"
                  + " (judge_errors.csv).");
    }
  }

  private void intervals() {
    String rounds = run.madeFrom("rounds", "");
    String seed = run.madeFrom("seed", "");
    if (run.isPublished()) {
      sentences.add(
          "Intervals are percentiles of "
              + rounds
              + " bootstrap rounds over answers (seed "
              + seed
              + "), and regressions were fitted on rounds as if they were observations, as the paper"
              + " did.");
      return;
    }
    boolean isFixed = run.madeFrom("topic_effects", "").equals("fixed");
    sentences.add(
        "Estimates are on the answers as they are. The 95% intervals come from "
            + rounds
            + " bootstrap rounds (seed "
            + seed
            + "), whose draws all models, languages and populations share, and are for "
            + (isFixed
                ? "these very topics: answers were drawn within each"
                : "topics like these: whole topics were drawn")
            + "; they are by t on Fisher's z, the logit or the difference itself, and withheld with"
            + " fewer than "
            + run.madeFrom("least_topics", "8")
            + " topics.");
  }

  private void regressions() {
    Set<String> fitted = new TreeSet<>();
    run.rows(RunTables.REGRESSIONS).forEach(r -> fitted.add(r.text("regression")));
    if (fitted.contains("rq1") && !run.isPublished()) {
      sentences.add(
          "RQ1 is a linear mixed model with a row a model and language, "
              + run.diagnostic("rq1", "formula").orElse("")
              + ", by REML with Kenward and Roger's errors, over "
              + run.diagnostic("rq1", "models").orElse("?")
              + " models"
              + run.diagnostic("rq1", "permutation_p")
                  .map(p -> ", beside a permutation of capability among models (p = " + p + ")")
                  .orElse("")
              + ".");
      references.add(
          "Kenward, M. G., Roger, J. H. (1997). Small sample inference for fixed effects from"
              + " restricted maximum likelihood. Biometrics 53, 983-997.");
    }
    if (fitted.contains("rq2")) {
      sentences.add(
          "RQ2 compares alignment with "
              + run.referenceNames()
              + " and with "
              + run.comparedWith()
              + ", beyond what a respondent with random answers shows, by ordinary least squares"
              + (run.isPublished()
                  ? "."
                  : "; p-values are adjusted by Holm and by Benjamini and Hochberg."));
      references.add(
          "Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian"
              + " Journal of Statistics 6, 65-70.");
      references.add(
          "Benjamini, Y., Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the"
              + " Royal Statistical Society B 57, 289-300.");
    }
  }
}
