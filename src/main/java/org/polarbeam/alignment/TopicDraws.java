package org.polarbeam.alignment;

import java.util.List;
import org.polarbeam.stats.Draws;

/**
 * Which topics are drawn in a bootstrap round. Whoever has the same topics draws the same, so that
 * contrasts of models, languages, personas and groups keep their covariance; and who lacks one
 * draws the same as far as can be: in each of as many places as there are topics, the one with the
 * least hash of round, place and topic's key is drawn. Each topic is as likely as any other in
 * every place, independently of other places, as in any bootstrap.
 */
final class TopicDraws {
  private static final long ROUNDS = Draws.keyOf("topics of a round");
  private static final long PLACE = 0x9e3779b97f4a7c15L;

  private final long[] keys;

  TopicDraws(List<String> topics) {
    keys = topics.stream().mapToLong(t -> Draws.keyOf("topic\0" + t)).toArray();
  }

  /** The topic drawn in each place, as a place in the list of topics. */
  int[] of(long seed, int round) {
    long base = Draws.mix(Draws.mix(Draws.mix(seed) ^ ROUNDS) ^ round);
    int[] chosen = new int[keys.length];
    for (int place = 0; place < chosen.length; place++) {
      long here = Draws.mix(base + place * PLACE);
      long least = 0;
      for (int t = 0; t < keys.length; t++) {
        long hash = Draws.mix(here ^ keys[t]);
        if (t == 0 || hash < least) {
          least = hash;
          chosen[place] = t;
        }
      }
    }
    return chosen;
  }
}
