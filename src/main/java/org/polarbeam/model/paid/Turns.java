package org.polarbeam.model.paid;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Runs things on the thread that asks for it, one after another and never inside one another: what
 * one of them leads to may end in here again, a thousand times over. A thread of its own for each
 * costs more than most of them take.
 */
final class Turns {
  private final ThreadLocal<Deque<Runnable>> waiting = new ThreadLocal<>();

  void run(Runnable work) {
    Deque<Runnable> begun = waiting.get();
    if (begun != null) {
      begun.addLast(work);
      return;
    }
    Deque<Runnable> mine = new ArrayDeque<>();
    waiting.set(mine);
    try {
      for (Runnable next = work; next != null; next = mine.pollFirst()) {
        next.run();
      }
    } finally {
      waiting.remove();
    }
  }
}
