package org.polarbeam.report;

import static org.polarbeam.report.chart.Html.escape;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.InputException;
import org.polarbeam.record.Tables;
import org.polarbeam.report.chart.DataRows;
import org.polarbeam.report.chart.Picture;

/**
 * The report of a run as one self-contained HTML page: the answer in sentences, the figures of
 * "Multilingual != Multicultural" from the run's own data, and the tables behind them.
 *
 * <p>It needs no network. Without scripts it has every figure as a picture and as a table; with
 * them Vega-Lite, which comes with the page, draws the figures so that a reader can choose what
 * they show. Its content security policy lets the page's own scripts run and nothing else, and
 * nothing be fetched or sent.
 */
public final class RunReport {
  /** The heading of every report. */
  public static final String TITLE = "Whose values do language models speak?";

  /** Tells the style sheet that scripts run, before anything is laid out. */
  private static final String BEGIN = "document.documentElement.classList.add('scripts')";

  private static final String VEGA = "vega";
  private static final String VEGA_LITE = "vega-lite";

  private final RunTables run;
  private final Comparison comparison;
  private final Page page;

  private RunReport(RunTables run, Comparison comparison) {
    this.run = run;
    this.comparison = comparison;
    this.page = new Page(run.isSimulated());
  }

  /**
   * Makes the page.
   *
   * @throws InputException when the directory holds no run
   */
  public static String html(RunFiles files) {
    return new RunReport(new RunTables(files), null).html();
  }

  /**
   * Makes the page with a part on what moved since an earlier run.
   *
   * @param name what to call the earlier run
   * @throws InputException when either directory holds no run
   */
  public static String html(RunFiles files, RunFiles earlier, String name) {
    RunTables run = new RunTables(files);
    return new RunReport(run, new Comparison(new RunTables(earlier), run, name)).html();
  }

