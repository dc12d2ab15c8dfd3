package org.polarbeam.judge;

import java.io.Serializable;
import java.util.Comparator;
import org.polarbeam.record.Judgement;

/**
 * One judge's judgement of one response, or of a canary made from it.
 *
 * @param judgement with the judge's name; of a canary it has no labels when the judge failed
 * @param canary the kind of canary; empty for the response itself
 * @param at which item of the canary was replaced, from 0
 * @param said what the judge wrote, untrusted; empty where that is not kept
 */
public record Vote(Judgement judgement, String canary, int at, String said)
    implements Serializable {

  /** The order of votes in files. */
  public static final Comparator<Vote> ORDER =
      Comparator.comparing(Vote::judgement, Judgement.ORDER)
          .thenComparing(v -> v.judgement.judge())
          .thenComparing(Vote::canary)
          .thenComparing(v -> v.judgement.id());

  /** A vote of which only the labels are kept. */
  public Vote(Judgement judgement, String canary, int at) {
    this(judgement, canary, at, "");
  }

  /** A vote on a response itself. */
  public static Vote of(Judgement judgement) {
    return new Vote(judgement, "", 0);
  }

  /** Whether it is about a canary. */
  public boolean isCanary() {
    return !canary.isEmpty();
  }
}
