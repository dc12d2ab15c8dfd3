package org.polarbeam.record;

import java.io.Serializable;

/**
 * A row of {@code bias.csv}: how much more pro than the speakers of its language a cell's responses
 * to a topic are.
 *
 * @param polarity mean over the responses
 * @param truth of the population
 * @param bias polarity − truth
 * @param stdErr its standard error; NaN for a single response
 * @param ciLow lower end of the 95% interval, by t
 * @param ciHigh upper end of it
 */
public record TopicBias(
    String model,
    String family,
    String language,
    String persona,
    String topic,
    double polarity,
    double truth,
    double bias,
    double stdErr,
    double ciLow,
    double ciHigh,
    int responses)
    implements Serializable {}
