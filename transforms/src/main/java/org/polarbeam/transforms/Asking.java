package org.polarbeam.transforms;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.resourcehints.ResourceHints;
import org.polarbeam.model.Blobs;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ModelProvider;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.model.Providers;
import org.polarbeam.model.paid.AskingSession;
import org.polarbeam.model.paid.Rendezvous;
import org.polarbeam.model.paid.Rereading;
import org.polarbeam.model.paid.Usage;
import org.polarbeam.transforms.internal.Stores;

/**
 * How paid work is done.
 *
 * @param providers who can be asked
 * @param context what the providers are given
 * @param settings the run's name, how much at once, how often, at what cost
 * @param store where answers are kept, a directory or a URL; empty to keep none
 * @param shards into how many parts a stage's work is split
 * @param isTogether whether this process works on all parts at once, so that they end together
 */
public record Asking(
    Providers providers,
    ProviderContext context,
    AskingSession.Settings settings,
    String store,
    int shards,
    boolean isTogether)
    implements Serializable {
  /** Parts that keep a machine busy with models that answer at once; a runner has a cost a part. */
  public static final int LEAST_SHARDS = 4;

  private static final int MOST_SHARDS = 2_048;

  /** How many times what is in flight a shard holds at least, so that its end costs little. */
  private static final int ROUNDS_PER_SHARD = 8;

  /** Questions begun and not answered, in terms of those in flight: some wait for a retry. */
  private static final int BEGUN_PER_IN_FLIGHT = 2;

  private static final int UNPAID = 16;

  /** Checks the number of parts. */
  public Asking {
    if (shards < 1) {
      throw new IllegalArgumentException("shards must be at least 1, not " + shards);
    }
  }

  /** The same of parts that are worked on as they come. */
  public Asking(
      Providers providers,
      ProviderContext context,
      AskingSession.Settings settings,
      String store,
      int shards) {
    this(providers, context, settings, store, shards, false);
  }

  /** How many parts to split so many questions into. */
  public static int shardsFor(long questions, int inFlight) {
    return questions <= inFlight
        ? 1
        : (int)
            Math.max(
                LEAST_SHARDS,
                Math.min(MOST_SHARDS, questions / ((long) ROUNDS_PER_SHARD * inFlight)));
  }

  /** How many questions a bundle may have begun and not answered. */
  int begun(Collection<ModelSpec> models) {
    int most = UNPAID;
    for (ModelSpec spec : models) {
      ModelProvider provider = providers.of(spec);
      if (provider.isPaid()) {
        most = Math.max(most, BEGUN_PER_IN_FLIGHT * settings.inFlight(provider, spec, context));
      }
    }
    return most;
  }

  /**
   * Which models are asked together, as their places, in the order of their turns: all that are
   * elsewhere with the first that a worker serves, then each of the others that it serves.
   */
  List<List<Integer>> turns(List<ModelSpec> models) {
    List<List<Integer>> turns = new ArrayList<>();
    turns.add(new ArrayList<>());
    boolean serves = false;
    for (int m = 0; m < models.size(); m++) {
      boolean served = providers.of(models.get(m)).isServedHere(models.get(m), context);
      if (served && serves) {
        turns.add(new ArrayList<>(List.of(m)));
      } else {
        turns.get(0).add(m);
      }
      serves |= served;
    }
    return turns;
  }

  /** Whether a worker serves any of these models itself. */
  boolean serves(Collection<ModelSpec> models) {
    return models.stream().anyMatch(m -> providers.of(m).isServedHere(m, context));
  }

  /** What a worker must have that asks these models. */
  ResourceHints hints(Collection<ModelSpec> models) {
    return models.stream()
        .map(m -> providers.of(m).accelerator(context))
        .filter(a -> !a.isEmpty())
        .findFirst()
        .map(ResourceHints.create()::withAccelerator)
        .orElseGet(ResourceHints::create);
  }

  /** The models one DoFn instance has opened, and what it has used. */
  static final class Models implements AutoCloseable {
    private final Asking asking;
    private final AskingSession session;
    private final Usage own = new Usage();
    private final Usage shown;
    private final Rendezvous rendezvous;
    private final Blobs store;
    private final Map<ModelSpec, ChatModel> open = new HashMap<>();

    Models(Asking asking, String stage) {
      this.asking = asking;
      this.session = AskingSession.of(asking.settings);
      this.shown = session.stage(stage);
      this.rendezvous = asking.isTogether ? session.rendezvous(stage) : new Rendezvous();
      this.store = Stores.open(asking.store);
      session.join(); // the last: who has joined leaves again
    }

    ChatModel of(ModelSpec spec) {
      return open.computeIfAbsent(
          spec, s -> session.open(asking.providers.of(s), s, asking.context, store, own, shown));
    }

    /** Where to count. */
    Usage[] usages() {
      return new Usage[] {own, shown};
    }

    /** Where parts that are worked on at once end together. */
    Rendezvous rendezvous() {
      return rendezvous;
    }

    void count(String name) {
      own.add(name, 1);
      shown.add(name, 1);
    }

    /** What this instance has used since it was last asked. */
    Map<String, Long> drain() {
      return own.drain();
    }

    /** How often to ask while answers cannot be used. */
    Rereading rereading() {
      return new Rereading(
          asking.settings.attempts(), asking.settings.retriesUnreadable(), usages());
    }

    @Override
    public void close() {
      open.values().forEach(ChatModel::close);
      open.clear();
      session.leave();
    }
  }
}
