package org.polarbeam.record;

import java.io.Serializable;

/**
 * A language's figures.
 *
 * @param labelled how many items people labelled
 * @param figure {@code error_rate}: the share of all labels that differ from people's; {@code
 *     sensitivity}: the share of people's pro that the judge calls pro rather than con; {@code
 *     specificity}: likewise of people's con
 */
public record JudgeErrorRow(
    String language, long labelled, String figure, double estimate, double low, double high)
    implements Serializable {}
