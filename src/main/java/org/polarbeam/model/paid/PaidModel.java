package org.polarbeam.model.paid;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.polarbeam.model.AskingThreads;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;

/**
 * Asks a model whose answers cost something: first the store, then, within budget and the
 * endpoint's limits, the model; again after transient failures, with exponential backoff and full
 * jitter; and every answer is in the store before anybody sees it.
 */
final class PaidModel implements ChatModel {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /** How often an endpoint may put the same request off before that counts as a failure. */
  private static final int MOST_THROTTLES = 50;

  /** How long what the store said is taken for true. */
  private static final Duration FRESH = Duration.ofMillis(5);

  private static final Budget.Amount NOTHING = new Budget.Amount(0, 0);

  private final AskingSession session;
  private final ModelSpec spec;
  private final double priceShare;
  private final ChatModel model;
  private final EndpointGate gate;
  private final ResponseStore store;
  private final Budget budget;
  private final int attempts;
  private final Usage[] usages;

  /**
   * Wraps a model.
   *
   * @param priceShare what its answers cost as a share of the price table's prices
   * @param store null to keep nothing
   * @param usages where to count
   */
  PaidModel(
      AskingSession session,
      ModelSpec spec,
      double priceShare,
      ChatModel model,
      EndpointGate gate,
      ResponseStore store,
      Usage... usages) {
    this.session = session;
    this.spec = spec;
    this.priceShare = priceShare;
    this.model = model;
    this.gate = gate;
    this.store = store;
    this.budget = session.budget();
    this.attempts = session.settings().attempts();
    this.usages = usages;
  }

  @Override
  public CompletableFuture<ChatResponse> ask(ChatRequest request) {
    session.usability(spec).begin(request.id());
    Question question = new Question(request);
    CompletableFuture<ChatResponse> mine = new CompletableFuture<>();
    CompletableFuture<ChatResponse> same = session.begin(question.key, mine);
    if (same != null) {
      return same; // the very same question is being asked: its answer is paid for once
    }
    question
        .answer()
        .whenComplete(
            (answer, failure) -> {
              session.end(question.key, mine);
              if (failure == null) {
                mine.complete(answer);
              } else {
                mine.completeExceptionally(failure);
              }
            });
    return mine;
  }

  @Override
  public void usable() {
    session.usability(spec).usable();
  }

  @Override
  public ModelException unusable(ChatRequest request, ModelException why) {
    ModelException end = session.usability(spec).unusable(spec.name(), request.id(), why);
    if (end.kind() == ModelException.Kind.FATAL) {
      gate.close(end);
    }
    return end;
  }

  /** The connection is shared, and stays. */
  @Override
  public void close() {
    model.release();
  }

  private double cost(double in, double out) {
    return session.settings().prices().cost(spec, in, out) * priceShare;
  }

  private void count(String name, long n) {
    for (Usage usage : usages) {
      usage.add(name, n);
    }
  }

  /** One request on its way through the store, the budget, the gate and the endpoint. */
  private final class Question {
    private final ChatRequest request;
    private final String key;
    private Budget.Amount most;
    private int sent;

    /** Its place among the questions that the endpoint has been asked. */
    private long number = Long.MAX_VALUE;

    private int throttled;
    private boolean reserved;
    private Budget.Amount spent = NOTHING;

    /** When the store was asked last. */
    private long lookedUp;

    Question(ChatRequest request) {
      this.request = request;
      this.key = request.contentKey(spec);
    }

    CompletableFuture<ChatResponse> answer() {
      if (store == null) {
        return send();
      }
      return stored()
          .thenCompose(
              stored -> {
                if (stored == null) {
                  return send();
                }
                count(Usage.FROM_STORE, 1);
                session.firstAnswer(spec, request, stored);
                return CompletableFuture.completedFuture(stored);
              });
    }

