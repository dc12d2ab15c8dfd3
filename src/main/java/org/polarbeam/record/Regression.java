package org.polarbeam.record;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.polarbeam.stats.Coefficient;

/**
 * A fitted regression.
 *
 * @param name {@code rq1}, {@code rq1_slopes}, {@code rq2}, {@code personas} or {@code fit}
 * @param coefficients its terms
 * @param diagnostics figures about the fit, by name; text values tell why something was not fitted
 * @param residuals of each observation; empty where nothing was fitted
 */
public record Regression(
    String name,
    List<Coefficient> coefficients,
    Map<String, String> diagnostics,
    List<Residual> residuals)
    implements Serializable {

  /** A row of {@code regressions.csv}. */
  public record CoefficientRow(String regression, Coefficient coefficient)
      implements Serializable {}

  /** A row of {@code diagnostics.csv}. */
  public record DiagnosticRow(String regression, String figure, String value)
      implements Serializable {}

  /** A row of {@code residuals.csv}. */
  public record ResidualRow(String regression, Residual residual) implements Serializable {}

  /** Its coefficients as rows. */
  public List<CoefficientRow> coefficientRows() {
    return coefficients.stream().map(c -> new CoefficientRow(name, c)).toList();
  }

  /** Its diagnostics as rows. */
  public List<DiagnosticRow> diagnosticRows() {
    return diagnostics.entrySet().stream()
        .map(d -> new DiagnosticRow(name, d.getKey(), d.getValue()))
        .toList();
  }

  /** Its residuals as rows. */
  public List<ResidualRow> residualRows() {
    return residuals.stream().map(r -> new ResidualRow(name, r)).toList();
  }

  /**
   * What a regression makes of one observation.
   *
   * @param group the country of the observation, {@code ""} where the language says it
   * @param round the bootstrap round; null where estimates are fitted
   * @param fitted the fitted alignment, predicted intercepts included
   * @param residual the alignment minus the fitted one
   */
  public record Residual(
      String model, String language, String group, Integer round, double fitted, double residual)
      implements Serializable {}
}
