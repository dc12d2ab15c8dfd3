package org.polarbeam.model;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.polarbeam.files.InputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models that vLLM serves on the machine that asks them: one server a process, and so one a machine
 * on Dataflow, started by the first question, shared by all that ask, restarted when it crashes or
 * hangs, and ended when nobody needs it any more or this process ends.
 *
 * <p>A model's endpoint says where its weights are: a {@code gs://} folder, which is copied to the
 * machine first, or a name on the model hub; the model's own name where it is left out.
 */
public final class VllmProvider implements ModelProvider {
  /** What it is called in a study. */
  public static final String NAME = "vllm";

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(VllmProvider.class);
  private static final int SEQUENCES = 256;

  /** So often in a row it may end without having answered anything. */
  private static final int MOST_STARTS = 3;

  /** Brings weights to this machine. */
  public interface Weights extends Serializable {
    /**
     * Gives the local folder with the weights of a place such as {@code gs://bucket/gemma}, or the
     * place itself where the server can read from it.
     */
    String fetch(String place) throws IOException;
  }

  /**
   * How to serve.
   *
   * @param command the program, to which the weights and the flags are added
   * @param flags further flags, which win over our own
   * @param accelerator the GPU, as Dataflow's resource hints spell it
   * @param startWithin how long the server may take to answer, once it has the weights
   * @param checkEvery how often it is looked after
   * @param grace how long it has to end by itself
   * @param linger how long it stays when nobody uses it any more
   */
  public record Settings(
      List<String> command,
      List<String> flags,
      String accelerator,
      Duration startWithin,
      Duration checkEvery,
      Duration grace,
      Duration linger)
      implements Serializable {
    /** Copies the lists. */
    public Settings {
      command = List.copyOf(command);
      flags = List.copyOf(flags);
    }
  }

  private final OpenAiProvider openAi;
  private final Settings settings;
  private final Weights weights;
  private final ApiKey hubToken;

  /**
   * Sets up the provider.
   *
   * @param openAi asks the server, which speaks OpenAI's protocol
   * @param hubToken the model hub's token for weights that need one; null for what the environment
   *     holds
   */
  public VllmProvider(OpenAiProvider openAi, Settings settings, Weights weights, ApiKey hubToken) {
    this.openAi = openAi;
    this.settings = settings;
    this.weights = weights;
    this.hubToken = hubToken;
  }

  @Override
  public String accelerator() {
    return settings.accelerator;
  }

  @Override
  public int usualInFlight(ModelSpec spec) {
    return SEQUENCES;
  }

  /**
   * Checks what can be known before a machine is there.
   *
   * @throws InputException when the model does not fit the GPU
   */
  public void require(ModelSpec spec) {
    VllmFlags.of(spec.name(), settings.accelerator);
  }

  @Override
  public ChatModel open(ModelSpec spec, Blobs store) {
    return new Model(spec);
  }

  private List<String> command(ModelSpec spec) throws IOException {
    List<String> command = new ArrayList<>(settings.command);
    command.add(weights.fetch(spec.endpoint().isEmpty() ? spec.name() : spec.endpoint()));
    command.addAll(List.of("--served-model-name", spec.name()));
    command.addAll(VllmFlags.of(spec.name(), settings.accelerator));
    command.addAll(settings.flags);
    return command;
  }

  private Map<String, String> environment() {
    String token = hubToken == null ? null : hubToken.read();
    return token == null ? Map.of() : Map.of("HF_TOKEN", token);
  }

  /** A start of the server, and the client that asks it. */
  private record Running(
      CompletableFuture<ServedProcess> process, CompletableFuture<ChatModel> client) {
    boolean isOver() {
      return process.isDone() && (process.isCompletedExceptionally() || !process.join().isAlive());
    }

    void stop() {
      process.thenAccept(ServedProcess::stop);
      client.thenAccept(ChatModel::close);
    }

    /** Why it never answered; null when it did, or may yet. */
    ModelException failure() {
      return client.isCompletedExceptionally()
          ? client.handle((c, failure) -> ModelException.of(failure)).join()
          : null;
    }
  }

  /** A model and its server. */
  private final class Model implements ChatModel {
    private final ModelSpec spec;
    private Running running;
    private ModelException last;
    private int users;
    private int starts;
    private boolean closed;

    Model(ModelSpec spec) {
      this.spec = spec;
    }

    @Override
    public CompletableFuture<ChatResponse> ask(ChatRequest request) {
      return client()
          .thenCompose(client -> client.ask(request))
          .thenApply(this::answered)
          .exceptionallyCompose(failure -> CompletableFuture.failedFuture(again(failure)));
    }

    /** Any answer shows that the server works. */
    private synchronized ChatResponse answered(ChatResponse answer) {
      starts = 0;
      return answer;
    }

    /** Nobody at the server's port means that it has just ended: it will be started again. */
    private ModelException again(Throwable failure) {
      ModelException e = ModelException.of(failure);
      return e.kind() == ModelException.Kind.UNREACHABLE
          ? new ModelException(ModelException.Kind.TRANSIENT, e.getMessage(), e)
          : e;
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
                  spec.name()
                      + " cannot be served: in "
                      + MOST_STARTS
                      + " starts it answered nothing"
                      + (last == null ? "" : "; " + last.getMessage()),
                  last));
        }
        starts++;
        running = start();
      }
      return running.client;
    }

    /** On another thread: fetching weights takes minutes. */
    private Running start() {
      CompletableFuture<ServedProcess> process =
          CompletableFuture.supplyAsync(this::launch, Background.STORE);
      return new Running(
          process, process.thenCompose(ServedProcess::ready).thenApply(this::connect));
    }

    private ServedProcess launch() {
      try {
        return ServedProcess.start(
            new ServedProcess.Settings(
                command(spec),
                environment(),
                settings.startWithin,
                settings.checkEvery,
                settings.grace));
      } catch (IOException e) {
        throw fatal(spec.name() + " cannot be served: " + e.getMessage(), e);
      }
    }

    private ChatModel connect(URI address) {
      return openAi.open(spec.at(address + "/v1"), null);
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
      Background.TIMER.schedule(
          () -> CompletableFuture.runAsync(this::stopIfUnused, Background.STORE),
          settings.linger.toMillis(),
          TimeUnit.MILLISECONDS);
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
        LOG.info("nobody asks {} any more; its server is stopped", spec.name());
        unused.stop();
      }
    }
  }
}
