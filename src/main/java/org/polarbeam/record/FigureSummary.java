package org.polarbeam.record;

import java.io.Serializable;

/**
 * A row of {@code alignment.csv} or {@code consistency.csv}: a figure with what bootstrap rounds
 * tell of its uncertainty.
 *
 * @param bootMean mean over rounds in which it is defined
 * @param bootSd standard deviation over them
 * @param ciLow lower end of the 95% interval; NaN where it is withheld
 * @param ciHigh upper end of it
 * @param rounds in how many rounds it is defined
 * @param covers what the interval is for, in words; empty where there is none
 * @param withheld why there is no interval; empty where there is one
 * @param fixedErr the standard error for these very topics, which a comparison with another run on
 *     them needs
 * @param topicsId names the topics, the same wherever they are the same
 */
public record FigureSummary(
    Figure figure,
    double estimate,
    double bootMean,
    double bootSd,
    double ciLow,
    double ciHigh,
    int responses,
    int topics,
    int rounds,
    String covers,
    String withheld,
    double fixedErr,
    String topicsId)
    implements Serializable {}
