package org.polarbeam.regression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.polarbeam.alignment.RandomBaseline;
import org.polarbeam.alignment.Resampling;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.YesNo;
import org.polarbeam.record.Regression;
import org.polarbeam.stats.AdjustedP;
import org.polarbeam.stats.Coefficient;
import org.polarbeam.stats.Design;
import org.polarbeam.stats.LeastSquares;
import org.polarbeam.stats.SingularDesignException;
import org.polarbeam.survey.TruthTable;

/**
 * RQ2: are models closer to the US than to the countries that speak the prompt's language? Ordinary
 * least squares of {@code alignment ~ us * model:language}, treatment coding with the first
 * language and the random baseline as references (paper, Eq. 2). The terms {@code
 * us:model[..]:language[..]} are the bias beyond the baseline's. A study may name other countries
 * than the US: each has such terms, by its code.
 */
public final class BiasRegression {
  /** The name in {@code regressions.csv}. */
  public static final String NAME = "rq2";

  private BiasRegression() {}

  /**
   * One observation.
   *
   * @param group the country the responses are aligned with
   * @param reference that country where it is one that bias is measured towards; empty for others
   */
  public record Row(
      String model, String language, String group, String reference, int round, double alignment) {
    static final Comparator<Row> ORDER =
        Comparator.comparing(Row::model)
            .thenComparing(Row::language)
            .thenComparing(Row::group)
            .thenComparing(Row::round);

    private String cell() {
      return "model[" + model + "]:language[" + language + "]:country[" + group + "]";
    }
  }

  /** Reads a table of rounds: model, language, group, us (True or False), round, alignment. */
  public static List<Row> read(CsvTable table) {
    table.require("model", "language", "group", "us", "round", "alignment");
    Set<List<String>> seen = new HashSet<>();
    return table.rows().stream()
        .map(
            row -> {
              row.requireNew(seen, "model", "language", "group", "round");
              return new Row(
                  row.text("model"),
                  row.text("language"),
                  row.text("group"),
                  isTrue(row) ? TruthTable.US : "",
                  (int) row.number("round"),
                  row.correlation("alignment"));
            })
        .toList();
  }

  private static boolean isTrue(CsvTable.Row row) {
    Boolean us = YesNo.of(row.text("us"));
    if (us == null) {
      throw row.bad(
          "us",
          "'" + row.text("us") + "' is neither true nor false",
          "Give true for rows on the US");
    }
    return us;
  }

