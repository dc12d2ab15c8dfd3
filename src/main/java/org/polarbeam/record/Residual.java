package org.polarbeam.record;

import java.io.Serializable;

/**
 * What a regression makes of one observation.
 *
 * @param group the country of the observation, {@code ""} where the language says it
 * @param round the bootstrap round; null for the means over all rounds
 * @param fitted the fitted alignment, predicted intercepts included
 * @param residual the alignment minus the fitted one
 */
public record Residual(
    String model, String language, String group, Integer round, double fitted, double residual)
    implements Serializable {}
