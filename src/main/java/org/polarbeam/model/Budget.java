package org.polarbeam.model;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What one process may spend in a run. Each request reserves the most it may cost before it is sent
 * and settles what it did cost. When the next one does not fit, it waits for those in flight; when
 * none is in flight any more, the run ends with everything that was paid for in the store.
 */
final class Budget {
  /**
   * What may be spent.
   *
   * @param run which run, so that each begins at zero
   * @param maxCost in the price table's currency; infinite for no limit
   * @param maxTokens tokens in and out; infinite likewise
   */
  record Limits(String run, double maxCost, double maxTokens) implements Serializable {}

  /** Cost and tokens. */
  record Amount(double cost, double tokens) {}

  private record Waiter(Amount most, CompletableFuture<Void> granted) {}

  private static final ConcurrentMap<Limits, Budget> BUDGETS = new ConcurrentHashMap<>();

  private final Limits limits;
  private final Deque<Waiter> queue = new ArrayDeque<>();
  private double cost;
  private double tokens;
  private double reservedCost;
  private double reservedTokens;
  private int reservations;

  private Budget(Limits limits) {
    this.limits = limits;
  }

  /** The budget of a run in this process. */
  static Budget of(Limits limits) {
    return BUDGETS.computeIfAbsent(limits, Budget::new);
  }

  /** Forgets what earlier runs of this process spent. */
  static void forgetAll() {
    BUDGETS.clear();
  }

  /** Whether there is any limit. */
  boolean isLimited() {
    return limits.maxCost < Double.POSITIVE_INFINITY || limits.maxTokens < Double.POSITIVE_INFINITY;
  }

  /** Completes when so much may be spent; fails, fatally, when it never may. */
  CompletableFuture<Void> reserve(Amount most) {
    if (!isLimited()) {
      return CompletableFuture.completedFuture(null);
    }
    Waiter waiter = new Waiter(most, new CompletableFuture<>());
    synchronized (this) {
      queue.add(waiter);
    }
    serve();
    return waiter.granted;
  }

  /** Replaces a reservation by what was spent. */
  void settle(Amount most, Amount spent) {
    if (!isLimited()) {
      return;
    }
    synchronized (this) {
      reservations--;
      reservedCost -= most.cost;
      reservedTokens -= most.tokens;
      cost += spent.cost;
      tokens += spent.tokens;
    }
    serve();
  }

  private void serve() {
    List<Waiter> granted = new ArrayList<>();
    List<Waiter> refused = new ArrayList<>();
    synchronized (this) {
      while (!queue.isEmpty() && fits(queue.peekFirst().most)) {
        Waiter waiter = queue.removeFirst();
        reservations++;
        reservedCost += waiter.most.cost;
        reservedTokens += waiter.most.tokens;
        granted.add(waiter);
      }
      if (reservations == 0) {
        refused.addAll(queue);
        queue.clear();
      }
    }
    granted.forEach(w -> w.granted.completeAsync(() -> null));
    refused.forEach(w -> w.granted.completeExceptionally(usedUp()));
  }

  private boolean fits(Amount most) {
    return cost + reservedCost + most.cost <= limits.maxCost
        && tokens + reservedTokens + most.tokens <= limits.maxTokens;
  }

  private synchronized ModelException usedUp() {
    return new ModelException(
        ModelException.Kind.FATAL,
        String.format(
            Locale.ROOT,
            "the budget is used up: %.4f of --maxCost=%s and %.0f of --maxTokens=%s are spent, and"
                + " the next question may need more than is left. Every answer paid for is in the"
                + " store; run again with a larger budget to go on",
            cost,
            limits.maxCost,
            tokens,
            limits.maxTokens),
        null);
  }
}
