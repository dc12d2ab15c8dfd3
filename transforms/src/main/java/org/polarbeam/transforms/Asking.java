package org.polarbeam.transforms;

import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.polarbeam.model.BoundedModel;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.Providers;
import org.polarbeam.model.Retries;

/**
 * How paid work is done: with which providers, how much of it at once, how often it is tried.
 *
 * @param maxInFlight requests in flight at most, by endpoint and process
 * @param attempts how often a request is tried at most
 * @param firstPauseMillis the longest pause before a second attempt; doubles after that
 * @param shards into how many parts a stage's work is split
 */
public record Asking(
    Providers providers, int maxInFlight, int attempts, long firstPauseMillis, int shards)
    implements Serializable {
  private static final int ATTEMPTS = 5;
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final int SHARDS = 8;

  /** Checks the bounds. */
  public Asking {
    if (maxInFlight < 1 || attempts < 1 || shards < 1 || firstPauseMillis < 0) {
      throw new IllegalArgumentException(
          "maxInFlight, attempts and shards must be at least 1 and firstPauseMillis at least 0;"
              + " they are "
              + maxInFlight
              + ", "
              + attempts
              + ", "
              + shards
              + " and "
              + firstPauseMillis);
    }
  }

  /** The usual number of attempts and parts. */
  public static Asking with(Providers providers, int maxInFlight) {
    return new Asking(providers, maxInFlight, ATTEMPTS, FIRST_PAUSE_MILLIS, SHARDS);
  }

  /** The same with another number of attempts. */
  public Asking withAttempts(int most) {
    return new Asking(providers, maxInFlight, most, firstPauseMillis, shards);
  }

  Retries retries() {
    return new Retries(attempts, Duration.ofMillis(firstPauseMillis));
  }

  /** The models one DoFn instance has opened. */
  static final class Models implements AutoCloseable {
    private final Asking asking;
    private final Map<ModelSpec, ChatModel> open = new HashMap<>();

    Models(Asking asking) {
      this.asking = asking;
    }

    ChatModel of(ModelSpec spec) {
      return open.computeIfAbsent(
          spec,
          s ->
              new BoundedModel(
                  asking.providers.open(s), s.provider() + " " + s.endpoint(), asking.maxInFlight));
    }

    @Override
    public void close() {
      open.values().forEach(ChatModel::close);
      open.clear();
    }
  }
}
