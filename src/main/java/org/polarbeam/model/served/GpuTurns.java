package org.polarbeam.model.served;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.polarbeam.model.AskingThreads;

/**
 * Whose turn it is on this machine's GPU: one model at a time has it, for as long as it has
 * questions under way; the next waits. A pipeline asks its served models one after the other, so
 * each is loaded once; where it does not, answers are as right and only loading takes longer.
 */
final class GpuTurns {
  /** Between a question's failure and its next attempt nothing is under way. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Map<Holder, CompletableFuture<Void>> waiting = new LinkedHashMap<>();
  private Holder holder;
  private int underWay;
  private long lastEnd = System.nanoTime();
  private boolean leaving;

  /** A model that takes turns. */
  interface Holder {
    /** Ends its server; returns when the GPU is free. */
    void giveWay();
  }

  /** Begins a question of a model; completes when it is the model's turn. */
  CompletableFuture<Void> begin(Holder who) {
    synchronized (this) {
      if (holder == null) {
        holder = who;
      }
      if (holder == who && !leaving) {
        underWay++;
        return CompletableFuture.completedFuture(null);
      }
    }
    CompletableFuture<Void> turn;
    synchronized (this) {
      turn = waiting.computeIfAbsent(who, w -> new CompletableFuture<>());
    }
    passOnIfQuiet();
    return turn.thenCompose(granted -> begin(who));
  }

  /** A question that had begun has ended. */
  void end(Holder who) {
    synchronized (this) {
      if (holder == who) {
        underWay--;
        lastEnd = System.nanoTime();
      }
    }
    passOnIfQuiet();
  }

  /** A model's server has been stopped, by itself or since nobody uses it. */
  void release(Holder who) {
    List<CompletableFuture<Void>> next = new ArrayList<>();
    synchronized (this) {
      if (holder == who && underWay <= 0 && !leaving) {
        next = free();
      }
    }
    grant(next);
  }

  private void passOnIfQuiet() {
    synchronized (this) {
      if (waiting.isEmpty() || underWay > 0 || leaving) {
        return;
      }
    }
    AskingThreads.TIMER.schedule(
        () -> AskingThreads.STORE.execute(this::passOn),
        PATIENCE.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private void passOn() {
    synchronized (this) {
      if (waiting.isEmpty() || underWay > 0 || leaving) {
        return;
      }
    }
    if (!giveWay()) {
      passOnIfQuiet(); // something has been asked meanwhile, or just now
    }
  }

  /**
   * Has the model whose turn it is give way, if it has been quiet for a while.
   *
   * @return whether it has
   */
  boolean giveWay() {
    Holder former;
    synchronized (this) {
      boolean isQuiet =
          underWay == 0 && System.nanoTime() - lastEnd >= PATIENCE.toNanos() && !leaving;
      if (!isQuiet) {
        return false;
      }
      former = holder;
      leaving = true;
    }
    try {
      if (former != null) {
        former.giveWay();
      }
    } finally {
      List<CompletableFuture<Void>> next;
      synchronized (this) {
        leaving = false;
        next = free();
      }
      grant(next);
    }
    return true;
  }

  /** Gives the turn to who waits longest. */
  private List<CompletableFuture<Void>> free() {
    holder = null;
    underWay = 0;
    if (waiting.isEmpty()) {
      return List.of();
    }
    Holder next = waiting.keySet().iterator().next();
    holder = next;
    return List.of(waiting.remove(next));
  }

  private static void grant(List<CompletableFuture<Void>> turns) {
    turns.forEach(turn -> turn.completeAsync(() -> null, AskingThreads.STORE));
  }
}
