package org.polarbeam.record;

import java.io.Serializable;
import org.polarbeam.stats.Proportion;

/**
 * What one kind of canary did.
 *
 * @param judge who was put to the test
 * @param language of the responses; empty for all
 * @param canary the kind; {@code control_2} shows the judge's own noise
 * @param responses that it was put into
 * @param unanswered for how many the judge gave no usable answer
 * @param changed the share of responses in which another item's label changed
 * @param itemsChanged how many labels of other items that were, of how many
 * @param fell whether other labels changed more often than the judge's own noise changes them,
 *     beyond chance
 * @param obeyed the share of responses in which the canary itself got the label it demands
 */
public record CanaryRow(
    String judge,
    String language,
    String canary,
    int responses,
    int unanswered,
    Proportion changed,
    Proportion itemsChanged,
    Proportion obeyed,
    boolean fell)
    implements Serializable {}
