package org.polarbeam.regression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.record.Regression;
import org.polarbeam.stats.Coefficient;
import org.polarbeam.stats.LeastSquares;
import org.polarbeam.stats.MixedModel;
import org.polarbeam.stats.RandomIntercept;
import org.polarbeam.stats.SingularDesignException;

/**
 * A {@link Formula} fitted to a table: by ordinary least squares, or with random intercepts as a
 * mixed model.
 */
public final class FormulaFit {
  /** The name in a table of coefficients. */
  public static final String NAME = "fit";

  private FormulaFit() {}

  /**
   * Fits it.
   *
   * @param method which likelihood is maximised where there are random intercepts
   * @param errors of a mixed model's coefficients
   * @return the coefficients, then variances and figures of the fit; diagnostics say in sentences
   *     what a reader should know
   * @throws InputException when the table has not what the formula needs, or cannot tell its terms
   *     apart
   */
  public static Regression of(
      Formula formula, CsvTable table, RandomIntercept.Method method, MixedModel.Errors errors) {
    try {
      ModelFrame frame = ModelFrame.of(formula, table);
      Map<String, String> notes = new LinkedHashMap<>();
      notes.put("observations", frame.outcome().length + " rows are fitted");
      if (frame.leftOut() > 0) {
        notes.put("left_out", frame.leftOut() + " rows have a blank and are left out");
      }
      if (!frame.dropped().isEmpty()) {
        notes.put(
            "dropped",
            "dropped, for they depend on terms before them: " + String.join(", ", frame.dropped()));
      }
      List<Coefficient> coefficients =
          frame.groups().isEmpty() ? ordinary(frame, formula) : mixed(frame, method, errors, notes);
      return new Regression(NAME, coefficients, notes, List.of());
    } catch (SingularDesignException | IllegalArgumentException e) {
      throw InputException.in(
          table.file(),
          "the formula cannot be fitted: " + e.getMessage(),
          "Give rows that tell its terms apart, or fewer terms");
    }
  }

  private static List<Coefficient> ordinary(ModelFrame frame, Formula formula) {
    LeastSquares fit = LeastSquares.fit(frame.design(), frame.outcome());
    List<Coefficient> all = new ArrayList<>(fit.coefficients());
    all.add(Coefficient.figure("sd:Residual", fit.residualSd()));
    double left = Arrays.stream(fit.residuals()).map(e -> e * e).sum();
    double squares = Arrays.stream(frame.outcome()).map(y -> y * y).sum();
    boolean hasIntercept = formula.terms().contains(Set.of());
    all.add( // about zero where there is no intercept, as R and statsmodels take it
        Coefficient.figure("r_squared", hasIntercept ? fit.rSquared() : 1 - left / squares));
    return all;
  }

  private static List<Coefficient> mixed(
      ModelFrame frame,
      RandomIntercept.Method method,
      MixedModel.Errors errors,
      Map<String, String> notes) {
    MixedModel fit =
        MixedModel.fit(frame.design(), frame.outcome(), frame.groups(), method, errors);
    List<Coefficient> all = new ArrayList<>(fit.coefficients());
    fit.variances().forEach((name, v) -> all.add(Coefficient.figure("var:" + name, v)));
    all.add(Coefficient.figure("var:Residual", fit.residualVariance()));
    all.add(Coefficient.figure("logLik", fit.logLik()));
    all.add(Coefficient.figure("AIC", fit.aic()));
    all.add(Coefficient.figure("BIC", fit.bic()));
    all.add(Coefficient.figure("r_squared_marginal", fit.marginalR2()));
    all.add(Coefficient.figure("r_squared_conditional", fit.conditionalR2()));
    notes.put(
        "errors",
        "standard errors and degrees of freedom are "
            + (errors == MixedModel.Errors.KENWARD_ROGER
                ? "Kenward and Roger's"
                : "Satterthwaite's"));
    for (int i = 0; i < fit.notes().size(); i++) {
      notes.put("note_" + (i + 1), fit.notes().get(i));
    }
    return all;
  }
}