    private CompletableFuture<ChatResponse> stored() {
      lookedUp = System.nanoTime();
      return CompletableFuture.supplyAsync(
          () -> {
            StoreOutage outage = session.outage();
            boolean wasOn = outage.isOn();
            if (wasOn) {
              outage.keep();
            }
            ChatResponse found = store.find(key);
            if (wasOn) {
              outage.mended();
            }
            return found;
          },
          AskingThreads.STORE);
    }

    private CompletableFuture<ChatResponse> send() {
      if (!budget.isLimited() && spec.limit().tokensPerMinute() == null) {
        most = NOTHING; // nobody looks, and counting tokens takes time
        return attempt();
      }
      long tokensIn = TokenEstimate.question(request);
      long tokensOut =
          request.settings().maxTokens() == null
              ? 2L * TokenEstimate.USUAL_ANSWER
              : request.settings().maxTokens();
      most =
          new Budget.Amount(
              cost((double) tokensIn, (double) tokensOut), (double) tokensIn + tokensOut);
      return reserve()
          .whenComplete(
              (answer, failure) -> {
                if (reserved) {
                  budget.settle(most, spent); // also where the store refused what was paid for
                }
              });
    }

    private CompletableFuture<ChatResponse> reserve() {
      return budget
          .reserve(most)
          .thenCompose(
              granted -> {
                reserved = true;
                return attempt();
              });
    }

    private CompletableFuture<ChatResponse> attempt() {
      double tokens = most.tokens();
      return gate.acquire(spec, tokens, sent + throttled > 0)
          .thenCompose(
              permit ->
                  store == null || System.nanoTime() - lookedUp < FRESH.toNanos()
                      ? sent(permit)
                      : stored()
                          .handle((found, failure) -> others(found, failure, permit))
                          .thenCompose(next -> next));
    }

    /** Another run that shares the store may have been answered while this question waited. */
    private CompletableFuture<ChatResponse> others(
        ChatResponse found, Throwable failure, EndpointGate.Permit permit) {
      if (failure != null) {
        ModelException e = ModelException.of(failure);
        session.outage().unreadable(e, gate);
        gate.failed();
        return CompletableFuture.failedFuture(e);
      }
      if (found == null) {
        return sent(permit);
      }
      gate.failed();
      count(Usage.FROM_STORE, 1);
      return CompletableFuture.completedFuture(found);
    }

    private CompletableFuture<ChatResponse> sent(EndpointGate.Permit permit) {
      number = Math.min(number, permit.number());
      sent++;
      long start = System.nanoTime();
      return call()
          .handle(
              (answer, failure) ->
                  failure == null
                      ? keep(answer, permit, System.nanoTime() - start)
                      : again(ModelException.of(failure), permit))
          .thenCompose(next -> next);
    }

