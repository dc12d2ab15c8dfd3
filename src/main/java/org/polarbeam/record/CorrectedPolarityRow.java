package org.polarbeam.record;

import java.io.Serializable;

/**
 * One topic.
 *
 * @param responses valid ones
 * @param items of them that take a side by the judge's label
 * @param polarity pro / (pro + con) over these items
 * @param corrected by the judge's error rates
 * @param low the lower end of the 95% interval, over responses and the judge's rates
 * @param high the upper end
 */
public record CorrectedPolarityRow(
    String model,
    String family,
    String language,
    String persona,
    String topic,
    int responses,
    long items,
    double polarity,
    double corrected,
    double low,
    double high)
    implements Serializable {}
