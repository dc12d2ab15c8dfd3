package org.polarbeam.model.served;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.polarbeam.model.AskingThreads;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model and the server that this process has for it: started by the first question, restarted
 * when it crashes or hangs, ended when nobody needs it any more. Models of one process take turns,
 * whatever runs they are of.
 */
final class ServedModel implements ChatModel, GpuTurns.Holder {
  private static final Logger LOG = LoggerFactory.getLogger(ServedModel.class);

  /** So often in a row it may end without having answered anything. */
  private static final int MOST_STARTS = 3;

  static final GpuTurns TURNS = new GpuTurns();

  /** How a model is served. */
  interface Serving {
    /** Starts its server, which is ready later. Called where waiting holds up nobody. */
    Server launch() throws IOException;

    /** A client of the server. */
    ChatModel connect(URI address);
  }

  private final String name;
  private final Serving serving;
  private final Duration linger;
  private Running running;
  private ModelException last;
  private int users;
  private int starts;
  private boolean closed;

  /**
   * A model that nobody has asked yet.
   *
   * @param name what people call it
   * @param linger how long its server stays when nobody uses it any more
   */
  ServedModel(String name, Serving serving, Duration linger) {
    this.name = name;
    this.serving = serving;
    this.linger = linger;
  }

  @Override
  public CompletableFuture<ChatResponse> ask(ChatRequest request) {
    return TURNS
        .begin(this)
        .thenCompose(turn -> askNow(request).whenComplete((answer, failure) -> TURNS.end(this)))
        .thenApply(this::answered)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(again(failure)));
  }

  private CompletableFuture<ChatResponse> askNow(ChatRequest request) {
    try {
      return client().thenCompose(client -> client.ask(request));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Any answer shows that the server works. */
  private synchronized ChatResponse answered(ChatResponse answer) {
    starts = 0;
    return answer;
  }

  /** Nobody at the server's port means that it has just ended: it will be started again. */
  private ModelException again(Throwable failure) {
    ModelException e = ModelException.of(failure);
    if (e.kind() == ModelException.Kind.UNREACHABLE) {
      doubt();
    }
    return e.kind() == ModelException.Kind.UNREACHABLE
        ? new ModelException(ModelException.Kind.TRANSIENT, e.getMessage(), e)
        : e;
  }

  private void doubt() {
    Running mine;
    synchronized (this) {
      mine = running;
    }
    if (mine != null && mine.process().isDone() && !mine.process().isCompletedExceptionally()) {
      mine.process().join().doubt();
    }
  }

  private synchronized CompletableFuture<ChatModel> client() {
    if (closed) {
      return CompletableFuture.failedFuture(fatal("the server was stopped", null));
    }
    if (running != null && running.isOver()) {
      running.stop();
      last = running.failure();
      running = null;
    }
    if (running == null) {
      if (last != null && last.kind() == ModelException.Kind.FATAL) {
        return CompletableFuture.failedFuture(last);
      }
      if (starts == MOST_STARTS) {
        return CompletableFuture.failedFuture(
            fatal(
                name
                    + " cannot be served: in "
                    + MOST_STARTS
                    + " starts it answered nothing"
                    + (last == null ? "" : "; " + last.getMessage()),
                last));
      }
      starts++;
      running = start();
    }
    return running.client();
  }

  /** On another thread: fetching weights takes minutes. */
  private Running start() {
    CompletableFuture<Server> process =
        CompletableFuture.supplyAsync(this::launch, AskingThreads.STORE);
    return new Running(process, process.thenCompose(Server::ready).thenApply(serving::connect));
  }

  private Server launch() {
    try {
      return serving.launch();
    } catch (IOException e) {
      throw fatal(name + " cannot be served: " + e.getMessage(), e);
    }
  }

  private static ModelException fatal(String message, Throwable cause) {
    return new ModelException(ModelException.Kind.FATAL, message, cause);
  }

  @Override
  public synchronized void retain() {
    users++;
  }

  @Override
  public void release() {
    synchronized (this) {
      users--;
    }
    AskingThreads.TIMER.schedule(
        () -> CompletableFuture.runAsync(this::stopIfUnused, AskingThreads.STORE),
        linger.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Another model is to be served now. */
  @Override
  public void giveWay() {
    Running mine;
    synchronized (this) {
      mine = running;
      running = null;
      starts = 0;
    }
    if (mine != null) {
      LOG.info("{} makes room for another model", name);
      mine.process().thenAccept(Server::stop).exceptionally(failure -> null).join();
      mine.client().thenAccept(ChatModel::close);
    }
  }

  private void stopIfUnused() {
    Running unused = null;
    synchronized (this) {
      if (users == 0) {
        unused = running;
        running = null;
      }
    }
    stop(unused);
  }

  @Override
  public void close() {
    Running unused;
    synchronized (this) {
      closed = true;
      unused = running;
      running = null;
    }
    stop(unused);
  }

  private void stop(Running unused) {
    if (unused != null) {
      LOG.info("nobody asks {} any more; its server is stopped", name);
      unused.stop();
      TURNS.release(this);
    }
  }
}
