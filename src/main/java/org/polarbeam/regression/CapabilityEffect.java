package org.polarbeam.regression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarbeam.record.Regression;
import org.polarbeam.regression.CapabilityRegression.Row;
import org.polarbeam.stats.AdjustedP;
import org.polarbeam.stats.Coefficient;
import org.polarbeam.stats.Design;
import org.polarbeam.stats.MixedModel;
import org.polarbeam.stats.RandomIntercept;
import org.polarbeam.stats.SingularDesignException;

/**
 * RQ1: does multilingual capability predict cultural alignment? One row a model and language,
 * {@code alignment ~ language + consistency + capability + (1 | model)} by REML with Kenward and
 * Roger's errors, and a test that shuffles capability among models. With an intercept for each
 * language a slope of capability is zero where capability has nothing to do with alignment.
 */
public final class CapabilityEffect {
  /** The slopes by family and language, in {@code regressions.csv}; exploratory. */
  public static final String SLOPES = "rq1_slopes";

  /** The term that answers the question. */
  public static final String CAPABILITY = "capability";

  private static final int SHUFFLES = 499;

  private CapabilityEffect() {}

  /**
   * Fits both models.
   *
   * @param all one row a model and language; undefined ones are left out and told of
   * @param seed of the shuffles
   */
  public static List<Regression> of(List<Row> all, long seed) {
    List<Row> rows = all.stream().filter(Row::isDefined).sorted(Row.ORDER).toList();
    Map<String, String> diagnostics = new LinkedHashMap<>();
    diagnostics.put("observations", Integer.toString(rows.size()));
    diagnostics.put("models", Long.toString(rows.stream().map(Row::model).distinct().count()));
    all.stream()
        .filter(r -> !r.isDefined())
        .forEach(r -> diagnostics.put("undefined:" + r.cell(), "no alignment or consistency"));
    return List.of(
        common(rows, new LinkedHashMap<>(diagnostics), seed),
        slopes(rows, new LinkedHashMap<>(diagnostics)));
  }

  private static Regression common(List<Row> rows, Map<String, String> diagnostics, long seed) {
    diagnostics.put("formula", "alignment ~ language + consistency + capability + (1 | model)");
    Regression fit = fit(CapabilityRegression.NAME, rows, false, diagnostics);
    if (!fit.coefficients().isEmpty()) {
      permute(rows, diagnostics, seed);
    }
    return fit;
  }

  private static Regression slopes(List<Row> rows, Map<String, String> diagnostics) {
    diagnostics.put(
        "formula",
        "alignment ~ language + consistency + multilingual:family:language + (1 | model)");
    Regression fit = fit(SLOPES, rows, true, diagnostics);
    return new Regression(
        fit.name(),
        AdjustedP.among(fit.coefficients(), c -> c.term().startsWith("multilingual:")),
        fit.diagnostics(),
        List.of());
  }

