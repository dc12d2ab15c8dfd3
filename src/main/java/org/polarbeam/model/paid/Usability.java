package org.polarbeam.model.paid;

import org.polarbeam.model.ModelException;

/**
 * Whether a model's answers can be used at all: one that has never given such an answer is the
 * wrong one, or wrongly asked, and every further answer would be paid for and thrown away.
 */
final class Usability {
  /** So many answers, the first that were read, are enough to tell. */
  static final int FIRST = 20;

  private boolean proven;
  private int unusable;

  synchronized void usable() {
    proven = true;
  }

  /** One more that is not; gives a fatal failure when none of the first was. */
  synchronized ModelException unusable(String model, ModelException why) {
    unusable++;
    return proven || unusable < FIRST
        ? why
        : new ModelException(
            ModelException.Kind.FATAL,
            "none of the first "
                + FIRST
                + " answers of "
                + model
                + " can be used, so no more are paid for; the last time: "
                + why.getMessage(),
            why);
  }
}
