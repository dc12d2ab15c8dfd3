package org.polarbeam.report;

import static org.polarbeam.report.Html.escape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.InputException;

/**
 * The report of a run as one self-contained HTML page: the answer in sentences, the ledger,
 * alignment with intervals, self-consistency and the regressions as pictures, and the tables behind
 * them. It needs no network and no script.
 */
public final class RunReport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MANIFEST = "manifest.json";
  private static final String LANGUAGE = "language";
  private static final String MODEL = "model";
  private static final String GROUP = "group";
  private static final String US_TERM = "us:model[";
  private static final String SLOPE_TERM = "multilingual:";
  private static final String PERSONA_TERM = "persona:";
  private static final String OVER_LANGUAGE_TERM = "persona_over_language:";

  /** The columns that are words, aligned left. */
  private static final List<String> WORDS =
      List.of(
          MODEL,
          LANGUAGE,
          "regression",
          "term",
          "figure",
          "value",
          "level",
          GROUP,
          "metric",
          "judge",
          "judges",
          "statistic",
          "canary",
          "persona",
          "topic");

  private final JsonNode manifest;
  private final Optional<CsvTable> ledger;
  private final Optional<CsvTable> agreement;
  private final Optional<CsvTable> canaries;
  private final Optional<CsvTable> judgeErrors;
  private final Optional<CsvTable> alignment;
  private final Optional<CsvTable> consistency;
  private final Optional<CsvTable> regressions;
  private final Optional<CsvTable> diagnostics;
  private final StringBuilder page = new StringBuilder();

  private RunReport(RunFiles files) {
    this.manifest = manifest(files);
    this.agreement = table(files, "agreement.csv");
    this.canaries = table(files, "canaries.csv");
    this.judgeErrors = table(files, "judge_errors.csv");
    this.ledger = table(files, "validity.csv");
    this.alignment = table(files, "alignment.csv");
    this.consistency = table(files, "consistency.csv");
    this.regressions = table(files, "regressions.csv");
    this.diagnostics = table(files, "diagnostics.csv");
  }

  /**
   * Makes the page.
   *
   * @throws InputException when the directory holds no run
   */
  public static String html(RunFiles files) {
    return new RunReport(files).html();
  }

  private static JsonNode manifest(RunFiles files) {
    try {
      return JSON.readTree(
          files
              .read(MANIFEST)
              .orElseThrow(
                  () ->
                      InputException.in(
                          MANIFEST, "there is no such file", "Give the directory of a run")));
    } catch (JsonProcessingException e) {
      throw InputException.in(MANIFEST, "this is no JSON", "Give the directory of a run");
    }
  }

  /** A table of the run; nothing when the run has none or it has no rows. */
  private static Optional<CsvTable> table(RunFiles files, String name) {
    Optional<String> text = files.read(name);
    if (text.isEmpty() || text.get().lines().limit(2).count() < 2) {
      return Optional.empty();
    }
    try {
      return Optional.of(CsvTable.read(name, new StringReader(text.get())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String html() {
    boolean simulated = manifest.path(DataMark.FIELD).asText().equals(DataMark.SIMULATED);
    String title = (simulated ? "SIMULATED: " : "") + "Whose values do language models speak?";
    page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
        .append(escape(title))
        .append("</title>\n<style>\n")
        .append(css())
        .append("</style>\n</head>\n<body>\n<main>\n<h1>Whose values do language models speak?")
        .append("</h1>\n");
    paragraph(
        "note",
        "Value polarity scores of language models compared with what populations answered in the"
            + " World Values Survey and the European Values Study. Made by Polarbeam "
            + manifest.path("polarbeam").asText()
            + ", command "
            + manifest.path("command").asText()
            + ".");
    if (simulated) {
      page.append("<p class=\"mark-simulated\" role=\"note\">SIMULATED. ")
          .append("Simulated respondents, a simulated judge or a synthetic survey had a part in ")
          .append("this run. It says nothing about any real model or population.</p>\n");
    }
    answers();
    ledger();
    judging();
    alignment();
    consistency();
    capability();
    usBias();
    personas();
    tables();
    made();
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static String css() {
    try (InputStream css = RunReport.class.getResourceAsStream("report.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void heading(String id, String text) {
    page.append("<h2 id=\"").append(id).append("\">").append(escape(text)).append("</h2>\n");
  }

  private void paragraph(String style, String text) {
    page.append(style.isEmpty() ? "<p>" : "<p class=\"" + style + "\">")
        .append(escape(text))
        .append("</p>\n");
  }

  private void answers() {
    heading("found", "What this run found");
    page.append("<ul>\n");
    item(
        tally(SLOPE_TERM)
            .map(
                t ->
                    "RQ1, does multilingual capability predict cultural alignment? Of "
                        + t.sentence("slope of capability", "slopes of capability")
                        + ".")
            .orElse(
                "RQ1, does multilingual capability predict cultural alignment? Not answered here: "
                    + notFitted("rq1")));
    item(
        tally(US_TERM)
            .map(
                t ->
                    "RQ2, are models closer to the US than to the countries that speak the"
                        + " prompt's language? Of "
                        + t.sentence(
                            "US term (the bias beyond a random respondent's)",
                            "US terms (the bias beyond a random respondent's)")
                        + ".")
            .orElse(
                "RQ2, are models closer to the US than to the countries that speak the prompt's"
                    + " language? Not answered here: "
                    + notFitted("rq2")));
    page.append("</ul>\n");
    List<String> caveats = caveats();
    if (!caveats.isEmpty()) {
      page.append("<h3>Read with care</h3>\n<ul>\n");
      caveats.forEach(this::item);
      page.append("</ul>\n");
    }
  }

  private void item(String text) {
    page.append("<li>").append(escape(text)).append("</li>\n");
  }

  /** How many coefficients are above zero, below it, or undecided. */
  private record Tally(int all, int above, int below) {
    String sentence(String one, String many) {
      return all
          + " "
          + (all == 1 ? one : many)
          + ", "
          + above
          + " "
          + (above == 1 ? "is" : "are")
          + " above zero and "
          + below
          + " below it with a 95% interval that excludes zero; "
          + (all - above - below)
          + " cannot be told from zero";
    }
  }

  private Optional<Tally> tally(String prefix) {
    int all = 0;
    int above = 0;
    int below = 0;
    for (CsvTable.Row row : rows(regressions, r -> r.text("term").startsWith(prefix))) {
      all++;
      above += value(row, "ci_low") > 0 ? 1 : 0;
      below += value(row, "ci_high") < 0 ? 1 : 0;
    }
    return all == 0 ? Optional.empty() : Optional.of(new Tally(all, above, below));
  }

  private String notFitted(String regression) {
    return diagnostic(regression, "not_fitted")
        .map(reason -> reason + ".")
        .orElse("the run had no benchmarks, or too few models.");
  }

  private Optional<String> diagnostic(String regression, String figure) {
    return rows(
            diagnostics,
            r -> r.text("regression").equals(regression) && r.text("figure").equals(figure))
        .stream()
        .map(r -> r.optional("value"))
        .findFirst();
  }

  private List<String> caveats() {
    List<String> caveats = new ArrayList<>();
    JsonNode made = manifest.path("made_from");
    String unverified = manifest.path("unverified_languages").asText();
    if (!unverified.isEmpty()) {
      caveats.add(
          "The wording in " + unverified + " is machine-written; no person has checked it.");
    }
    long small = rows(ledger, r -> r.optional("small_cell").equals("true")).size();
    if (small > 0) {
      caveats.add(
          small
              + (small == 1 ? " model and language has" : " models and languages have")
              + " fewer than 100 responses in use; they are marked in the ledger.");
    }
    if (made.path("inference").asText().equals("published")) {
      caveats.add(
          "Published inference: rounds are taken for observations, so the regressions' intervals"
              + " are far too narrow.");
    }
    for (String regression : List.of("rq1", "rq2")) {
      diagnostic(regression, "rounds_not_fitted")
          .filter(n -> !n.equals("0"))
          .ifPresent(
              n -> caveats.add(regression + " could not be fitted in " + n + " of the rounds."));
    }
    diagnostic("rq1", "singular_rounds")
        .filter(n -> !n.equals("0"))
        .ifPresent(
            n ->
                caveats.add(
                    "In "
                        + n
                        + " rounds of rq1 the variance between models is estimated as zero."));
    JsonNode letters = manifest.path("dead_letters");
    if (!letters.isEmpty()) {
      caveats.add("Some elements failed and are in the dead letters: " + letters + ".");
    }
    return caveats;
  }

  private void ledger() {
    heading("ledger", "The ledger");
    paragraph(
        "",
        "How many responses are left at each step: asked, answered, parsed (a numbered list was"
            + " found), in the right language, judged, valid (at least one item takes a side), used"
            + " (its topic has a truth). Marked rows rest on fewer than 100 responses. Blank: the"
            + " run began after this step.");
    ledger.ifPresentOrElse(
        t -> htmlTable(t, r -> r.optional("small_cell").equals("true")),
        () -> paragraph("note", "The run has no ledger."));
  }

  /** How good the judge is, as far as the run has put it to the test. */
  private void judging() {
    if (agreement.isEmpty() && canaries.isEmpty() && judgeErrors.isEmpty()) {
      return;
    }
    heading("judges", "The judges");
    canaries.ifPresent(this::canaries);
    agreement.ifPresent(
        t -> {
          paragraph(
              "",
              "How far the judges agree on single items, null being a label like the others: Cohen's"
                  + " kappa of two judges, Krippendorff's alpha of all, with 95% intervals over"
                  + " responses. agreement.csv has the rows of every topic.");
          htmlTable(t, r -> r.optional("topic").isEmpty(), r -> false);
        });
    judgeErrors.ifPresent(
        t -> {
          paragraph("", "How often the judge errs, by the labels that people gave.");
          htmlTable(t, r -> false);
        });
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
            paragraph(
                "",
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
    htmlTable(table, r -> r.optional(LANGUAGE).isEmpty(), r -> r.optional("fell").equals("true"));
  }

  private void alignment() {
    heading("alignment", "Alignment");
    if (alignment.isEmpty()) {
      paragraph("note", "The run has no alignment.");
      return;
    }
    paragraph(
        "",
        "Spearman correlation, over responses, of the response's value polarity with that of a"
            + " population, with 95% bootstrap intervals. Higher is closer to that population.");
    List<String> series = List.of("speakers of the language", "US", "everybody");
    for (String language : languages(alignment.get())) {
      IntervalPlot plot =
          new IntervalPlot(
              "Alignment of each model asked in "
                  + language
                  + " with speakers of the language, the US and everybody",
              "alignment (Spearman)",
              series);
      Map<String, List<IntervalPlot.Point>> byModel = new TreeMap<>();
      for (CsvTable.Row row :
          rows(
              alignment,
              r ->
                  isPlain(r)
                      && r.text(LANGUAGE).equals(language)
                      && r.text("metric").equals("spearman"))) {
        int s =
            switch (row.text("level")) {
              case "language" -> row.text(GROUP).equals(language) ? 0 : -1;
              case "country" -> row.text(GROUP).equals("US") ? 1 : -1;
              default -> 2;
            };
        if (s >= 0) {
          byModel.computeIfAbsent(row.text(MODEL), m -> new ArrayList<>()).add(point(s, row));
        }
      }
      byModel.forEach(plot::add);
      figure("Asked in " + language, plot);
    }
  }

  private void consistency() {
    heading("consistency", "Self-consistency");
    paragraph(
        "",
        "How well two responses to the same topic agree, over all pairs of different responses"
            + " (Spearman, corrected for the judge's errors), with 95% bootstrap intervals.");
    if (consistency.isEmpty()) {
      return;
    }
    List<String> languages = languages(consistency.get());
    IntervalPlot plot =
        new IntervalPlot("Self-consistency of each model by language", "correlation", languages);
    Map<String, List<IntervalPlot.Point>> byModel = new TreeMap<>();
    for (CsvTable.Row row :
        rows(consistency, r -> isPlain(r) && r.text("metric").equals("spearman_disattenuated"))) {
      byModel
          .computeIfAbsent(row.text(MODEL), m -> new ArrayList<>())
          .add(point(languages.indexOf(row.text(LANGUAGE)), row));
    }
    byModel.forEach(plot::add);
    figure("", plot);
  }

  private void capability() {
    heading("rq1", "RQ1: does multilingual capability predict cultural alignment?");
    paragraph(
        "",
        "Slopes of capability (0 to 1) on alignment with the speakers of the language, by model"
            + " family and language, from a linear mixed model with a random intercept a model."
            + " Bars are 95% intervals.");
    Map<String, IntervalPlot> byFamily = new TreeMap<>();
    for (CsvTable.Row row : rows(regressions, r -> r.text("term").startsWith(SLOPE_TERM))) {
      String family = inBrackets(row.text("term"), "family");
      byFamily
          .computeIfAbsent(
              family,
              f ->
                  new IntervalPlot(
                      "Slope of capability on alignment, " + f, "slope", List.of("slope")))
          .add(inBrackets(row.text("term"), LANGUAGE), List.of(point(0, row)));
    }
    byFamily.forEach((family, plot) -> figure("Family " + family, plot));
    if (byFamily.isEmpty()) {
      paragraph("note", "Not fitted: " + notFitted("rq1"));
    }
  }

  private void usBias() {
    heading("rq2", "RQ2: are models closer to the US than to the language's own countries?");
    paragraph(
        "",
        "Coefficients us × model × language of an ordinary least squares fit: by how much alignment"
            + " with the US exceeds alignment with the countries that speak the language, beyond"
            + " what a respondent with random answers shows. Bars are 95% intervals.");
    Map<String, List<IntervalPlot.Point>> byModel = new TreeMap<>();
    List<CsvTable.Row> terms = rows(regressions, r -> r.text("term").startsWith(US_TERM));
    List<String> languages =
        List.copyOf(
            terms.stream()
                .map(r -> inBrackets(r.text("term"), LANGUAGE))
                .collect(java.util.stream.Collectors.toCollection(TreeSet::new)));
    for (CsvTable.Row row : terms) {
      byModel
          .computeIfAbsent(inBrackets(row.text("term"), MODEL), m -> new ArrayList<>())
          .add(point(languages.indexOf(inBrackets(row.text("term"), LANGUAGE)), row));
    }
    IntervalPlot plot =
        new IntervalPlot("US bias of each model by language", "us coefficient", languages);
    byModel.forEach(plot::add);
    figure("", plot);
    if (plot.isEmpty()) {
      paragraph("note", "Not fitted: " + notFitted("rq2"));
    }
  }

  /** What naming a country does, where prompts name countries. */
  private void personas() {
    if (tally(PERSONA_TERM).isEmpty()) {
      return;
    }
    heading("personas", "Naming a country in the prompt");
    paragraph(
        "",
        "By how much alignment with a country rises when the prompt names it, against the same"
            + " prompts in the same language naming none: the mean over the countries named, by"
            + " model and language. Bars are 95% intervals; topics are drawn alike for both.");
    Predicate<CsvTable.Row> mean = r -> !r.text("term").contains(":country[");
    List<CsvTable.Row> terms =
        rows(regressions, r -> mean.test(r) && r.text("term").startsWith(PERSONA_TERM));
    List<String> languages =
        terms.stream().map(r -> inBrackets(r.text("term"), LANGUAGE)).distinct().sorted().toList();
    IntervalPlot gains =
        new IntervalPlot("Gain in alignment by naming a country", "gain", languages);
    Map<String, List<IntervalPlot.Point>> byModel = new TreeMap<>();
    for (CsvTable.Row row : terms) {
      byModel
          .computeIfAbsent(inBrackets(row.text("term"), MODEL), m -> new ArrayList<>())
          .add(point(languages.indexOf(inBrackets(row.text("term"), LANGUAGE)), row));
    }
    byModel.forEach(gains::add);
    figure("", gains);
    IntervalPlot over =
        new IntervalPlot(
            "Naming a country in English against asking in its language",
            "difference in alignment",
            List.of("difference"));
    for (CsvTable.Row row :
        rows(regressions, r -> mean.test(r) && r.text("term").startsWith(OVER_LANGUAGE_TERM))) {
      over.add(inBrackets(row.text("term"), MODEL), List.of(point(0, row)));
    }
    figure("Naming it in English, against asking in its language and naming none", over);
    paragraph("", "regressions.csv has the terms of each country.");
  }

  /** Whether a row is of the prompts that name no country. */
  private static boolean isPlain(CsvTable.Row row) {
    return row.optional("persona").isEmpty();
  }

  private void tables() {
    heading("tables", "The tables");
    Map<String, Optional<CsvTable>> all = new LinkedHashMap<>();
    all.put("regressions.csv", regressions);
    all.put("diagnostics.csv", diagnostics);
    all.put("alignment.csv", alignment);
    all.put("consistency.csv", consistency);
    all.forEach(
        (name, table) ->
            table.ifPresent(
                t -> {
                  page.append("<details><summary>").append(escape(name)).append("</summary>\n");
                  htmlTable(t, r -> false);
                  page.append("</details>\n");
                }));
  }

  private void made() {
    heading("made", "How it was made");
    page.append("<div class=\"wide\" tabindex=\"0\"><table>\n<tbody>\n");
    manifest
        .path("made_from")
        .fields()
        .forEachRemaining(e -> pair(e.getKey(), e.getValue().asText()));
    pair(DataMark.FIELD, manifest.path(DataMark.FIELD).asText());
    page.append("</tbody>\n</table></div>\n");
  }

  private void pair(String name, String value) {
    page.append("<tr><td>")
        .append(escape(name))
        .append("</td><td class=\"text\"><code>")
        .append(escape(value))
        .append("</code></td></tr>\n");
  }

  private void figure(String caption, IntervalPlot plot) {
    if (plot.isEmpty()) {
      return;
    }
    if (!caption.isEmpty()) {
      page.append("<h3>").append(escape(caption)).append("</h3>\n");
    }
    page.append("<figure><div class=\"wide\" tabindex=\"0\">\n")
        .append(plot.svg())
        .append("</div></figure>\n");
  }

  private void htmlTable(CsvTable table, Predicate<CsvTable.Row> flagged) {
    htmlTable(table, r -> true, flagged);
  }

  private void htmlTable(
      CsvTable table, Predicate<CsvTable.Row> wanted, Predicate<CsvTable.Row> flagged) {
    page.append("<div class=\"wide\" tabindex=\"0\"><table>\n<thead><tr>");
    for (String column : table.columns()) {
      page.append(WORDS.contains(column) ? "<th class=\"text\">" : "<th>")
          .append(escape(column.replace('_', ' ')))
          .append("</th>");
    }
    page.append("</tr></thead>\n<tbody>\n");
    for (CsvTable.Row row : rows(Optional.of(table), wanted)) {
      page.append(flagged.test(row) ? "<tr class=\"flag\">" : "<tr>");
      for (String column : table.columns()) {
        page.append(WORDS.contains(column) ? "<td class=\"text\">" : "<td>")
            .append(escape(shown(row.optional(column))))
            .append("</td>");
      }
      page.append("</tr>\n");
    }
    page.append("</tbody>\n</table></div>\n");
  }

  /** A number with the digits a reader wants; the file has them all. */
  private static String shown(String cell) {
    if (cell.matches("-?\\d+\\.\\d{5,}(E-?\\d+)?|-?\\d\\.\\d+E-?\\d+")) {
      double v = Double.parseDouble(cell);
      return String.format(Locale.ROOT, v != 0 && Math.abs(v) < 1e-3 ? "%.2e" : "%.4f", v);
    }
    return cell;
  }

  private static List<CsvTable.Row> rows(Optional<CsvTable> table, Predicate<CsvTable.Row> wanted) {
    return table.map(t -> t.rows().stream().filter(wanted).toList()).orElse(List.of());
  }

  private static List<String> languages(CsvTable table) {
    return table.rows().stream().map(r -> r.text(LANGUAGE)).distinct().sorted().toList();
  }

  private static IntervalPlot.Point point(int series, CsvTable.Row row) {
    return new IntervalPlot.Point(
        series, value(row, "estimate"), value(row, "ci_low"), value(row, "ci_high"));
  }

  private static double value(CsvTable.Row row, String column) {
    return row.optional(column).isEmpty() ? Double.NaN : row.number(column);
  }

  /** What stands in {@code name[...]} of a term. */
  private static String inBrackets(String term, String name) {
    int at = term.indexOf(name + "[");
    int end = at < 0 ? -1 : term.indexOf(']', at);
    return end < 0 ? term : term.substring(at + name.length() + 1, end);
  }
}