  /** Fits all rounds together, as if they were observations (the published inference). */
  public static Regression pooled(List<Row> all) {
    Set<String> languages = comparable(all);
    if (languages.isEmpty()) {
      return notFitted();
    }
    List<Row> rows =
        all.stream()
            .filter(row -> languages.contains(row.language) && Double.isFinite(row.alignment))
            .sorted(Row.ORDER)
            .toList();
    if (rows.isEmpty()) {
      return notFitted("no figure is defined: too few topics, or truth that is the same on all");
    }
    Map<String, String> diagnostics = new LinkedHashMap<>();
    diagnostics.put("observations", Integer.toString(rows.size()));
    diagnostics.putAll(leftOut(all, languages));
    try {
      LeastSquares fit = LeastSquares.fit(design(rows), outcome(rows));
      diagnostics.put("r_squared", Double.toString(fit.rSquared()));
      diagnostics.put("residual_sd", Double.toString(fit.residualSd()));
      List<Regression.Residual> residuals = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        Row row = rows.get(i);
        double e = fit.residuals()[i];
        residuals.add(
            new Regression.Residual(
                row.model, row.language, row.group, row.round, row.alignment - e, e));
      }
      return new Regression(NAME, fit.coefficients(), diagnostics, residuals);
    } catch (SingularDesignException e) {
      diagnostics.put("not_fitted", e.getMessage());
      return new Regression(NAME, List.of(), diagnostics, List.of());
    }
  }

  /**
   * Fits the figures as they are; intervals are from fits of the bootstrap rounds, whose draws of
   * topics all cells share, and p-values are adjusted among the terms of each reference.
   *
   * @param estimates one a cell
   * @param all one a cell and round
   * @param basis of the figures
   */
  public static Regression of(
      List<Row> estimates, List<Row> all, Resampling resampling, Basis basis) {
    Set<String> languages = comparable(estimates);
    if (languages.isEmpty()) {
      return notFitted();
    }
    List<Row> cells = usable(estimates, languages);
    if (cells.isEmpty()) {
      return notFitted("no figure is defined: too few topics, or truth that is the same on all");
    }
    Map<String, String> diagnostics = new LinkedHashMap<>();
    diagnostics.put("observations", Integer.toString(cells.size()));
    estimates.stream()
        .filter(r -> languages.contains(r.language) && !Double.isFinite(r.alignment))
        .forEach(r -> diagnostics.put("undefined:" + r.cell(), "no alignment"));
    diagnostics.putAll(leftOut(estimates, languages));
    List<Regression.Residual> residuals = new ArrayList<>();
    TermRounds terms = new TermRounds(resampling.rounds());
    try {
      Fit whole = fit(cells);
      double[] y = outcome(cells);
      double[] b = whole.estimates().apply(y);
      double[] left = whole.residuals().apply(y);
      for (int j = 0; j < b.length; j++) {
        terms.estimate(whole.terms().get(j), b[j]);
      }
      for (int i = 0; i < y.length; i++) {
        Row row = cells.get(i);
        residuals.add(
            new Regression.Residual(
                row.model, row.language, row.group, null, y[i] - left[i], left[i]));
      }
    } catch (SingularDesignException e) {
      diagnostics.put("not_fitted", e.getMessage());
      return new Regression(NAME, List.of(), diagnostics, List.of());
    }
    rounds(all, languages, terms, diagnostics);
    List<Coefficient> coefficients = terms.coefficients(resampling, basis, diagnostics);
    for (String reference : references(cells)) {
      coefficients =
          AdjustedP.among(coefficients, c -> c.term().startsWith(term(reference) + ":model["));
    }
    return new Regression(NAME, coefficients, diagnostics, residuals);
  }

  /** A layout of rows, on which many outcomes are fitted. */
  private record Fit(
      List<String> terms, UnaryOperator<double[]> estimates, UnaryOperator<double[]> residuals) {}

  private static Fit fit(List<Row> rows) {
    BiasCells cells = BiasCells.of(rows, references(rows));
    if (cells != null) {
      return new Fit(cells.terms(), cells::estimates, cells::residuals);
    }
    Design design = design(rows);
    UnaryOperator<double[]> estimates = y -> LeastSquares.estimates(design, y);
    return new Fit(design.terms(), estimates, y -> design.residuals(y, estimates.apply(y)));
  }

  private static List<Row> usable(List<Row> rows, Set<String> languages) {
    return rows.stream()
        .filter(r -> languages.contains(r.language) && Double.isFinite(r.alignment))
        .sorted(Row.ORDER)
        .toList();
  }

  private static void rounds(
      List<Row> all, Set<String> languages, TermRounds terms, Map<String, String> diagnostics) {
    Map<Integer, List<Row>> rounds = new TreeMap<>();
    usable(all, languages)
        .forEach(row -> rounds.computeIfAbsent(row.round, r -> new ArrayList<>()).add(row));
    List<String> cells = List.of();
    Fit fit = null;
    int skipped = 0;
    for (Map.Entry<Integer, List<Row>> round : rounds.entrySet()) {
      try {
        List<String> own = round.getValue().stream().map(Row::cell).toList();
        if (fit == null || !own.equals(cells)) { // nearly always the same: laid out once
          fit = fit(round.getValue());
          cells = own;
        }
        double[] b = fit.estimates().apply(outcome(round.getValue()));
        for (int j = 0; j < b.length; j++) {
          terms.put(fit.terms().get(j), round.getKey(), b[j]);
        }
      } catch (SingularDesignException e) {
        skipped++;
        diagnostics.put("round_not_fitted", e.getMessage());
      }
    }
    diagnostics.put("rounds", Integer.toString(rounds.size() - skipped));
    diagnostics.put("rounds_not_fitted", Integer.toString(skipped));
  }

  /** Languages with a country that is no reference: elsewhere nothing is left to compare with. */
  private static Set<String> comparable(List<Row> rows) {
    Set<String> languages = new HashSet<>();
    rows.stream().filter(r -> r.reference.isEmpty()).forEach(r -> languages.add(r.language));
    return languages;
  }

  private static Map<String, String> leftOut(List<Row> rows, Set<String> kept) {
    Map<String, String> languages = new TreeMap<>();
    rows.stream()
        .filter(r -> !kept.contains(r.language))
        .forEach(
            r ->
                languages.put(
                    "left_out:language[" + r.language + "]", "its only countries are references"));
    return languages;
  }

  private static Regression notFitted() {
    return notFitted("no language has a country that is no reference");
  }

  private static Regression notFitted(String reason) {
    return new Regression(NAME, List.of(), Map.of("not_fitted", reason), List.of());
  }

  private static double[] outcome(List<Row> rows) {
    return rows.stream().mapToDouble(Row::alignment).toArray();
  }

  /** The columns in the order 1, languages, models in languages, then each of them times us. */
  private static Design design(List<Row> rows) {
    List<String> languages = rows.stream().map(Row::language).distinct().sorted().toList();
    List<String> models = rows.stream().map(Row::model).distinct().sorted().toList();
    String reference = models.contains(RandomBaseline.NAME) ? RandomBaseline.NAME : models.get(0);
    List<String> plain = new ArrayList<>(List.of("Intercept"));
    languages.stream().skip(1).forEach(l -> plain.add("language[" + l + "]"));
    for (String model : models) {
      if (!model.equals(reference)) {
        languages.forEach(l -> plain.add("model[" + model + "]:language[" + l + "]"));
      }
    }
    List<String> terms = new ArrayList<>(plain);
    List<String> references = references(rows);
    for (String country : references) {
      String term = term(country);
      plain.forEach(t -> terms.add(t.equals("Intercept") ? term : term + ":" + t));
    }
    double[][] x = new double[rows.size()][terms.size()];
    for (int i = 0; i < x.length; i++) {
      Row row = rows.get(i);
      x[i][0] = 1;
      mark(x[i], plain.indexOf("language[" + row.language + "]"));
      mark(x[i], plain.indexOf("model[" + row.model + "]:language[" + row.language + "]"));
      int at = references.indexOf(row.reference);
      if (at >= 0) {
        System.arraycopy(x[i], 0, x[i], (at + 1) * plain.size(), plain.size());
      }
    }
    dropEmpty(terms, x);
    return Design.of(terms, x);
  }

  private static List<String> references(List<Row> rows) {
    return rows.stream().map(Row::reference).filter(r -> !r.isEmpty()).distinct().sorted().toList();
  }

  /** What the terms of the bias towards a country are called. */
  static String term(String country) {
    return country.toLowerCase(Locale.ROOT);
  }

  private static void mark(double[] row, int column) {
    if (column >= 0) {
      row[column] = 1;
    }
  }

  /** A model that was not asked in a language has no such column. */
  private static void dropEmpty(List<String> terms, double[][] x) {
    for (int j = terms.size() - 1; j >= 0; j--) {
      int column = j;
      if (Arrays.stream(x).allMatch(row -> row[column] == 0)) {
        terms.remove(j);
        for (int i = 0; i < x.length; i++) {
          double[] shorter = new double[terms.size()];
          System.arraycopy(x[i], 0, shorter, 0, j);
          System.arraycopy(x[i], j + 1, shorter, j, shorter.length - j);
          x[i] = shorter;
        }
      }
    }
  }
}
