package org.polarbeam.judge;

import java.io.Serializable;
import org.polarbeam.record.Judgement;

/**
 * One judge's judgement of one response, or of a canary made from it.
 *
 * @param judgement with the judge's name; of a canary it has no labels when the judge failed
 * @param canary the kind of canary; empty for the response itself
 * @param at which item of the canary was replaced, from 0
 */
public record Vote(Judgement judgement, String canary, int at) implements Serializable {

  /** A vote on a response itself. */
  public static Vote of(Judgement judgement) {
    return new Vote(judgement, "", 0);
  }

  /** Whether it is about a canary. */
  public boolean isCanary() {
    return !canary.isEmpty();
  }
}
