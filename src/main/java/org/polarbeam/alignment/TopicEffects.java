package org.polarbeam.alignment;

import java.util.Locale;

/** What the topics of a study are, and so what its intervals cover. */
public enum TopicEffects {
  /** A sample: intervals are for topics like these. */
  RANDOM("topics like these"),
  /** The very ones that are asked about: intervals are for these topics. */
  FIXED("these topics");

  private final String covers;

  TopicEffects(String covers) {
    this.covers = covers;
  }

  /** The spelling in options. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What an interval is for, in words. */
  public String covers() {
    return covers;
  }
}
