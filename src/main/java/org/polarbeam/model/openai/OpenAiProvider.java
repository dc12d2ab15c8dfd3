package org.polarbeam.model.openai;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.Blobs;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.KnownKeys;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelProvider;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any endpoint that speaks OpenAI's chat completions: OpenAI, vLLM, llama.cpp's server, Vertex
 * AI's. The key is read where the model is asked; it is no part of this object, of pipeline options
 * or of results.
 */
public final class OpenAiProvider implements ModelProvider {
  /** What can stand in a header behind Bearer. */
  private static final Pattern HEADER = Pattern.compile("[!-~]+");

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(OpenAiProvider.class);

  private static final int OWN_IN_FLIGHT = 64;
  private static final int SERVER_IN_FLIGHT = 256;
  private static final int FIRST_IN_FLIGHT = 8;

  /** What the provider is called. */
  public static final String NAME = "openai";

  private static final String DROP_REFUSED_SAMPLING = "dropRefusedSampling";

  private static final String PATH = "chat/completions";

  private static final int TIMEOUT_SECONDS = 600;

  private final Preset preset;
  private transient Map<String, Patience> patience;

  /** OpenAI's own, and any endpoint that a model names. */
  public OpenAiProvider() {
    this(Preset.of(NAME));
  }

  private OpenAiProvider(Preset preset) {
    this.preset = preset;
  }

  /** The one that asks at a preset's usual place, for a provider that goes by its name. */
  public static OpenAiProvider at(String preset) {
    return new OpenAiProvider(Preset.of(preset));
  }

  @Override
  public String name() {
    return preset.name();
  }

  @Override
  public List<ModelProvider> others() {
    return Preset.all().stream()
        .filter(p -> !p.name().equals(NAME) && !p.hasProvider())
        .<ModelProvider>map(OpenAiProvider::new)
        .toList();
  }

  @Override
  public ModelSpec placed(ModelSpec spec, ProviderContext context) {
    return preset.isTemplate() && spec.endpoint().isEmpty()
        ? spec.at(GoogleAddress.of(preset.address(), context, System.getenv()))
        : spec;
  }

  private Endpoint endpoint(ModelSpec spec) {
    return Endpoint.of(spec, preset.address());
  }

  /** What the limit of tokens is called: of an address of one's own the old name is the safer. */
  private String limit(ModelSpec spec) {
    return spec.endpoint().isEmpty() ? preset.limit() : Preset.OLD_LIMIT;
  }

  @Override
  public int usualInFlight(ModelSpec spec, ProviderContext context) {
    return preset.hasAccount() || spec.endpoint().isEmpty() && !endpoint(spec).isLoopback()
        ? OWN_IN_FLIGHT
        : SERVER_IN_FLIGHT;
  }

  @Override
  public InFlight inFlight(ModelSpec spec, ProviderContext context) {
    Endpoint endpoint = endpoint(spec);
    int slots =
        endpoint.isPrivate()
            ? ServerSlots.of(endpoint, keyOf(spec, context), key(spec, keyOf(spec, context)))
            : 0;
    return slots > 0
        ? InFlight.at(slots)
        : new InFlight(FIRST_IN_FLIGHT, usualInFlight(spec, context));
  }

  /**
   * Checks before anything is asked that there is a key for the endpoint, and that it may be sent
   * there; one on loopback or in a private network needs none.
   *
   * @throws InputException naming where the key should be, or the endpoint that is no URL
   */
  @Override
  public void requireKey(ModelSpec spec, ProviderContext context) {
    new EnvironmentProxy(
        System.getenv()); // one that cannot be used is told before anything is asked
    if (keyOf(spec, context).isKnownAtLaunch()) {
      key(spec, keyOf(spec, context));
    } else {
      requireSafe(spec, endpoint(spec));
    }
  }

  @Override
  public boolean needsKey(ModelSpec spec) {
    return !preset.hasAccount() && !endpoint(spec).isPrivate();
  }