  private String html() {
    moved();
    if (run.isAnalysed()) {
      figures();
    } else {
      new JudgeSection(run, page).write();
    }
    tables();
    String body = page.toString();
    Page top = new Page(run.isSimulated());
    answers(top);
    String title = (run.isSimulated() ? DataMark.SIMULATED + ": " : "") + TITLE;
    List<String> scripts = scripts();
    StringBuilder html = new StringBuilder(body.length() + 1_000_000);
    html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .append(policy(scripts))
        .append("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
        .append(escape(title))
        .append("</title>\n<style>\n")
        .append(resource("report.css"))
        .append("</style>\n<script>")
        .append(BEGIN)
        .append("</script>\n</head>\n<body>\n<main>\n<h1>")
        .append(TITLE)
        .append("</h1>\n")
        .append(top)
        .append(page.contents());
    Page choices = new Page(run.isSimulated());
    choices.choices(choices());
    html.append(choices).append(body).append("</main>\n");
    scripts.forEach(s -> html.append("<script>").append(s).append("</script>\n"));
    return html.append("</body>\n</html>\n").toString();
  }

  private Map<String, List<String>> choices() {
    Map<String, List<String>> choices = new LinkedHashMap<>();
    choices.put(RunTables.LANGUAGE, run.distinct(RunTables.LANGUAGE));
    choices.put(RunTables.LEVEL, run.distinct(RunTables.LEVEL));
    choices.put(RunTables.MODEL, run.distinct(RunTables.MODEL));
    return choices;
  }

  private void answers(Page top) {
    top.note(
        "Value polarity scores of language models compared with what populations answered in a"
            + " survey. Made by Polarbeam "
            + run.manifest().path("polarbeam").asText()
            + ", command "
            + run.manifest().path("command").asText()
            + ".");
    if (run.isSimulated()) {
      top.warning(
          DataMark.SIMULATED
              + ". Simulated respondents, a simulated judge or a synthetic survey had a part in"
              + " this run. It says nothing about any real model or population.");
    }
    Findings findings = new Findings(run);
    top.heading("found", "What this run found");
    top.list(findings.answers());
    List<String> caveats = findings.caveats();
    if (!caveats.isEmpty()) {
      top.subheading("Read with care");
      top.list(caveats);
    }
  }

  private void moved() {
    if (comparison == null) {
      return;
    }
    page.heading("moved", comparison.heading());
    if (comparison.isSimulated() && !run.isSimulated()) {
      page.warning(DataMark.SIMULATED + ". The run compared with is simulated.");
    }
    page.list(comparison.sentences());
    page.figure(comparison.picture(), comparison.isSimulated());
    DataRows differences = comparison.differences();
    if (differences.isEmpty()) {
      page.paragraph("Both runs were made with the same options and inputs.");
    } else {
      page.paragraph("The runs were not made alike, and these may be why figures moved:");
      page.wrapped(differences, "Options in which the runs differ");
    }
  }

  private void figures() {
    RegressionFigures regressions = new RegressionFigures(run);
    AlignmentFigures alignments = new AlignmentFigures(run);
    FitFigures fits = new FitFigures(run);
    PopulationFigures populations = new PopulationFigures(run);
    section(
        "rq1",
        "RQ1: does multilingual capability predict cultural alignment?",
        "Not fitted: " + run.notFitted("rq1"),
        regressions.slopes());
    section(
        "countries", "Populations", "The run has no truth of countries.", alignments.countries());
    section(
        "consistency",
        "Self-consistency",
        "The run has no self-consistency.",
        alignments.consistency());
    section(
        "capability",
        "Capability and alignment",
        "The run has no benchmarks, so capability is unknown.",
        regressions.capability());
    section(
        "rq2",
        "RQ2: are models closer to "
            + run.referenceNames()
            + " than to "
            + run.comparedWith()
            + "?",
        "Not fitted: " + run.notFitted("rq2"),
        regressions.countryBias());
    section(
        "alignment",
        "Alignment",
        "The run has no alignment.",
        alignments.withCountries(),
        alignments.withSpeakers(),
        alignments.withEverybody());
    section(
        "residuals",
        "How well the regressions fit",
        "",
        fits.residuals(),
        fits.residualQuantiles());
    new JudgeSection(run, page).write();
    populations.levels().forEach(level -> section("level-" + level.id(), level.title(), "", level));
    section("categories", "By kind of topic", "", populations.categories());
    section("topics", "Topic by topic", "", alignments.topics());
    section(
        "measures",
        "Shifted, or in another order",
        "",
        populations.signedBias(),
        populations.distance());
    section("limits", "What could be seen", "", alignments.ceilings(), regressions.power());
    section(
        "personas",
        "Naming a country in the prompt",
        "",
        regressions.personaGains(),
        regressions.personaOverLanguage());
  }

  /** A heading and its figures; where none has data, why. */
  private void section(String id, String heading, String otherwise, Picture... pictures) {
    List<Picture> drawn = new ArrayList<>();
    for (Picture picture : pictures) {
      if (!picture.chart().data().isEmpty()) {
        drawn.add(picture);
      }
    }
    if (drawn.isEmpty() && otherwise.isEmpty()) {
      return;
    }
    page.heading(id, heading);
    drawn.forEach(page::figure);
    if (drawn.isEmpty()) {
      page.note(otherwise);
    }
  }

  private void tables() {
    page.heading("ledger", "The ledger: which responses are valid");
    page.paragraph(
        "How many responses are left at each step: asked, answered, parsed (a numbered list was"
            + " found), kept (by the study's rule for lists), in the right language, judged, valid (at least one item takes a side), used"
            + " (its topic has a truth). Marked rows rest on fewer than 100 responses. Blank: the"
            + " run began after this step.");
    run.table(RunTables.LEDGER)
        .ifPresentOrElse(
            t ->
                page.table(
                    t, "The ledger", r -> true, r -> r.optional("small_cell").equals("true")),
            () -> page.note("The run has no ledger."));
    DataRows failed = FailedElements.of(run.files());
    if (!failed.isEmpty()) {
      page.heading("failed", "What failed");
      page.paragraph(
          "Elements that could not be worked on, by reason. dead-letters/ has them whole.");
      page.wrapped(failed, "Reasons of failure");
    }
    asked();
    page.heading("tables", "Tables");
    folded("The topics", Tables.TOPICS.file());
    folded("The benchmarks that capability is the mean of", Tables.BENCHMARKS.file());
    folded("The regressions in full", RunTables.REGRESSIONS);
    folded("Diagnostics of the regressions", RunTables.DIAGNOSTICS);
    page.note(
        "The run's directory holds every table in full, with all groups and metrics, as CSV files.");
    made();
  }

  private void folded(String title, String file) {
    run.table(file)
        .ifPresent(
            t -> {
              page.fold(title + " (" + file + ")");
              page.table(t, title, r -> true, r -> false);
              page.unfold();
            });
  }

  /** Tokens, cost and what the models said. */
  private void asked() {
    Answers answers = Answers.of(run.files());
    DataRows tokens = answers.tokens(this::price);
    if (!tokens.isEmpty()) {
      page.heading("tokens", "Token use and cost");
      page.paragraph(
          "What the answers of this run took and cost by its price table, each answer counted once,"
              + " however often the run was started again. What each start asked and paid, the"
              + " judge's part included, is in manifest.json.");
      page.table(tokens, "Tokens and cost by model and language");
    }
    if (!answers.shown().isEmpty()) {
      page.heading("said", "What the models said");
      page.paragraph(
          "The first answer of each model and language, then the first of each kind that could not"
              + " be used, as the model wrote it, with the judge's labels."
              + answers.leftOut());
      for (Answers.Shown shown : answers.shown()) {
        page.fold(shown.summary());
        page.verbatim(shown.text());
        page.unfold();
      }
    }
  }

  /** What a million tokens of a model cost, in millionths of the currency; empty if unknown. */
  private OptionalLong price(String model, String way) {
    JsonNode price = run.manifest().path("price_micros_" + way).path(model);
    return price.isMissingNode() ? OptionalLong.empty() : OptionalLong.of(price.asLong());
  }

  private void made() {
    page.heading("made", "How it was made");
    DataRows made = DataRows.empty("option", "value");
    JsonNode manifest = run.manifest();
    manifest
        .path("made_from")
        .fields()
        .forEachRemaining(e -> made.add(e.getKey(), e.getValue().asText()));
    made.add(DataMark.FIELD, manifest.path(DataMark.FIELD).asText());
    page.wrapped(made, "What made this run");
  }

  /** The page's scripts: the libraries that draw, and what ties them to the figures. */
  private static List<String> scripts() {
    return List.of(library(VEGA), library(VEGA_LITE), resource("report.js"));
  }

  private static String library(String name) {
    String version = property("META-INF/maven/org.webjars/" + name + "/pom.properties");
    return text(
        RunReport.class
            .getClassLoader()
            .getResourceAsStream(
                "META-INF/resources/webjars/" + name + "/" + version + "/" + name + ".min.js"),
        name);
  }

  private static String property(String file) {
    Properties properties = new Properties();
    try (InputStream in = RunReport.class.getClassLoader().getResourceAsStream(file)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static String resource(String name) {
    return text(RunReport.class.getResourceAsStream(name), name);
  }

  private static String text(InputStream stream, String name) {
    try (stream) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      if (name.contains(VEGA) && text.contains("</script")) {
        throw new IllegalStateException(name + " cannot stand in a page");
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Only these very scripts run. Vega compiles its expressions, which needs {@code unsafe-eval};
   * they come from our specifications, never from data.
   */
  private static String policy(List<String> scripts) {
    StringBuilder policy = new StringBuilder("default-src 'none'; script-src 'unsafe-eval'");
    policy.append(" 'sha256-").append(digest(BEGIN)).append("'");
    for (String script : scripts) {
      policy.append(" 'sha256-").append(digest(script)).append("'");
    }
    return policy
        .append(
            "; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'")
        .toString();
  }

  private static String digest(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