    private CompletableFuture<ChatResponse> call() {
      try {
        return model.ask(request);
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    private CompletableFuture<ChatResponse> keep(
        ChatResponse answer, EndpointGate.Permit permit, long nanos) {
      session.firstAnswer(spec, request, answer);
      int asked = request.system().length() + request.user().length();
      long in =
          TokenEstimate.told(answer.promptTokens(), asked, () -> TokenEstimate.question(request));
      long out =
          TokenEstimate.told(
              answer.completionTokens(),
              answer.text().length(),
              () -> TokenEstimate.of(answer.text()));
      double cost = cost((double) in, (double) out);
      spent = new Budget.Amount(cost, (double) in + out);
      count(Usage.TOKENS_IN, in);
      count(Usage.TOKENS_OUT, out);
      count(Usage.COST_MICROS, Math.round(cost * 1e6));
      if (store == null) {
        gate.answered(permit, spec, most.tokens(), spent.tokens());
        return CompletableFuture.completedFuture(answer);
      }
      return CompletableFuture.supplyAsync(
          () -> {
            long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
            ChatResponse stored;
            try {
              stored = store.put(key, spec, answer, millis);
            } catch (ModelException e) {
              session.outage().refused(e, gate, key, () -> keepLate(answer, millis));
              gate.failed();
              throw e;
            }
            // Only now: what is in flight when a process dies is what may be asked again.
            gate.answered(permit, spec, most.tokens(), spent.tokens());
            model.kept(request);
            return stored;
          },
          AskingThreads.STORE);
    }

    private void keepLate(ChatResponse answer, long latencyMillis) {
      store.putLate(key, spec, answer, latencyMillis);
      model.kept(request);
    }

    private CompletableFuture<ChatResponse> again(ModelException e, EndpointGate.Permit permit) {
      if (e.mayBePaid() && reserved) {
        budget.settle(most, most);
        reserved = false;
      }
      switch (e.kind()) {
        case THROTTLED, UNREACHABLE -> {
          if (e.retryAfter() != null && e.retryAfter().compareTo(EndpointGate.LONGEST_ASKED) > 0) {
            return lastly(tooLong(e));
          }
          gate.throttled(permit, e.retryAfter());
          sent--;
          throttled++;
          boolean nobody =
              e.kind() == ModelException.Kind.UNREACHABLE
                  && !gate.hasAnswered()
                  && throttled >= attempts;
          if (!nobody && throttled < MOST_THROTTLES) {
            count(Usage.THROTTLED, 1);
            return attempt(); // the gate keeps the pause
          }
          // All others would fare the same: the run ends, and goes on when started again.
          return end(new ModelException(ModelException.Kind.FATAL, e.getMessage(), e));
        }
        case TRANSIENT -> {
          // A server that is starting gives errors for a while, but no answers that are none.
          boolean lasting = e.mayBePaid() || sent >= attempts;
          if (lasting && gate.isHopeless(number)) {
            return lastly(hopeless(e));
          }
          if (e.isTimeout()) {
            gate.tooSlow(permit);
          } else {
            gate.failed();
          }
          if (sent < attempts) {
            count(Usage.RETRIED, 1);
            return later(pause())
                .thenCompose(passed -> most.equals(NOTHING) || reserved ? attempt() : reserve());
          }
          return end(e);
        }
        default -> {
          return lastly(gate.isHopeless(number) ? hopeless(e) : e);
        }
      }
    }

    /** Closes the gate, where that is what follows, before a place is free. */
    private CompletableFuture<ChatResponse> lastly(ModelException e) {
      CompletableFuture<ChatResponse> ended = end(e);
      gate.failed();
      return ended;
    }

    private static ModelException tooLong(ModelException e) {
      return new ModelException(
          ModelException.Kind.FATAL,
          e.getMessage()
              + ". It asks to wait "
              + String.format(Locale.ROOT, "%.1f", e.retryAfter().toMinutes() / 60.0)
              + " hours. What came is stored; the same command goes on from there then",
          e);
    }

    private static ModelException hopeless(ModelException e) {
      return new ModelException(
          ModelException.Kind.FATAL,
          "the endpoint has answered none of the first questions, the last time: " + e.getMessage(),
          e);
    }

    private CompletableFuture<ChatResponse> end(ModelException e) {
      if (e.kind() == ModelException.Kind.FATAL) {
        gate.close(e);
      }
      return CompletableFuture.failedFuture(e.after(sent + throttled));
    }

    /** Jitter only moves the moment of a request, never what is asked, so it needs no seed. */
    private long pause() {
      long longest =
          Math.min(
              LONGEST_PAUSE.toMillis(),
              session.settings().firstPauseMillis() << Math.min(Math.max(sent - 1, 0), 16));
      return ThreadLocalRandom.current().nextLong(longest + 1);
    }
  }

  private static CompletableFuture<Void> later(long millis) {
    CompletableFuture<Void> passed = new CompletableFuture<>();
    AskingThreads.TIMER.schedule(
        () -> passed.completeAsync(() -> null), millis, TimeUnit.MILLISECONDS);
    return passed;
  }
}
