package org.polarbeam.model.paid;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.polarbeam.model.AskingThreads;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.RateLimit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process may have in flight at one endpoint: one limit for all threads and bundles. It
 * adapts: it begins low and doubles as long as that brings more answers a second, since a slow
 * server answers none in time when it has too many; when the endpoint puts a request off, the limit
 * is halved and nothing is sent before the pause it asked for is over; every answer lets the limit
 * climb back. Rates a minute are kept for each model. After a fatal failure nothing is sent any
 * more.
 */
final class EndpointGate {
  /**
   * When this many questions, the first that were sent, have all failed and nobody has been
   * answered, no further one is worth a try. Others may fail sooner than slow answers come.
   */
  private static final int FIRST = 10;

  private static final double CLIMB = 0.02;

  /** Twice as many in flight bring at least so many times the answers, or are no use. */
  private static final double GAIN = 1.2;

  /** After so many rounds of answers at a limit a larger one is tried again. */
  private static final int STEADY = 20;

  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  /** A longer pause that an endpoint asks for ends the run; it is no use to wait in silence. */
  static final Duration LONGEST_ASKED = Duration.ofMinutes(15);

  /** A pause from which on people are told why nothing happens. */
  private static final long TOLD_MILLIS = 45_000;

  private static final Logger LOG = LoggerFactory.getLogger(EndpointGate.class);

  private static final Turns TURNS = new Turns();

  /**
   * Leave to send one request.
   *
   * @param number of the question in the order in which questions were first sent; past all of them
   *     for one that is sent again
   */
  record Permit(long epoch, long number) {}

  /** A request that waits for leave. */
  private static final class Waiter {
    private final ModelSpec model;
    private final double tokens;
    private final boolean again;
    private final CompletableFuture<Permit> permit = new CompletableFuture<>();
    private Permit given;

    Waiter(ModelSpec model, double tokens, boolean again) {
      this.model = model;
      this.tokens = tokens;
      this.again = again;
    }
  }

  /** The rates of one model. */
  private record Rates(TokenBucket requests, TokenBucket tokens) {}

  private final String name;
  private final int most;

  /** Whether the limit is looked for, and not given. */
  private final boolean isSought;

  /** While it is tried whether more in flight is more answers; null in between. */
  private Step step;

  /** Answers since then, for their rate. */
  private int answers;

  private long since = System.nanoTime();
  private final Deque<Waiter> queue = new ArrayDeque<>();
  private final Map<String, Rates> rates = new HashMap<>();
  private double limit;
  private int inFlight;
  private long epoch;
  private int throttles;
  private long closedUntil = System.nanoTime();
  private boolean hasAnswered;
  private long sent;

  /** Of the first questions, by number: which have failed. */
  private final BitSet failed = new BitSet(FIRST);

  private boolean timer;

  /** Why nothing is sent, each as long as it holds. */
  private final Set<ModelException> fatal = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * A gate.
   *
   * @param start how many may be in flight at first
   */
  EndpointGate(String name, int most, int start) {
    this.name = name;
    this.most = most;
    this.isSought = start < most;
    this.limit = Math.min(start, most);
    this.step = isSought ? new Step(0) : null;
  }

  /**
   * How fast answers come at a limit.
   *
   * @param rate that half as many in flight have had; 0 where nothing is known of them
   */
  private record Step(double rate) {}

  /**
   * An answer has come while others wait, so that the rate of answers is the server's: when there
   * have been enough of them, it tells whether the last doubling has brought anything. If not, it
   * is tried again later, as answers differ in length.
   */
  private void climb() {
    answers++;
    int enough = (step == null ? STEADY : 2) * (int) limit;
    if (answers < enough || step == null && limit >= most) {
      return;
    }
    long now = System.nanoTime();
    double rate = answers / (double) Math.max(1, now - since);
    if (step != null && rate < GAIN * step.rate) {
      limit = Math.max(1, Math.floor(limit / 2));
      step = null;
    } else if (limit < most) {
      limit = Math.min(most, 2 * limit);
      step = new Step(rate);
    } else {
      step = null;
    }
    answers = 0;
    since = now;
  }

  /**
   * Asks for leave to send a request.
   *
   * @param again whether it was sent before; those go first
   * @param tokens what it may take, in and out
   */
  CompletableFuture<Permit> acquire(ModelSpec model, double tokens, boolean again) {
    Waiter waiter = new Waiter(model, tokens, again);
    synchronized (this) {
      if (inFlight == 0 && queue.isEmpty()) {
        answers = 0; // the time without questions tells nothing of what the server can
        since = System.nanoTime();
      }
      if (again) {
        queue.addFirst(waiter);
      } else {
        queue.addLast(waiter);
      }
    }
    dispatch();
    return waiter.permit;
  }

  /** A request was answered. */
  void answered(Permit permit, ModelSpec model, double estimated, double used) {
    synchronized (this) {
      inFlight--;
      hasAnswered = true;
      throttles = 0;
      if (!isSought) {
        limit = Math.min(most, limit + most * CLIMB / Math.max(1, limit));
      } else if (!queue.isEmpty()) {
        climb();
      }
      Rates own = rates.get(model.name());
      if (own != null && own.tokens != null) {
        own.tokens.take(used - estimated, System.nanoTime());
      }
    }
    dispatch();
  }

