package org.polarbeam.model;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/**
 * Keeps at most so many requests to an endpoint in flight, counted over the whole process. Asking
 * waits for a free place, so callers cannot run ahead of the endpoint.
 */
public final class BoundedModel implements ChatModel {
  private static final ConcurrentMap<String, Semaphore> PLACES = new ConcurrentHashMap<>();

  private final ChatModel model;
  private final Semaphore places;

  /**
   * Wraps a model.
   *
   * @param endpoint what shares the limit: models asked at the same place
   * @param maxInFlight the limit; the first one given for an endpoint holds
   */
  public BoundedModel(ChatModel model, String endpoint, int maxInFlight) {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("maxInFlight must be at least 1, not " + maxInFlight);
    }
    this.model = model;
    this.places = PLACES.computeIfAbsent(endpoint, e -> new Semaphore(maxInFlight));
  }

  @Override
  public CompletableFuture<ChatResponse> ask(ChatRequest request) {
    places.acquireUninterruptibly();
    try {
      return model.ask(request).whenComplete((response, failure) -> places.release());
    } catch (RuntimeException e) {
      places.release();
      throw e;
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
