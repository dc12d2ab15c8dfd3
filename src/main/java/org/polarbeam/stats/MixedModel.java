package org.polarbeam.stats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The linear mixed model with any number of crossed random intercepts, {@code y = Xβ + Σ Z_k u_k +
 * e}, u_k ~ N(0, σ_k²), e ~ N(0, σ²), by REML or ML (Bates et al. 2015, Journal of Statistical
 * Software 67(1)). {@link RandomIntercept} is the same with one, in closed form given the
 * variances' ratio, for the many refits of shuffles.
 *
 * @param coefficients the fixed effects, with standard errors and degrees of freedom
 * @param variances of each grouping factor, by its name
 * @param residualVariance σ²
 * @param logLik the restricted log-likelihood (REML) or the log-likelihood (ML)
 * @param notes what a reader should know: singular fits, a variance at the bound of the search
 * @param residuals y − Xβ − Σ Z û, in the order of the observations
 * @param fitted Xβ, without the random intercepts
 */
public record MixedModel(
    List<Coefficient> coefficients,
    Map<String, Double> variances,
    double residualVariance,
    double logLik,
    List<String> notes,
    double[] residuals,
    double[] fitted) {

  /** How standard errors and degrees of freedom are found. */
  public enum Errors {
    /** Of generalised least squares, with degrees of freedom by the delta method (lmerTest's). */
    SATTERTHWAITE,
    /** Adjusted for the variances being estimated (Kenward and Roger 1997; pbkrtest's). */
    KENWARD_ROGER
  }

  /** A residual variance below this share of the outcome's is an exact fit. */
  private static final double EXACT = 1e-12;

  /**
   * Fits the model.
   *
   * @param design the fixed effects
   * @param y the outcome of each observation; finite
   * @param groups of each observation, numbered from 0, by the name of the grouping factor
   * @throws SingularDesignException when a factor has a group for each observation, so that its
   *     variance cannot be told from the residual's, or a single group
   * @throws IllegalArgumentException when lengths differ or there are no degrees of freedom left
   */
  public static MixedModel fit(
      Design design,
      double[] y,
      Map<String, int[]> groups,
      RandomIntercept.Method method,
      Errors errors) {
    groups.forEach((name, of) -> requireSeveral(name, of));
    MixedProblem problem =
        new MixedProblem(
            design, y, List.copyOf(groups.values()), method == RandomIntercept.Method.REML);
    double[] theta = MixedSearch.best(problem);
    MixedProblem.Solution s = problem.at(theta);
    double sigma2 = s.rss() / problem.freedom();
    Map<String, Double> variances = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    int k = 0;
    for (String name : groups.keySet()) {
      double t = theta[k++];
      variances.put(name, t * t * sigma2);
      if (t == 0) {
        notes.add("singular: the variance between " + name + " is estimated as zero");
      } else if (t >= MixedSearch.GREATEST * 0.99) {
        notes.add("the variance between " + name + " is at the bound of the search");
      }
    }
    double[] beta = s.beta();
    double[] fitted = design.fitted(beta);
    boolean isExact = isExact(y, sigma2);
    if (isExact) {
      notes.add("the fit is exact, so that no error can be told");
    }
    List<Coefficient> coefficients =
        isExact
            ? bare(design, beta)
            : errors == Errors.SATTERTHWAITE
                ? Satterthwaite.coefficients(problem, s, beta)
                : KenwardRoger.coefficients(problem, s, beta);
    return new MixedModel(
        coefficients, variances, sigma2, -s.criterion() / 2, notes, s.residuals(beta), fitted);
  }

  private static void requireSeveral(String name, int[] of) {
    long groups = java.util.Arrays.stream(of).distinct().count();
    if (groups == of.length) {
      throw new SingularDesignException(
          "each " + name + " has one row, so its variance cannot be told from the residual's");
    }
    if (groups < 2) {
      throw new SingularDesignException("there is a single " + name);
    }
  }

  private static boolean isExact(double[] y, double sigma2) {
    double squares = 0;
    for (double v : y) {
      squares += v * v;
    }
    return sigma2 <= EXACT * squares / y.length;
  }

  private static List<Coefficient> bare(Design design, double[] beta) {
    List<Coefficient> coefficients = new ArrayList<>();
    for (int j = 0; j < beta.length; j++) {
      coefficients.add(Coefficient.figure(design.terms().get(j), beta[j]));
    }
    return coefficients;
  }

  /** Whether a variance is estimated as zero. */
  public boolean isSingular() {
    return variances.values().stream().anyMatch(v -> v == 0);
  }

  private int parameters() {
    return coefficients.size() + variances.size() + 1;
  }

  /** Akaike's criterion. */
  public double aic() {
    return -2 * logLik + 2 * parameters();
  }

  /** Schwarz's criterion. */
  public double bic() {
    return -2 * logLik + Math.log(residuals.length) * parameters();
  }

  /** The share of variance that fixed effects explain (Nakagawa and Schielzeth 2013). */
  public double marginalR2() {
    double fixed = variance(fitted);
    return fixed / (fixed + random() + residualVariance);
  }

  /** The share that fixed effects and groups explain. */
  public double conditionalR2() {
    double fixed = variance(fitted);
    return (fixed + random()) / (fixed + random() + residualVariance);
  }

  private double random() {
    return variances.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static double variance(double[] values) {
    double mean = 0;
    for (double v : values) {
      mean += v / values.length;
    }
    double squares = 0;
    for (double v : values) {
      squares += (v - mean) * (v - mean);
    }
    return squares / (values.length - 1);
  }
}