  /**
   * Where the key of a model is: where its entry says; at its vendor's own address in the vendor's
   * variable; and else where the run says. Workers far away have the run's alone.
   */
  private ApiKey keyOf(ModelSpec spec, ProviderContext context) {
    if (preset.hasAccount()) {
      return context.secrets().account();
    }
    if (!context.key().isKnownAtLaunch()) {
      return context.key();
    }
    if (!spec.keyEnv().isEmpty()) {
      return ApiKey.inEnvironment(spec.keyEnv());
    }
    String host = endpoint(spec).host();
    return spec.endpoint().isEmpty() && !preset.keyEnv().isEmpty() && !context.key().names(host)
        ? ApiKey.inEnvironment(preset.keyEnv())
        : context.key().forHost(host);
  }

  @Override
  public String keyHost(ModelSpec spec, ProviderContext context) {
    String host = endpoint(spec).host();
    ApiKey key = keyOf(spec, context);
    boolean isRuns =
        context.key().isShared(host)
            && key.equals(
                context.key().isKnownAtLaunch() ? context.key().forHost(host) : context.key());
    return isRuns && key.isFor(host) && !endpoint(spec).isLoopback() ? host : "";
  }

  private String key(ModelSpec spec, ApiKey key) {
    Endpoint endpoint = endpoint(spec);
    // Nothing is fetched for a server of this machine.
    String found =
        key.isFor(endpoint.host()) && (key.isKnownAtLaunch() || !endpoint.isLoopback())
            ? key.read()
            : null;
    if (found != null) {
      requireSafe(spec, endpoint);
      KnownKeys.remember(found);
      if (!HEADER.matcher(found).matches() || found.matches("([\"']).*\\1")) {
        throw new InputException(
            "The key of "
                + spec.name()
                + " has quotes around it, a line break, a blank or another sign that no key has. "
                + key.remedy()
                + ", without it.");
      }
      return found;
    }
    if (endpoint.isPrivate()) {
      return "none";
    }
    throw new InputException("The model " + spec.name() + " needs a key. " + key.remedy() + ".");
  }

  private static void requireSafe(ModelSpec spec, Endpoint endpoint) {
    if (!endpoint.isEncrypted() && !endpoint.isPrivate()) {
      throw new InputException(
          "The key of "
              + spec.name()
              + " would go to "
              + endpoint.host()
              + " unencrypted, for anybody on the way to read. Give an endpoint with https://.");
    }
  }

  /** The connections to a model's endpoint. */
  Connections connections(ModelSpec spec, ProviderContext context) {
    return connections(spec, context, endpoint(spec));
  }

  /** One for all models at an endpoint: a server takes their questions in one order. */
  private synchronized Patience patience(ProviderContext context, Endpoint at) {
    patience = patience == null ? new HashMap<>() : patience;
    long limit = context.whole("requestTimeoutSeconds", TIMEOUT_SECONDS);
    return patience.computeIfAbsent(
        limit + " " + at.uri(), k -> new Patience(Duration.ofSeconds(limit)));
  }

  private Connections connections(ModelSpec spec, ProviderContext context, Endpoint at) {
    ApiKey key = keyOf(spec, context);
    return new Connections(
        new Refusal.Place(at.uri().toString(), key.remedy() + "."),
        patience(context, at),
        key,
        key(spec, key));
  }

  @Override
  public ChatModel open(ModelSpec spec, ProviderContext context, Blobs store) {
    Endpoint endpoint = endpoint(spec);
    return new Model(
        spec,
        limit(spec),
        new Manners(spec.name(), context.flag(DROP_REFUSED_SAMPLING)),
        connections(spec, context, endpoint),
        () -> endpoint.below() == null ? null : connections(spec, context, endpoint.below()));
  }

