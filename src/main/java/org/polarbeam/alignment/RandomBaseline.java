package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.stats.Draws;

/** The reference respondent of RQ2, whose polarity is uniformly random on a model's prompts. */
public final class RandomBaseline {
  /** What it is called. */
  public static final String NAME = "Baseline_uniform_random";

  private static final String FAMILY = "baseline";

  private RandomBaseline() {}

  /**
   * The baseline's answers in one language, to the prompts of the model with most responses there,
   * the first by name among equals; none where the responses have a baseline already.
   *
   * @param responses the responses of every model in the language
   */
  public static List<ScoredResponse> in(List<ScoredResponse> responses, long seed) {
    Map<String, Integer> counts = new TreeMap<>();
    for (ScoredResponse r : responses) {
      if (r.persona().isEmpty()) {
        counts.merge(r.model(), 1, Integer::sum);
      }
    }
    if (counts.isEmpty() || counts.containsKey(NAME)) {
      return List.of();
    }
    String most = Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
    List<ScoredResponse> baseline = new ArrayList<>();
    for (ScoredResponse r : responses) {
      if (r.model().equals(most) && r.persona().isEmpty()) {
        baseline.add(onPromptOf(r, seed));
      }
    }
    return baseline;
  }

  /** The baseline's answer to the prompt another response answers. */
  private static ScoredResponse onPromptOf(ScoredResponse other, long seed) {
    String key = "baseline\0" + other.language() + "\0" + other.promptId();
    return new ScoredResponse(
        NAME,
        FAMILY,
        other.language(),
        "",
        other.language(),
        other.topic(),
        Draws.of(seed, key, 0).nextDouble(),
        null,
        null,
        null,
        other.promptId());
  }
}
