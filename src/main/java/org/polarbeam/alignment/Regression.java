package org.polarbeam.alignment;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.polarbeam.stats.Coefficient;

/**
 * A fitted regression.
 *
 * @param name {@code rq1}, {@code rq2} or {@code personas}
 * @param coefficients its terms
 * @param diagnostics figures about the fit, by name; text values tell why something was not fitted
 * @param residuals of each observation: its mean over rounds, or every round where all are fitted
 *     together; empty where nothing was fitted
 */
public record Regression(
    String name,
    List<Coefficient> coefficients,
    Map<String, String> diagnostics,
    List<Residual> residuals)
    implements Serializable {}
