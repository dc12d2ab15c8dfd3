package org.polarbeam.model;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Gives recorded answers. A recording is found by the model's name and the request's tag {@code
 * replay}; a question that was never recorded fails and goes to the dead letters.
 */
public final class ReplayProvider implements ModelProvider {
  private static final long serialVersionUID = 1L;

  /** The tag by which a request says which recording answers it. */
  public static final String TAG = "replay";

  /** Where recordings come from. Equal sources are read once a process. */
  public interface Source extends Serializable {
    /** Reads the recordings, by {@link #key}. */
    Map<String, ChatResponse> load();
  }

  private static final ConcurrentMap<Source, Map<String, ChatResponse>> LOADED =
      new ConcurrentHashMap<>();

  private final Source source;

  /** Replays what a source holds; it is read where a model is first opened. */
  public ReplayProvider(Source source) {
    this.source = source;
  }

  /** Under which a recording of a model is kept. */
  public static String key(String model, String tag) {
    return model + "\0" + tag;
  }

  @Override
  public boolean isPaid() {
    return false;
  }

  @Override
  public ChatModel open(ModelSpec spec, Blobs store) {
    Map<String, ChatResponse> recordings = LOADED.computeIfAbsent(source, Source::load);
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
