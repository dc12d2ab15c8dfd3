package org.polarbeam.alignment;

import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.stats.Draws;

/** The reference respondent of RQ2, whose polarity is uniformly random on a model's prompts. */
public final class RandomBaseline {
  private static final String FAMILY = "baseline";

  private RandomBaseline() {}

  /**
   * The model whose prompts are used: the one with most responses, the first by name among equals.
   */
  public static String model(Map<String, Long> responses) {
    String most = null;
    for (Map.Entry<String, Long> e : new TreeMap<>(responses).entrySet()) {
      if (most == null || e.getValue() > responses.get(most)) {
        most = e.getKey();
      }
    }
    return most;
  }

  /** The baseline's answer to the prompt another response answers. */
  public static ScoredResponse onPromptOf(ScoredResponse other, long seed) {
    String key = "baseline\0" + other.language() + "\0" + other.promptId();
    return new ScoredResponse(
        UsBiasRegression.RANDOM_BASELINE,
        FAMILY,
        other.language(),
        other.language(),
        other.topic(),
        Draws.of(seed, key, 0).nextDouble(),
        null,
        null,
        null,
        other.promptId());
  }
}
