package org.polarbeam.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Table;
import org.polarbeam.record.Tables;

/** What a run directory says: its manifest and its tables, each read once. */
final class RunTables {
  static final String ALIGNMENT = Tables.ALIGNMENT.file();
  static final String CONSISTENCY = Tables.CONSISTENCY.file();
  static final String REGRESSIONS = Tables.REGRESSIONS.file();
  static final String DIAGNOSTICS = Tables.DIAGNOSTICS.file();
  static final String LEDGER = Tables.LEDGER.file();
  static final String MODEL = "model";
  static final String FAMILY = "family";
  static final String LANGUAGE = "language";
  static final String TERM = "term";
  static final String LEVEL = "level";
  static final String GROUP = "group";
  static final String TOPIC = "topic";
  static final String METRIC = "metric";

  /** The values of {@link #LEVEL}. */
  static final String COUNTRY = "country";

  static final String SPEAKERS = "language";
  static final String GLOBAL = "global";

  /** The family of artificial respondents. */
  static final String BASELINE = "baseline";

  private static final String MANIFEST = "manifest.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunFiles files;
  private final JsonNode manifest;
  private final Map<String, Optional<CsvTable>> tables = new HashMap<>();

  RunTables(RunFiles files) {
    this.files = files;
    try {
      this.manifest =
          JSON.readTree(
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

  JsonNode manifest() {
    return manifest;
  }

  RunFiles files() {
    return files;
  }

  /** An option that decided the results; the other value where the manifest does not say. */
  String madeFrom(String option, String otherwise) {
    String value = manifest.path("made_from").path(option).asText();
    return value.isEmpty() ? otherwise : value;
  }

  /** Whether rounds were taken for observations, so that standard errors are far too small. */
  boolean isPublished() {
    return madeFrom("inference", "").equals("published");
  }

  /** What intervals are for, to put behind their mention; empty where the run does not say. */
  String covers() {
    String effects = madeFrom("topic_effects", "");
    return isPublished() || effects.isEmpty()
        ? ""
        : effects.equals("fixed") ? " for these topics" : " for topics like these";
  }

  /** Whether RQ1 is one slope of capability; the published formula, and older runs, have many. */
  boolean hasOneSlope() {
    return rows(REGRESSIONS).stream()
        .anyMatch(r -> r.text(TERM).equals(RegressionFigures.CAPABILITY_TERM));
  }

  /** The alignment that the run's regressions and figures are about. */
  String metric() {
    return madeFrom(METRIC, "spearman");
  }

  /** The self-consistency that the run's regressions and figures are about. */
  String consistencyMetric() {
    return madeFrom("consistency_metric", "spearman_disattenuated");
  }

  /** Whether anything simulated had a part in the run, by its manifest or any of its tables. */
  boolean isSimulated() {
    return manifest.path(DataMark.FIELD).asText().equals(DataMark.SIMULATED)
        || Tables.ALL.stream()
            .flatMap(table -> rows(table.file()).stream())
            .anyMatch(r -> r.optional(DataMark.FIELD).equals(DataMark.SIMULATED));
  }

  /** A table of the run; nothing when the run has none or it has no rows. */
  Optional<CsvTable> table(String name) {
    return tables.computeIfAbsent(name, this::read);
  }

  private Optional<CsvTable> read(String name) {
    Optional<String> text = files.read(name);
    Optional<Table<?>> declared =
        Tables.ALL.stream().<Table<?>>map(t -> t).filter(t -> t.file().equals(name)).findFirst();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().isBlank()) {
      throw InputException.in(
          name, "the run's table is empty", "Make the run again with --overwrite, or restore it");
    }
    if (text.get().lines().limit(2).count() < 2) {
      List<String> header =
          List.of(text.get().replaceAll("[\\ufeff\"]", "").strip().split("[,;\t]"));
      if (declared.isPresent() && !header.containsAll(declared.get().plain().keys())) {
        throw InputException.in(
            name, "its header is of another table", "Restore it, or make the run again");
      }
      return Optional.empty();
    }
    try {
      CsvTable table = CsvTable.read(name, new StringReader(text.get()));
      declared.ifPresent(its -> table.requireCells(its).as(its));
      return Optional.of(table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<CsvTable.Row> rows(String name) {
    return table(name).map(CsvTable::rows).orElse(List.of());
  }

  List<CsvTable.Row> rows(String name, Predicate<CsvTable.Row> wanted) {
    return rows(name).stream().filter(wanted).toList();
  }

  /** A figure of a regression's diagnostics. */
  Optional<String> diagnostic(String regression, String figure) {
    return rows(
            DIAGNOSTICS,
            r -> r.text("regression").equals(regression) && r.text("figure").equals(figure))
        .stream()
        .map(r -> r.optional("value"))
        .findFirst();
  }

  /** Why a regression has no coefficients. */
  String notFitted(String regression) {
    return diagnostic(regression, "not_fitted")
        .map(reason -> reason + ".")
        .orElse(
            regression.equals("rq1")
                ? "the run had no benchmarks, or too few models."
                : !hasCountryReferences()
                        || references().stream().anyMatch(countries()::containsKey)
                    ? "the run had too few models or "
                        + (hasCountryReferences() ? "countries." : "groups.")
                    : "the truth has no country "
                        + String.join(" or ", references())
                        + " to compare with.");
  }

  /** The countries, or groups of another level, that bias is measured towards. */
  List<String> references() {
    return List.of(madeFrom("reference", "US").split(","));
  }

  private String referenceLevel() {
    return madeFrom("reference_level", COUNTRY);
  }

  private boolean hasCountryReferences() {
    return referenceLevel().equals(COUNTRY);
  }

  /** Those of them that are countries. */
  List<String> referenceCountries() {
    return hasCountryReferences() ? references() : List.of();
  }

  /** What a title adds for the countries that bias is measured towards. */
  String andReferences(String joint) {
    return hasCountryReferences() ? joint + referenceNames() : "";
  }

  /** The populations that the references are compared with, for a sentence. */
  String comparedWith() {
    return hasCountryReferences()
        ? "the countries that speak the prompt's language"
        : "the other groups of the level " + referenceLevel();
  }

  /** The same for a sentence. */
  String referenceNames() {
    return String.join(" and ", references().stream().map(RunTables::nameOf).toList());
  }

  /** A country for a sentence. */
  static String nameOf(String country) {
    return country.equals("US") ? "the US" : country;
  }

  /** What the terms of the bias towards a country begin with. */
  static String biasTerm(String country) {
    return country.toLowerCase(Locale.ROOT) + ":model[";
  }

  /** Whether the run went on to compare its answers with populations. */
  boolean isAnalysed() {
    return table(ALIGNMENT).isPresent() || table(REGRESSIONS).isPresent();
  }

  /** The kinds of populations that there is truth of. */
  List<String> truthLevels() {
    return rows(Tables.TRUTH.file()).stream().map(r -> r.text(LEVEL)).distinct().sorted().toList();
  }

  /** How many populations of a kind there is truth of. */
  long truthGroups(String level) {
    return rows(Tables.TRUTH.file(), r -> r.text(LEVEL).equals(level)).stream()
        .map(r -> r.text(GROUP))
        .distinct()
        .count();
  }

  /** The language of each country, by the truth. */
  Map<String, String> countries() {
    Map<String, String> languages = new TreeMap<>();
    rows(Tables.TRUTH.file(), r -> r.text(LEVEL).equals(COUNTRY))
        .forEach(r -> languages.put(r.text(GROUP), r.optional(LANGUAGE)));
    return languages;
  }

  /** The values of a column over the tables of models' figures, sorted. */
  List<String> distinct(String column) {
    return List.of(LEDGER, ALIGNMENT, CONSISTENCY).stream()
        .flatMap(name -> table(name).stream())
        .filter(table -> table.has(column))
        .flatMap(table -> table.rows().stream())
        .map(r -> r.optional(column))
        .filter(value -> !value.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  /** Whether a row is of the prompts that name no country. */
  static boolean isPlain(CsvTable.Row row) {
    return row.optional("persona").isEmpty();
  }

  /** A cell as a number; NaN where it is blank. */
  static double value(CsvTable.Row row, String column) {
    return row.optional(column).isEmpty() ? Double.NaN : row.number(column);
  }

  /** What stands in {@code name[...]} of a term. */
  static String inBrackets(String term, String name) {
    int at = term.indexOf(name + "[");
    int end = at < 0 ? -1 : term.indexOf(']', at);
    return end < 0 ? term : term.substring(at + name.length() + 1, end);
  }
}
