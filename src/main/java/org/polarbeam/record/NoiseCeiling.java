package org.polarbeam.record;

import java.io.Serializable;

/**
 * How far a perfect respondent would get: the alignment with the speakers of the language when each
 * response of a cell is replaced by the answers of as many people, drawn by chance from that
 * population. Ten people a response are few, so even this alignment is below one. Only a model
 * whose answers vary less than people's can be expected above it.
 *
 * <p>A response with {@code k} items that take a side becomes a binomial draw of {@code k} with the
 * topic's true polarity, over {@code k}. People of one response are taken to be independent and
 * equally weighted.
 *
 * @param figure whose ceiling it is: the language level
 * @param estimate the mean over draws
 * @param ciLow the 2.5% quantile of the draws
 * @param ciHigh the 97.5% quantile
 * @param responses how many responses were replaced
 */
public record NoiseCeiling(
    Figure figure, double estimate, double ciLow, double ciHigh, int responses)
    implements Serializable {}
