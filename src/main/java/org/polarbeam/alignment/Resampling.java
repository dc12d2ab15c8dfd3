package org.polarbeam.alignment;

import java.io.Serializable;

/**
 * How figures are resampled and what their intervals cover.
 *
 * @param inference ours, or the released tables'
 * @param effects whether topics are a sample or the very ones meant
 * @param hasSurveyError whether populations' polarities are drawn anew, too
 * @param rounds how many there are
 * @param leastTopics fewer make no interval
 */
public record Resampling(
    Inference inference,
    TopicEffects effects,
    boolean hasSurveyError,
    int rounds,
    int leastTopics,
    long seed)
    implements Serializable {
  /** Below this a standard deviation over topics, and so an interval, means little. */
  public static final int LEAST_TOPICS = 8;

  /** Ours, with topics as a sample. */
  public static Resampling valid(int rounds, long seed) {
    return new Resampling(Inference.VALID, TopicEffects.RANDOM, false, rounds, LEAST_TOPICS, seed);
  }

  /** The same with at most so many rounds. */
  public Resampling withRounds(int most) {
    return new Resampling(
        inference, effects, hasSurveyError, Math.min(rounds, most), leastTopics, seed);
  }

  /** The same with topics meant so. */
  public Resampling with(TopicEffects other) {
    return new Resampling(inference, other, hasSurveyError, rounds, leastTopics, seed);
  }
}
