package org.polarbeam.regression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.polarbeam.files.CsvTable;
import org.polarbeam.record.Regression;
import org.polarbeam.stats.Coefficient;
import org.polarbeam.stats.Design;
import org.polarbeam.stats.RandomIntercept;
import org.polarbeam.stats.SingularDesignException;

/**
 * RQ1 as published: the mixed model {@code alignment ~ 0 + consistency:language +
 * multilingual:family:language + (1 | model)}, by REML (paper, Eq. 1), on bootstrap rounds as if
 * they were observations. It has no intercept, so its slopes of capability are positive by
 * construction; {@link CapabilityEffect} is what answers the question.
 */
public final class CapabilityRegression {
  /** The name in {@code regressions.csv}. */
  public static final String NAME = "rq1";

  /** The random intercept's variance and the residual's. */
  public static final String MODEL_VARIANCE = "var:model";

  public static final String RESIDUAL_VARIANCE = "var:Residual";
  public static final String LOG_LIKELIHOOD = "logLik";

  private CapabilityRegression() {}

  /**
   * One observation.
   *
   * @param alignment with the population that speaks {@code language}
   * @param consistency of the model in the language
   * @param multilingual its capability there, in [0, 1]
   */
  public record Row(
      String model,
      String family,
      String language,
      int round,
      double alignment,
      double consistency,
      double multilingual) {
    static final Comparator<Row> ORDER =
        Comparator.comparing(Row::model).thenComparing(Row::language).thenComparing(Row::round);

    String cell() {
      return "model[" + model + "]:language[" + language + "]";
    }

    /** The same with another capability. */
    Row with(double capability) {
      return new Row(model, family, language, round, alignment, consistency, capability);
    }

    boolean isDefined() {
      return Double.isFinite(alignment) && Double.isFinite(consistency);
    }
  }

  /**
   * Reads a table of rounds: model, family, language, round, alignment, consistency, multilingual.
   */
  public static List<Row> read(CsvTable table) {
    table.require(
        "model", "family", "language", "round", "alignment", "consistency", "multilingual");
    Set<List<String>> seen = new HashSet<>();
    Map<String, String> families = new HashMap<>();
    return table.rows().stream()
        .map(
            row -> {
              row.requireNew(seen, "model", "language", "round");
              String before = families.putIfAbsent(row.text("model"), row.text("family"));
              if (before != null && !before.equals(row.text("family"))) {
                throw row.bad(
                    "family",
                    row.text("model") + " is of the family " + before + " before",
                    "Give each model one family");
              }
              return new Row(
                  row.text("model"),
                  row.text("family"),
                  row.text("language"),
                  (int) row.number("round"),
                  row.correlation("alignment"),
                  row.number("consistency"),
                  row.share("multilingual"));
            })
        .toList();
  }

  /**
   * Fits all rounds together, as if they were observations (the published inference), and tells
   * what that makes of capability shuffled among models.
   */
  public static Regression published(List<Row> rows, long seed) {
    Regression fit = pooled(rows);
    if (!fit.coefficients().isEmpty()) {
      fit.diagnostics().putAll(Placebo.of(rows, seed));
    }
    return fit;
  }

  /** Fits all rounds together, as if they were observations. */
  public static Regression pooled(List<Row> unordered) {
    List<Row> rows = unordered.stream().filter(Row::isDefined).sorted(Row.ORDER).toList();
    Map<String, String> diagnostics = new LinkedHashMap<>();
    diagnostics.put("observations", Integer.toString(rows.size()));
    try {
      Problem problem = new Problem(rows);
      RandomIntercept fit =
          RandomIntercept.fit(
              problem.design(), problem.outcome(), problem.models(), RandomIntercept.Method.REML);
      List<Coefficient> coefficients = new ArrayList<>(fit.coefficients());
      coefficients.add(Coefficient.figure(MODEL_VARIANCE, fit.groupVariance()));
      coefficients.add(Coefficient.figure(RESIDUAL_VARIANCE, fit.residualVariance()));
      coefficients.add(Coefficient.figure(LOG_LIKELIHOOD, fit.logLik()));
      diagnostics.put("singular", Boolean.toString(fit.singular()));
      List<Regression.Residual> residuals = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        Row row = rows.get(i);
        double e = fit.residuals()[i];
        residuals.add(
            new Regression.Residual(row.model, row.language, "", row.round, row.alignment - e, e));
      }
      return new Regression(NAME, coefficients, diagnostics, residuals);
    } catch (SingularDesignException | IllegalArgumentException e) {
      diagnostics.put("not_fitted", e.getMessage());
      return new Regression(NAME, List.of(), diagnostics, List.of());
    }
  }

  /** The design of a set of rows. */
  record Problem(List<Row> rows) {
    Design design() {
      if (rows.isEmpty()) {
        throw new SingularDesignException("there is no row with defined figures");
      }
      requireSeveralModels();
      TreeSet<String> columns = new TreeSet<>();
      rows.forEach(row -> columns.addAll(List.of(consistency(row), multilingual(row))));
      List<String> terms = List.copyOf(columns);
      double[][] x = new double[rows.size()][terms.size()];
      for (int i = 0; i < x.length; i++) {
        Row row = rows.get(i);
        x[i][terms.indexOf(consistency(row))] = row.consistency;
        x[i][terms.indexOf(multilingual(row))] = row.multilingual;
      }
      return Design.of(terms, x);
    }

    /**
     * Slopes by family and language already tell models apart where each has a family to itself.
     */
    private void requireSeveralModels() {
      Map<String, String> models = new HashMap<>();
      for (Row row : rows) {
        String other = models.putIfAbsent(row.family, row.model);
        if (other != null && !other.equals(row.model)) {
          return;
        }
      }
      throw new SingularDesignException(
          "no family has two models, so how models differ cannot be told from their capability");
    }

    private static String consistency(Row row) {
      return "consistency:language[" + row.language + "]";
    }

    static String multilingual(Row row) {
      return "multilingual:family[" + row.family + "]:language[" + row.language + "]";
    }

    double[] outcome() {
      return rows.stream().mapToDouble(Row::alignment).toArray();
    }

    int[] models() {
      List<String> models = rows.stream().map(Row::model).distinct().toList();
      return rows.stream().mapToInt(row -> models.indexOf(row.model)).toArray();
    }
  }
}
