package org.polarbeam.model.paid;

import java.util.HashMap;
import java.util.Map;
import org.polarbeam.model.ModelException;

/**
 * Whether a model's answers can be used at all: one that has never given such an answer is the
 * wrong one, or wrongly asked, and every further answer would be paid for and thrown away. The
 * first questions that were begun tell, and not the first that are answered: a refusal comes
 * sooner.
 */
final class Usability {
  /** So many questions are enough to tell. */
  static final int FIRST = 10;

  /** The first questions, by id: whether an answer of theirs was read in vain. */
  private final Map<String, Boolean> first = new HashMap<>();

  private boolean proven;

  /** A question is begun. */
  synchronized void begin(String question) {
    if (!proven && first.size() < FIRST) {
      first.putIfAbsent(question, false);
    }
  }

  synchronized void usable() {
    proven = true;
  }

  /** An answer cannot be used; gives a fatal failure when none of the first questions' can. */
  synchronized ModelException unusable(String model, String question, ModelException why) {
    first.computeIfPresent(question, (id, vain) -> true);
    return proven || first.size() < FIRST || first.containsValue(false)
        ? why
        : new ModelException(
            ModelException.Kind.FATAL,
            "none of the answers of "
                + model
                + " to the first "
                + FIRST
                + " questions can be used, so no more are paid for; the last time: "
                + why.getMessage(),
            why);
  }
}
