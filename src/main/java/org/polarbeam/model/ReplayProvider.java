package org.polarbeam.model;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Gives recorded answers. A recording is found by the model's name and the request's tag {@code
 * replay}; a question that was never recorded fails and goes to the dead letters.
 */
public final class ReplayProvider implements ModelProvider {
  private static final long serialVersionUID = 1L;

  /** The tag by which a request says which recording answers it. */
  public static final String TAG = "replay";

  private final TreeMap<String, ChatResponse> recordings;

  /** The recordings by {@link #key}. */
  public ReplayProvider(Map<String, ChatResponse> recordings) {
    this.recordings = new TreeMap<>(recordings);
  }

  /** Under which a recording of a model is kept. */
  public static String key(String model, String tag) {
    return model + "\0" + tag;
  }

  @Override
  public ChatModel open(ModelSpec spec) {
    return request -> {
      ChatResponse recorded = recordings.get(key(spec.name(), request.tags().get(TAG)));
      return recorded == null
          ? CompletableFuture.failedFuture(
              new ModelException(
                  ModelException.Kind.PERMANENT,
                  "no recorded answer of " + spec.name() + " to " + request.tags().get(TAG),
                  null))
          : CompletableFuture.completedFuture(recorded);
    };
  }
}