  /** A request failed without telling anything about the load, or need not be sent. */
  void failed() {
    synchronized (this) {
      inFlight--;
    }
    dispatch();
  }

  /** A request was not answered in time: there are too many, and half of them are let in. */
  void tooSlow(Permit permit) {
    synchronized (this) {
      inFlight--;
      halve(permit);
    }
    dispatch();
  }

  private void halve(Permit permit) {
    if (permit.epoch == epoch) {
      epoch++;
      step = null;
      answers = 0;
      since = System.nanoTime();
      limit = Math.max(1, limit / 2);
    }
  }

  /** A request was put off. Requests sent before the last cut tell nothing new. */
  void throttled(Permit permit, Duration retryAfter) {
    synchronized (this) {
      inFlight--;
      long pause =
          retryAfter == null ? 0 : Math.min(retryAfter.toMillis(), LONGEST_ASKED.toMillis());
      if (pause >= TOLD_MILLIS && permit.epoch == epoch) {
        LOG.warn("{} asks to wait {} seconds; nothing is sent until then.", name, pause / 1_000);
      }
      if (permit.epoch == epoch) {
        halve(permit);
        long own = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(throttles++, 10));
        pause = Math.max(pause, own / 2 + ThreadLocalRandom.current().nextLong(own / 2 + 1));
      }
      closedUntil = Math.max(closedUntil, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause));
    }
    dispatch();
  }

  /**
   * A question failed in a way that waiting does not mend.
   *
   * @param number that of its first permit
   * @return whether all of the first have, so that the endpoint cannot be what it is taken for
   */
  synchronized boolean isHopeless(long number) {
    if (number < FIRST) {
      failed.set((int) number);
    }
    return !hasAnswered && failed.cardinality() == FIRST;
  }

  /** Nothing is to be sent any more; who waits is told why. */
  void close(ModelException why) {
    synchronized (this) {
      fatal.add(why);
    }
    dispatch();
  }

  /** One of the reasons it was closed for is mended; it stays closed for the others. */
  synchronized void open(ModelException why) {
    fatal.remove(why);
  }

  /** Whether the endpoint ever answered. */
  synchronized boolean hasAnswered() {
    return hasAnswered;
  }

  /** The present limit, for tests and logs. */
  synchronized double limit() {
    return limit;
  }

  private void dispatch() {
    List<Waiter> ready = new ArrayList<>();
    ModelException why;
    synchronized (this) {
      why = fatal.isEmpty() ? null : fatal.iterator().next();
      if (why != null) {
        ready.addAll(queue);
        queue.clear();
      } else {
        admit(ready);
      }
    }
    for (Waiter waiter : ready) {
      TURNS.run(
          why == null
              ? () -> waiter.permit.complete(waiter.given)
              : () -> waiter.permit.completeExceptionally(why));
    }
  }

  private void admit(List<Waiter> ready) {
    long now = System.nanoTime();
    if (closedUntil > now) {
      if (!queue.isEmpty()) {
        wake(closedUntil - now);
      }
      return;
    }
    long soonest = Long.MAX_VALUE;
    Set<String> mustWait = new HashSet<>(); // models whose rate is used up hold up no others
    for (Iterator<Waiter> all = queue.iterator(); all.hasNext() && inFlight < (int) limit; ) {
      Waiter waiter = all.next();
      String model = waiter.model.name();
      if (mustWait.contains(model) || !waiter.again && isInDoubt()) {
        continue;
      }
      Rates own = rates.computeIfAbsent(model, n -> rates(waiter.model, now));
      long wait =
          Math.max(
              own.requests == null ? 0 : own.requests.waitFor(1, now),
              own.tokens == null ? 0 : own.tokens.waitFor(waiter.tokens, now));
      if (wait > 0) {
        mustWait.add(model);
        soonest = Math.min(soonest, wait);
        continue;
      }
      if (own.requests != null) {
        own.requests.take(1, now);
      }
      if (own.tokens != null) {
        own.tokens.take(waiter.tokens, now);
      }
      inFlight++;
      waiter.given = new Permit(epoch, waiter.again ? Long.MAX_VALUE : sent++);
      all.remove();
      ready.add(waiter);
    }
    if (soonest < Long.MAX_VALUE) {
      wake(soonest);
    }
  }

  /** Whether enough questions are out to tell an endpoint that answers nobody. */
  private boolean isInDoubt() {
    return !hasAnswered && !failed.isEmpty() && inFlight > 0 && sent >= FIRST + (long) limit;
  }

  private void wake(long nanos) {
    if (!timer) {
      timer = true;
      AskingThreads.TIMER.schedule(
          () -> {
            synchronized (this) {
              timer = false;
            }
            AskingThreads.STORE.execute(this::dispatch); // the timer has others to serve
          },
          nanos,
          TimeUnit.NANOSECONDS);
    }
  }

  private static Rates rates(ModelSpec model, long now) {
    RateLimit limit = model.limit();
    return new Rates(
        limit.requestsPerMinute() == null ? null : new TokenBucket(limit.requestsPerMinute(), now),
        limit.tokensPerMinute() == null ? null : new TokenBucket(limit.tokensPerMinute(), now));
  }
}