  private static Regression fit(
      String name, List<Row> rows, boolean isBySlopes, Map<String, String> diagnostics) {
    try {
      Design design = design(rows, isBySlopes);
      MixedModel fit =
          MixedModel.fit(
              design,
              rows.stream().mapToDouble(Row::alignment).toArray(),
              Map.of("model", models(rows)),
              RandomIntercept.Method.REML,
              MixedModel.Errors.KENWARD_ROGER);
      List<Coefficient> coefficients = new ArrayList<>(fit.coefficients());
      coefficients.add(
          Coefficient.figure(CapabilityRegression.MODEL_VARIANCE, fit.variances().get("model")));
      coefficients.add(
          Coefficient.figure(CapabilityRegression.RESIDUAL_VARIANCE, fit.residualVariance()));
      coefficients.add(Coefficient.figure(CapabilityRegression.LOG_LIKELIHOOD, fit.logLik()));
      diagnostics.put("singular", Boolean.toString(fit.isSingular()));
      diagnostics.put("r_squared_marginal", Double.toString(fit.marginalR2()));
      diagnostics.put("r_squared_conditional", Double.toString(fit.conditionalR2()));
      diagnostics.put("aic", Double.toString(fit.aic()));
      diagnostics.put("bic", Double.toString(fit.bic()));
      for (int i = 0; i < fit.notes().size(); i++) {
        diagnostics.put("note:" + (i + 1), fit.notes().get(i));
      }
      List<Regression.Residual> residuals = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        Row row = rows.get(i);
        double e = fit.residuals()[i];
        residuals.add(
            new Regression.Residual(row.model(), row.language(), "", null, row.alignment() - e, e));
      }
      return new Regression(name, coefficients, diagnostics, residuals);
    } catch (SingularDesignException | IllegalArgumentException e) {
      diagnostics.put("not_fitted", e.getMessage());
      return new Regression(name, List.of(), diagnostics, List.of());
    }
  }

  /**
   * The share of shuffles whose slope is as far from their mean as the true one is; the true order
   * counts as one.
   */
  private static void permute(List<Row> rows, Map<String, String> diagnostics, long seed) {
    ShuffledCapability capability = new ShuffledCapability(rows);
    if (!capability.isPossible()) {
      diagnostics.put("not_permuted", "no two models were asked in the same languages");
      return;
    }
    List<Double> slopes = new ArrayList<>();
    for (int number = 0; number < SHUFFLES; number++) {
      try {
        slopes.add(slope(capability.shuffled(rows, seed, number)));
      } catch (SingularDesignException e) {
        // a shuffle that leaves capability a combination of other terms tells nothing
      }
    }
    double mean = slopes.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double own = Math.abs(slope(rows) - mean);
    long asFar = slopes.stream().filter(b -> Math.abs(b - mean) >= own - 1e-12).count();
    diagnostics.put("permutation_p", Double.toString((1 + asFar) / (1.0 + slopes.size())));
    diagnostics.put("permutations", Integer.toString(slopes.size()));
  }

  private static double slope(List<Row> rows) {
    return RandomIntercept.estimate(
            design(rows, false),
            rows.stream().mapToDouble(Row::alignment).toArray(),
            models(rows),
            RandomIntercept.Method.REML)
        .coefficients()
        .stream()
        .filter(c -> c.term().equals(CAPABILITY))
        .mapToDouble(Coefficient::estimate)
        .findFirst()
        .orElse(0);
  }

  private static int[] models(List<Row> rows) {
    List<String> models = rows.stream().map(Row::model).distinct().toList();
    return rows.stream().mapToInt(r -> models.indexOf(r.model())).toArray();
  }

  private static Design design(List<Row> rows, boolean isBySlopes) {
    if (rows.isEmpty()) {
      throw new SingularDesignException("there is no row with defined figures");
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("Intercept", new double[rows.size()]);
    new TreeSet<>(rows.stream().map(Row::language).toList())
        .stream().skip(1).forEach(l -> columns.put("language[" + l + "]", new double[rows.size()]));
    columns.put("consistency", new double[rows.size()]);
    Map<String, double[]> slopes = new TreeMap<>(Comparator.naturalOrder());
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      columns.get("Intercept")[i] = 1;
      double[] language = columns.get("language[" + row.language() + "]");
      if (language != null) {
        language[i] = 1;
      }
      columns.get("consistency")[i] = row.consistency();
      String slope = isBySlopes ? CapabilityRegression.Problem.multilingual(row) : CAPABILITY;
      slopes.computeIfAbsent(slope, s -> new double[rows.size()])[i] = row.multilingual();
    }
    columns.putAll(slopes);
    double[][] x = new double[rows.size()][columns.size()];
    int j = 0;
    for (double[] column : columns.values()) {
      for (int i = 0; i < x.length; i++) {
        x[i][j] = column[i];
      }
      j++;
    }
    return Design.of(List.copyOf(columns.keySet()), x);
  }
}
