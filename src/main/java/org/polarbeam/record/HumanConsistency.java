package org.polarbeam.record;

import java.io.Serializable;

/**
 * How well people of a country agree with each other when they are asked as models are (paper, Fig.
 * 3): for each topic ten respondents are drawn without replacement, again and again; the value
 * polarity of each draw is worked out; and over topics the draws are correlated (Pearson) with each
 * other. The mean over all pairs of draws is the country's self-consistency.
 *
 * @param country its code
 * @param language the language of the country
 * @param consistency the mean correlation
 * @param topics how many topics had enough respondents; null when unknown
 * @param respondents how many people were asked; null when unknown
 */
public record HumanConsistency(
    String country, String language, double consistency, Integer topics, Long respondents)
    implements Serializable {}
