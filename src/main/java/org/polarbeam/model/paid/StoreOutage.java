package org.polarbeam.model.paid;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.polarbeam.model.ModelException;

/**
 * What a store that fails leaves undone: answers that were paid for and that it would not take, and
 * gates that were closed for it, since what cannot be kept must not be bought. Where a runner tries
 * the work again in this process, the answers are kept then, and asking goes on.
 */
final class StoreOutage {
  private final ReentrantLock lock = new ReentrantLock();

  /** How to keep each answer after all, by the key of its question. */
  private final Map<String, Runnable> unkept = new HashMap<>();

  private final List<Closed> closed = new ArrayList<>();
  private volatile ModelException last;

  private record Closed(EndpointGate gate, ModelException why) {}

  /** Whether the store has failed and is not known to be well again. */
  boolean isOn() {
    return last != null;
  }

  /**
   * The store has refused an answer: it is held here, and the gate is closed.
   *
   * @param key of its question
   * @param keep keeps it, or throws a {@link ModelException}
   */
  void refused(ModelException why, EndpointGate gate, String key, Runnable keep) {
    lock.lock();
    try {
      unkept.put(key, keep);
      unreadable(why, gate);
    } finally {
      lock.unlock();
    }
  }

  /** The store cannot be read: the gate is closed. */
  void unreadable(ModelException why, EndpointGate gate) {
    lock.lock();
    try {
      gate.close(why);
      closed.add(new Closed(gate, why));
      last = why;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Keeps what is held here, each tried once.
   *
   * @throws ModelException a fatal one when the store still refuses it, or another is trying
   */
  void keep() {
    ModelException known = last;
    if (known == null) {
      return;
    }
    if (!lock.tryLock()) {
      throw known;
    }
    try {
      for (String key : List.copyOf(unkept.keySet())) {
        unkept.get(key).run();
        unkept.remove(key);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The store was read: where nothing is held any more, the gates are opened. */
  void mended() {
    lock.lock();
    try {
      if (unkept.isEmpty()) {
        closed.forEach(c -> c.gate.open(c.why));
        closed.clear();
        last = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many answers are held. */
  int held() {
    lock.lock();
    try {
      return unkept.size();
    } finally {
      lock.unlock();
    }
  }
}
