package org.polarbeam.model.paid;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts of what asking did, by name; thread-safe. */
public final class Usage {
  /** Questions that were begun. */
  public static final String ASKED = "asked";

  /** Questions with a usable answer. */
  public static final String ANSWERED = "answered";

  /** Questions that need not be asked after all. */
  public static final String SKIPPED = "skipped";

  /** Questions given up. */
  public static final String FAILED = "failed";

  /** Answers taken from the store. */
  public static final String FROM_STORE = "from_store";

  /** Requests sent again after a transient failure. */
  public static final String RETRIED = "retried";

  /** Requests the endpoint put off (429, 503). */
  public static final String THROTTLED = "throttled";

  /** Answers that could not be used. */
  public static final String UNREADABLE = "unreadable";

  /** Tokens of questions the endpoint was sent. */
  public static final String TOKENS_IN = "tokens_in";

  /** Tokens of answers it gave. */
  public static final String TOKENS_OUT = "tokens_out";

  /** Cost in millionths of the price table's currency. */
  public static final String COST_MICROS = "cost_micros";

  private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();

  /** Adds to a count. */
  public void add(String name, long count) {
    counts.computeIfAbsent(name, n -> new LongAdder()).add(count);
  }

  /** A count so far. */
  public long get(String name) {
    LongAdder count = counts.get(name);
    return count == null ? 0 : count.sum();
  }

  /** All counts since the last call, which then begin again from zero. */
  public Map<String, Long> drain() {
    Map<String, Long> drained = new TreeMap<>();
    counts.forEach((name, count) -> drained.put(name, count.sumThenReset()));
    return drained;
  }
}
