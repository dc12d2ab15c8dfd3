package org.polarbeam.record;

import java.io.Serializable;

/**
 * The value polarity of one population on one topic.
 *
 * @param level {@code country}, {@code language}, {@code global}, or one that the survey's
 *     description names
 * @param group the population: a country code, a language, {@code global}, or its name
 * @param language the language of the group; empty where it has none
 * @param topic the survey variable, lower case
 * @param polarity Σ weight·pro / Σ weight, in [0, 1]
 * @param n how many respondents answered; null when unknown
 * @param weight Σ weight of those; null when unknown
 * @param effectiveN (Σ weight)² / Σ weight², how many equally weighted respondents would tell as
 *     much (Kish, Survey Sampling, 1965); null when unknown
 * @param stdErr the standard error of the polarity; null when unknown
 */
public record Truth(
    String level,
    String group,
    String language,
    String topic,
    double polarity,
    Long n,
    Double weight,
    Double effectiveN,
    Double stdErr)
    implements Serializable {

  /** One whose error is not known. */
  public Truth(
      String level,
      String group,
      String language,
      String topic,
      double polarity,
      Long n,
      Double weight) {
    this(level, group, language, topic, polarity, n, weight, null, null);
  }

  /** The same of a group that is called otherwise. */
  public Truth of(String newGroup, String newLanguage) {
    return new Truth(level, newGroup, newLanguage, topic, polarity, n, weight, effectiveN, stdErr);
  }
}
