package org.polarbeam.model.openai;

import java.time.Duration;

/**
 * How much an endpoint lets wait in its batches: it refuses a batch by which more tokens would be
 * enqueued than it allows. A batch that is refused while others are under way waits until one of
 * them has ended; one that is refused alone is too large, and halved. One question that is refused
 * alone waits for what others have enqueued, each time longer, and in the end no more.
 */
final class BatchQueue {
  private static final long LONGEST_PAUSE_MILLIS = Duration.ofMinutes(15).toMillis();
  private static final int MOST_TRIES = 6;

  private final long pauseMillis;
  private int size;
  private int tries;
  private boolean held;
  private long heldUntil;

  /**
   * A queue.
   *
   * @param size how many questions a batch has at most
   * @param pauseMillis the first pause before a question is tried again
   */
  BatchQueue(int size, long pauseMillis) {
    this.size = size;
    this.pauseMillis = pauseMillis;
  }

  /** How many questions the next batch has at most. */
  synchronized int size() {
    return size;
  }

  /** How long to wait before the next batch, in milliseconds; 0 for not at all. */
  synchronized long pause() {
    return held ? Math.max(0, heldUntil - System.currentTimeMillis()) : 0;
  }

  /**
   * A batch was refused since too much is enqueued.
   *
   * @param questions how many it had
   * @param others whether others of this process are under way
   * @return whether it is worth trying again
   */
  synchronized boolean refused(int questions, boolean others) {
    if (!others && questions > 1) {
      size = Math.max(1, questions / 2);
      return true;
    }
    if (!others && ++tries > MOST_TRIES) {
      return false;
    }
    held = true;
    heldUntil =
        System.currentTimeMillis()
            + Math.min(LONGEST_PAUSE_MILLIS, pauseMillis << Math.min(tries, MOST_TRIES));
    return true;
  }

  /** A batch has ended, so there is room. */
  synchronized void ended() {
    held = false;
    tries = 0;
  }
}
