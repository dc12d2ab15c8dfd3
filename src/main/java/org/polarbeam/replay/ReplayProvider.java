package org.polarbeam.replay;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.polarbeam.files.InputException;
import org.polarbeam.model.Blobs;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelProvider;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;

/**
 * Gives recorded answers. A recording is found by the model's name and the request's tag {@code
 * replay}; a question that was never recorded fails and goes to the dead letters.
 */
public final class ReplayProvider implements ModelProvider {
  private static final long serialVersionUID = 1L;

  /** The tag by which a request says which recording answers it. */
  public static final String TAG = "replay";

  /** What the provider is called. */
  public static final String NAME = "replay";

  /** As the service loader makes it. */
  public ReplayProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isPaid() {
    return false;
  }

  /** Whether any of its recordings is marked as simulated. */
  @Override
  public boolean isSimulated(ModelSpec spec, ProviderContext context) {
    return Recordings.areSimulated(spec, context.files());
  }

  @Override
  public List<String> inputs(ModelSpec spec) {
    return spec.endpoint().isEmpty() ? List.of() : List.of(spec.endpoint());
  }

  /**
   * Reads the recordings.
   *
   * @throws InputException when there are none of this model, or a line is no recording
   */
  @Override
  public void require(ModelSpec spec, Collection<String> languages, ProviderContext context) {
    Recordings.requireSome(spec, context.files());
  }

  @Override
  public String decisive(ModelSpec spec, ProviderContext context) {
    return Recordings.digest(spec, context.files());
  }

  @Override
  public ChatModel open(ModelSpec spec, ProviderContext context, Blobs store) {
    Map<String, ChatResponse> recordings = Recordings.of(spec, context.files());
    return request -> {
      ChatResponse recorded = recordings.get(request.tags().get(TAG));
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
