package org.polarbeam.stats;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How a judge confuses labels as far as it is known.
 *
 * @param estimate the likeliest
 * @param draws of its uncertainty; none where it is taken for known
 */
public record Confusions(Confusion estimate, List<Confusion> draws) implements Serializable {
  /** Keeps the draws. */
  public Confusions {
    draws = new ArrayList<>(draws);
  }

  /** A draw; the estimate where there are none. */
  public Confusion draw(int number) {
    return draws.isEmpty() ? estimate : draws.get(number % draws.size());
  }

  /** The same with so many draws at most. */
  public Confusions first(int most) {
    return new Confusions(estimate, draws.subList(0, Math.min(most, draws.size())));
  }
}
