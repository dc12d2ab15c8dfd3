package org.polarbeam.model.paid;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.polarbeam.model.ModelException;

/**
 * What one process may spend in a run. Each request reserves the most it may cost before it is sent
 * and settles what it did cost. When the next one does not fit, it waits for those in flight; when
 * none is in flight any more, the run ends with everything that was paid for in the store.
 */
final class Budget {
  /** Cost and tokens. */
  record Amount(double cost, double tokens) {}

  private record Waiter(Amount most, CompletableFuture<Void> granted) {}

  private final double maxCost;
  private final double maxTokens;
  private final Deque<Waiter> queue = new ArrayDeque<>();
  private double cost;
  private double tokens;
  private double reservedCost;
  private double reservedTokens;
  private int reservations;

  /**
   * A budget of which nothing is spent.
   *
   * @param maxCost in the price table's currency; infinite for no limit
   * @param maxTokens tokens in and out; infinite likewise
   */
  Budget(double maxCost, double maxTokens) {
    this.maxCost = maxCost;
    this.maxTokens = maxTokens;
  }

  /** Whether there is any limit. */
  boolean isLimited() {
    return maxCost < Double.POSITIVE_INFINITY || maxTokens < Double.POSITIVE_INFINITY;
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
    return cost + reservedCost + most.cost <= maxCost
        && tokens + reservedTokens + most.tokens <= maxTokens;
  }

  /** Of the limits that were set. */
  private String spent() {
    List<String> spent = new ArrayList<>();
    if (maxCost < Double.POSITIVE_INFINITY) {
      spent.add(String.format(Locale.ROOT, "%.4f of --maxCost=%s", cost, maxCost));
    }
    if (maxTokens < Double.POSITIVE_INFINITY) {
      spent.add(String.format(Locale.ROOT, "%.0f of --maxTokens=%.0f", tokens, maxTokens));
    }
    return String.join(" and ", spent) + (spent.size() == 1 ? " is" : " are");
  }

  private synchronized ModelException usedUp() {
    return new ModelException(
        ModelException.Kind.FATAL,
        String.format(
            Locale.ROOT,
            "the budget is used up: %s spent, and the next question may need more than is left (an"
                + " answer may be as long as max_tokens allows). Every answer paid for is in the"
                + " store; run again with a larger budget to go on",
            spent()),
        null);
  }
}
