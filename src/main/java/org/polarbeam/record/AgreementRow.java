package org.polarbeam.record;

import java.io.Serializable;

/**
 * A figure of agreement.
 *
 * @param language of the responses; empty for all
 * @param topic of the responses; empty for all
 * @param judges whose, with a plus sign between
 * @param statistic {@code KAPPA} or {@code ALPHA}
 * @param responses that at least two of them labelled
 * @param items of these responses
 * @param observed the share of pairs of labels that are the same
 * @param estimate NaN where it is undefined, such as when all labels are the same
 * @param low the lower end of the 95% interval
 * @param high the upper end
 */
public record AgreementRow(
    String language,
    String topic,
    String judges,
    String statistic,
    int responses,
    int items,
    double observed,
    double estimate,
    double low,
    double high)
    implements Serializable {}
