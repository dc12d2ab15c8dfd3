package org.polarbeam.model.paid;

/**
 * So much a minute, evenly: what is not used gathers for a few seconds only. Time comes from the
 * caller. Not thread-safe.
 */
final class TokenBucket {
  private static final double BURST_SECONDS = 5;
  private static final double NANOS = 1e9;

  private final double perNano;
  private final double capacity;
  private double available;
  private long last;

  TokenBucket(double perMinute, long now) {
    this.perNano = perMinute / 60 / NANOS;
    this.capacity = Math.max(1, perMinute / 60 * BURST_SECONDS);
    this.available = capacity;
    this.last = now;
  }

  /** How long to wait until so much may be taken; 0 when it may be now. */
  long waitFor(double amount, long now) {
    refill(now);
    double missing = Math.min(amount, capacity) - available;
    return missing <= 0 ? 0 : (long) Math.ceil(missing / perNano);
  }

  /** Takes so much; a negative amount gives back. What is larger than a burst leaves a debt. */
  void take(double amount, long now) {
    refill(now);
    available = Math.min(capacity, available - amount);
  }

  private void refill(long now) {
    available = Math.min(capacity, available + (now - last) * perNano);
    last = now;
  }
}