  /** A model at an endpoint, with what is known of how it wants to be asked. */
  private static final class Model implements ChatModel {
    private final ModelSpec spec;
    private final String limit;
    private final Manners manners;

    /** Makes connections to the place below the endpoint; gives null where there is none. */
    private final Supplier<Connections> below;

    private final Connections first;
    private volatile Connections connections;
    private boolean isTriedBelow;
    private Connections other;

    Model(
        ModelSpec spec,
        String limit,
        Manners manners,
        Connections connections,
        Supplier<Connections> below) {
      this.spec = spec;
      this.limit = limit;
      this.manners = manners;
      this.first = connections;
      this.connections = connections;
      this.below = below;
    }

    @Override
    public CompletableFuture<ChatResponse> ask(ChatRequest request) {
      return ask(request, manners.left());
    }

    /** Asks, and where a part is refused that answers do not depend on, without it. */
    private CompletableFuture<ChatResponse> ask(ChatRequest request, Set<Manners.Part> without) {
      Connections asked = connections;
      return send(asked, request, without)
          .handle(
              (answer, failed) -> {
                if (failed == null) {
                  return answered(answer, request, without);
                }
                ModelException failure = ModelException.of(failed);
                Connections other = isNowhere(failure) ? elsewhere(asked) : null;
                return other == null
                    ? refused(failure, request, without)
                    : askBelow(other, failure, request, without);
              })
          .thenCompose(next -> next);
    }

    private CompletableFuture<ChatResponse> answered(
        ChatResponse answer, ChatRequest request, Set<Manners.Part> without) {
      manners.answered(request, without);
      return CompletableFuture.completedFuture(answer);
    }

    private CompletableFuture<ChatResponse> refused(
        ModelException failure, ChatRequest request, Set<Manners.Part> without) {
      Manners.Part refused = manners.suspect(failure, request, without);
      if (refused == null) {
        return CompletableFuture.failedFuture(manners.told(failure, request));
      }
      Set<Manners.Part> less = EnumSet.of(refused);
      less.addAll(without);
      return ask(request, less);
    }

    /** Asks below an endpoint that has nothing; where there is nothing either, the first counts. */
    private CompletableFuture<ChatResponse> askBelow(
        Connections other, ModelException first, ChatRequest request, Set<Manners.Part> without) {
      return send(other, request, without)
          .handle(
              (answer, failed) -> {
                ModelException failure = failed == null ? null : ModelException.of(failed);
                if (failure != null && isNowhere(failure)) {
                  return CompletableFuture.<ChatResponse>failedFuture(manners.told(first, request));
                }
                settle(other);
                return failure == null
                    ? answered(answer, request, without)
                    : refused(failure, request, without);
              })
          .thenCompose(next -> next);
    }

    /** Whether there is nothing at the address, rather than no such model. */
    private static boolean isNowhere(ModelException failure) {
      return failure.getCause() instanceof Refusal refusal
          && (refusal.status() == 404 || refusal.status() == 405)
          && !refusal.isAboutModel();
    }

    /** Where else to ask than there; null for nowhere. */
    private synchronized Connections elsewhere(Connections asked) {
      if (asked != first) {
        return null;
      }
      if (!isTriedBelow) {
        isTriedBelow = true;
        other = below.get();
      }
      return other;
    }

    private synchronized void settle(Connections place) {
      if (connections != place) {
        connections = place; // what the first have in flight goes on
        LOG.warn("{} has no chat completions; they are asked for at {}.", first.uri(), place.uri());
      }
    }

    private CompletableFuture<ChatResponse> send(
        Connections to, ChatRequest request, Set<Manners.Part> without) {
      return to.post(
              PATH, ChatCompletions.bytes(ChatCompletions.body(spec, request, limit, without)))
          .thenApply(ChatCompletions::response);
    }

    @Override
    public synchronized void close() {
      first.close();
      if (other != null) {
        other.close();
      }
    }
  }
}
