package org.polarbeam.model;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What this process has asked so far, by stage, for people who watch. */
public final class Progress {
  private static final ConcurrentMap<String, Usage> STAGES = new ConcurrentHashMap<>();

  private Progress() {}

  /** The counts of a stage. */
  public static Usage of(String stage) {
    return STAGES.computeIfAbsent(stage, s -> new Usage());
  }

  /** The counts of every stage that has begun, by its name. */
  public static Map<String, Usage> stages() {
    return new TreeMap<>(STAGES);
  }

  /** Forgets everything; a new run begins. */
  public static void reset() {
    STAGES.clear();
  }
}
