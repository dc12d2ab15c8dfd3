package org.polarbeam.model.paid;

/**
 * Workers of a process that ask at once and end together. A thread that has nothing to do before
 * the others end rests here: Beam's DirectRunner has its idle threads look for work all the time,
 * at the cost of a processor.
 *
 * @see <a href="https://github.com/apache/beam/issues/18070">the runner's busy waiting</a>
 */
public final class Rendezvous {
  private int working;

  /** A worker begins. */
  public synchronized void begin() {
    working++;
  }

  /** A worker gives up; nobody waits for it. */
  public synchronized void leave() {
    working--;
    notifyAll();
  }

  /** A worker has done its part, and waits for those that have begun and not ended. */
  public synchronized void end() {
    leave();
    try {
      while (working > 0) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the runner ends; what was done counts
    }
  }
}
