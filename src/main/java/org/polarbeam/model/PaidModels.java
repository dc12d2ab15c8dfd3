package org.polarbeam.model;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The models this process pays for. Connections and limits are shared by all threads; answers come
 * from the store where they are there already.
 */
public final class PaidModels {
  private static final ConcurrentMap<String, ChatModel> CONNECTED = new ConcurrentHashMap<>();

  private PaidModels() {}

  /**
   * How to pay.
   *
   * @param maxInFlight requests in flight at most, by endpoint and process; 0 for the provider's
   *     usual number
   * @param attempts how often a question is asked at most when something passing fails
   * @param firstPauseMillis the longest pause before a second attempt; doubles after that
   * @param run the run whose budget this is
   * @param maxCost what this process may spend, in the price table's currency
   * @param maxTokens how many tokens it may use, in and out
   */
  public record Settings(
      int maxInFlight,
      int attempts,
      long firstPauseMillis,
      String run,
      double maxCost,
      double maxTokens,
      PriceTable prices)
      implements Serializable {

    /** Checks the numbers. */
    public Settings {
      if (maxInFlight < 0 || attempts < 1 || firstPauseMillis < 0) {
        throw new IllegalArgumentException(
            "maxInFlight and firstPauseMillis must be at least 0 and attempts at least 1; they are "
                + maxInFlight
                + ", "
                + firstPauseMillis
                + " and "
                + attempts);
      }
      if (!(maxCost >= 0) || !(maxTokens >= 0)) {
        throw new IllegalArgumentException(
            "maxCost and maxTokens must not be negative; they are "
                + maxCost
                + " and "
                + maxTokens);
      }
    }

    /** How many requests to keep in flight at a model's endpoint. */
    public int inFlight(ModelProvider provider, ModelSpec spec) {
      return maxInFlight > 0 ? maxInFlight : provider.usualInFlight(spec);
    }
  }

  /**
   * Opens a model.
   *
   * @param store null to keep nothing
   * @param usages where to count what it does
   */
  public static ChatModel open(
      ModelProvider provider, ModelSpec spec, Settings settings, Blobs store, Usage... usages) {
    String endpoint = spec.provider() + " " + spec.endpoint();
    ChatModel connected =
        CONNECTED.computeIfAbsent(endpoint + " " + spec.key(), e -> provider.open(spec, store));
    connected.retain();
    return new PaidModel(
        spec,
        connected,
        EndpointGate.of(endpoint, settings.inFlight(provider, spec)),
        store == null ? null : new ResponseStore(store),
        Budget.of(new Budget.Limits(settings.run, settings.maxCost, settings.maxTokens)),
        settings.prices,
        settings.attempts,
        Duration.ofMillis(settings.firstPauseMillis),
        usages);
  }

  /**
   * Asks, and asks again while the answer cannot be used.
   *
   * @param reader makes something of an answer, or throws a {@link ModelException} of the kind
   *     {@link ModelException.Kind#UNREADABLE}
   * @param attempts how many answers to try
   */
  public static <T> CompletableFuture<T> read(
      ChatModel model,
      ChatRequest request,
      Function<ChatResponse, T> reader,
      int attempts,
      Usage... usages) {
    return model
        .ask(request)
        .thenApply(reader)
        .exceptionallyCompose(
            failure -> {
              ModelException e = ModelException.of(failure);
              if (e.kind() != ModelException.Kind.UNREADABLE) {
                return CompletableFuture.failedFuture(e);
              }
              for (Usage usage : usages) {
                usage.add(Usage.UNREADABLE, 1);
              }
              return request.rereading() + 1 < attempts
                  ? read(model, request.again(), reader, attempts, usages)
                  : CompletableFuture.failedFuture(e.after(request.rereading() + 1));
            });
  }

  /** Waits, within bounds, until what is in flight is answered and stored. */
  public static void awaitQuiet(Duration most) throws InterruptedException {
    PaidModel.awaitQuiet(most);
  }

  /** Forgets everything without ending it: what follows is as in another process, for tests. */
  static void forgetUnderWay() {
    CONNECTED.clear();
    EndpointGate.reopenAll();
    PaidModel.forgetUnderWay();
  }

  /** Forgets the connections, limits, budgets and failures of earlier runs in this process. */
  public static void reset() {
    CONNECTED.values().forEach(ChatModel::close);
    CONNECTED.clear();
    EndpointGate.reopenAll();
    PaidModel.forgetUnderWay();
    Budget.forgetAll();
    Progress.reset();
  }
}
