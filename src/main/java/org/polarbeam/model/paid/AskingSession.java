package org.polarbeam.model.paid;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.polarbeam.model.AskingThreads;
import org.polarbeam.model.Blobs;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelProvider;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run's asking in this process: its connections, the limits of its endpoints, its budget, the
 * questions under way and the counts of its stages. Runs of the same process share nothing,
 * whatever endpoints they ask; the stages and threads of one run share everything.
 *
 * <p>A pipeline travels to its workers as data, so a worker finds the run's session by the run's
 * name ({@link #of}). It {@link #join joins} while it has models open. The command that launches
 * closes the session when the run has ended; on other machines connections go when nobody has used
 * them for a while, and what was spent is remembered until the process ends.
 */
public final class AskingSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AskingSession.class);

  private static final Duration LINGER = Duration.ofMinutes(1);

  /** Where the parts of a pipeline, which are copies of copies, find their run's. */
  private static final ConcurrentMap<String, AskingSession> BY_RUN = new ConcurrentHashMap<>();

  private final Settings settings;
  private final Budget budget;
  private final ConcurrentMap<String, ChatModel> connected = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, EndpointGate> gates = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Usage> stages = new ConcurrentHashMap<>();

  /** Answers to come, by content key. */
  private final ConcurrentMap<String, CompletableFuture<ChatResponse>> underWay =
      new ConcurrentHashMap<>();

  private final ConcurrentMap<String, Usability> usable = new ConcurrentHashMap<>();

  private final ConcurrentMap<String, FirstAnswers> firstAnswers = new ConcurrentHashMap<>();

  private final ConcurrentMap<String, Set<String>> served = new ConcurrentHashMap<>();

  private final Set<String> told = ConcurrentHashMap.newKeySet();

  private final ConcurrentMap<String, Rendezvous> rendezvous = new ConcurrentHashMap<>();

  private final StoreOutage outage = new StoreOutage();

  private int open;
  private int users;

  /** Why nothing more is asked; null while things are asked. */
  private volatile ModelException stopped;

  private AskingSession(Settings settings) {
    this.settings = settings;
    this.budget = new Budget(settings.maxCost, settings.maxTokens);
  }

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
   * @param retriesUnreadable whether questions are asked anew whose stored answers cannot be used
   */
  public record Settings(
      int maxInFlight,
      int attempts,
      long firstPauseMillis,
      String run,
      double maxCost,
      double maxTokens,
      PriceTable prices,
      boolean retriesUnreadable)
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

    /** The same, where a stored answer that cannot be used counts as one. */
    public Settings(
        int maxInFlight,
        int attempts,
        long firstPauseMillis,
        String run,
        double maxCost,
        double maxTokens,
        PriceTable prices) {
      this(maxInFlight, attempts, firstPauseMillis, run, maxCost, maxTokens, prices, false);
    }

    /** How many requests to keep in flight at a model's endpoint. */
    public int inFlight(ModelProvider provider, ModelSpec spec, ProviderContext context) {
      return maxInFlight > 0 ? maxInFlight : provider.usualInFlight(spec, context);
    }
  }

  /** The session of a run in this process, begun where there is none. */
  public static AskingSession of(Settings settings) {
    return BY_RUN.computeIfAbsent(settings.run, run -> new AskingSession(settings));
  }

  /** Somebody begins to use it; each is to {@link #leave} it once. */
  public synchronized void join() {
    users++;
  }

  /** Somebody uses it no more. When all have left for a while, its connections are closed. */
  public void leave() {
    synchronized (this) {
      users--;
    }
    AskingThreads.TIMER.schedule(
        () -> AskingThreads.STORE.execute(this::disconnectIfUnused),
        LINGER.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private void disconnectIfUnused() {
    List<ChatModel> unused;
    synchronized (this) { // who joins later finds none of them
      unused = users > 0 ? List.of() : drain();
    }
    unused.forEach(ChatModel::close);
  }

  private List<ChatModel> drain() {
    List<ChatModel> drained = new ArrayList<>();
    for (String name : connected.keySet()) {
      ChatModel model = connected.remove(name);
      if (model != null) {
        drained.add(model);
      }
    }
    return drained;
  }

  /** Ends the session: its connections are closed, and a run of the same name begins anew. */
  @Override
  public void close() {
    BY_RUN.remove(settings.run, this);
    drain().forEach(ChatModel::close);
  }

  /**
   * Opens a model. The connection is the session's, and stays when the model is closed.
   *
   * @param context what its provider is given
   * @param store where answers that are paid for are kept; null to keep none
   * @param usages where to count what it does
   */
  public ChatModel open(
      ModelProvider provider,
      ModelSpec spec,
      ProviderContext context,
      Blobs store,
      Usage... usages) {
    String endpoint = spec.provider() + " " + spec.endpoint();
    ChatModel model =
        connected.computeIfAbsent(
            endpoint + " " + spec.keyEnv() + " " + spec.key(),
            e -> provider.open(spec, context, store));
    model.retain();
    if (!provider.isPaid()) {
      return new Shared(model);
    }
    EndpointGate gate =
        gates.computeIfAbsent(
            endpoint,
            e -> {
              ModelProvider.InFlight inFlight =
                  settings.maxInFlight > 0
                      ? new ModelProvider.InFlight(settings.maxInFlight, settings.maxInFlight)
                      : provider.inFlight(spec, context);
              return new EndpointGate(spec.endpoint(), inFlight.most(), inFlight.first());
            });
    if (stopped != null) {
      gate.close(stopped);
    }
    return new PaidModel(
        this,
        spec,
        provider.priceShare(),
        model,
        gate,
        store == null ? null : new ResponseStore(store, settings.firstPauseMillis),
        usages);
  }

  /** A model of the session, whose connection stays. */
  private record Shared(ChatModel model) implements ChatModel {
    @Override
    public CompletableFuture<ChatResponse> ask(ChatRequest request) {
      return model.ask(request);
    }

    @Override
    public void close() {
      model.release();
    }
  }

  Settings settings() {
    return settings;
  }

  StoreOutage outage() {
    return outage;
  }

  /** How many answers the store has refused. */
  public int refused() {
    return outage.held();
  }

  /**
   * Tries for a while to keep what the store has refused.
   *
   * @return how many answers that were paid for are lost
   */
  public int keepRefused(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (outage.held() > 0) {
      try {
        outage.keep();
      } catch (ModelException e) {
        if (System.nanoTime() > end) {
          return outage.held();
        }
        Thread.sleep(Math.min(1_000, most.toMillis()));
      }
    }
    return 0;
  }

  Usability usability(ModelSpec spec) {
    return usable.computeIfAbsent(spec.key(), key -> new Usability());
  }

  /** An answer has come from a model; what is odd about its first ones is told. */
  void firstAnswer(ModelSpec spec, ChatRequest request, ChatResponse answer) {
    if (!answer.servedBy().isEmpty()) {
      served
          .computeIfAbsent(spec.name(), name -> ConcurrentHashMap.newKeySet())
          .add(answer.servedBy());
    }
    String odd =
        firstAnswers
            .computeIfAbsent(spec.key(), key -> new FirstAnswers())
            .take(spec.name(), request, answer);
    if (odd != null) {
      tell(odd);
    }
  }

  /** Tells people something that does not end the run, once. */
  void tell(String what) {
    if (told.add(what)) {
      LOG.warn("{}.", what);
    }
  }

  /** The names of the models that servers say they are, by the name that was asked. */
  public Map<String, Set<String>> served() {
    Map<String, Set<String>> sorted = new TreeMap<>();
    served.forEach((asked, names) -> sorted.put(asked, new TreeSet<>(names)));
    return sorted;
  }

  /** What people were told about models and servers. */
  public Set<String> told() {
    return new TreeSet<>(told);
  }

  Budget budget() {
    return budget;
  }

  /**
   * Begins a question unless the very same is under way.
   *
   * @return the answer to come where it is; null where {@code mine} is the one to answer
   */
  CompletableFuture<ChatResponse> begin(String key, CompletableFuture<ChatResponse> mine) {
    CompletableFuture<ChatResponse> same = underWay.putIfAbsent(key, mine);
    if (same == null) {
      synchronized (this) {
        open++;
      }
    }
    return same;
  }

  /** A question that was begun is answered or given up. */
  void end(String key, CompletableFuture<ChatResponse> mine) {
    underWay.remove(key, mine);
    synchronized (this) {
      open--;
      notifyAll();
    }
  }

  /** Where those who work on a stage in this process end together. */
  public Rendezvous rendezvous(String stage) {
    return rendezvous.computeIfAbsent(stage, s -> new Rendezvous());
  }

  /** The counts of a stage. */
  public Usage stage(String name) {
    return stages.computeIfAbsent(name, s -> new Usage());
  }

  /** The counts of every stage that has begun here. */
  public Map<String, Usage> stages() {
    return new TreeMap<>(stages);
  }

  /**
   * Asks nothing more. What is in flight goes on to its end.
   *
   * @return whether anything is
   */
  public boolean stop(ModelException why) {
    stopped = why;
    gates.values().forEach(gate -> gate.close(why));
    synchronized (this) {
      return open > 0;
    }
  }

  /**
   * Waits until every question is answered or given up, so that what is paid for is stored before
   * the process ends.
   *
   * @param most how long to wait at most
   */
  public synchronized void awaitQuiet(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (open > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }
}
