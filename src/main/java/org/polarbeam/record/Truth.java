package org.polarbeam.record;

import java.io.Serializable;

/**
 * The value polarity of one population on one topic.
 *
 * @param level {@code country}, {@code language} or {@code global}
 * @param group the population: a country code, a language, or {@code global}
 * @param language the language of the group; empty for {@code global}
 * @param topic the survey variable, lower case
 * @param polarity Σ weight·pro / Σ weight, in [0, 1]
 * @param n how many respondents answered; null when unknown
 * @param weight Σ weight of those; null when unknown
 */
public record Truth(
    String level,
    String group,
    String language,
    String topic,
    double polarity,
    Long n,
    Double weight)
    implements Serializable {}
