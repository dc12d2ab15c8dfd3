package org.polarbeam.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.JsonValue;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIRetryableException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.polarbeam.files.InputException;

/**
 * Any endpoint that speaks OpenAI's chat completions: OpenAI, vLLM, llama.cpp's server, Vertex
 * AI's. The key is read where the model is asked, from the environment variable named; it is no
 * part of this object, of pipeline options or of results.
 */
public final class OpenAiProvider implements ModelProvider {
  private static final long serialVersionUID = 1L;

  private static final String OWN_ENDPOINT = "https://api.openai.com/v1";
  private static final int OWN_IN_FLIGHT = 64;
  private static final int SERVER_IN_FLIGHT = 256;
  private static final String QUOTA = "insufficient_quota";

  /** The HTTP client below the SDK keeps at most this many requests in flight. */
  private static final int REQUESTS_PER_CLIENT = 64;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String keyVariable;
  private final int maxInFlight;
  private final long timeoutSeconds;

  /**
   * Sets up the provider.
   *
   * @param keyVariable the environment variable that holds the key
   * @param maxInFlight how many requests will be in flight at most; 0 for the usual number
   * @param timeoutSeconds after which a request that has no answer is given up
   */
  public OpenAiProvider(String keyVariable, int maxInFlight, long timeoutSeconds) {
    this.keyVariable = keyVariable;
    this.maxInFlight = maxInFlight;
    this.timeoutSeconds = timeoutSeconds;
  }

  @Override
  public int usualInFlight(ModelSpec spec) {
    return spec.endpoint().isEmpty() ? OWN_IN_FLIGHT : SERVER_IN_FLIGHT;
  }

  /**
   * Checks before anything is asked that there is a key for the endpoint; one on loopback needs
   * none.
   *
   * @throws InputException naming the variable that is not set, or the endpoint that is no URL
   */
  public void requireKey(ModelSpec spec) {
    key(spec);
  }

  private String key(ModelSpec spec) {
    String key = System.getenv(keyVariable);
    if (key != null && !key.isBlank()) {
      return key.strip();
    }
    if (isLoopback(endpoint(spec))) {
      return "none";
    }
    throw new InputException(
        "The model "
            + spec.name()
            + " needs a key. Put it into the environment variable "
            + keyVariable
            + ", or name another by --apiKeyEnv.");
  }

  private static String endpoint(ModelSpec spec) {
    return spec.endpoint().isEmpty() ? OWN_ENDPOINT : spec.endpoint();
  }

  private static boolean isLoopback(String endpoint) {
    try {
      String host = URI.create(endpoint).getHost();
      return host != null
          && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "'" + endpoint + "' is no URL. Give an endpoint such as http://127.0.0.1:8000/v1.");
    }
  }

  @Override
  public ChatModel open(ModelSpec spec) {
    int most = maxInFlight > 0 ? maxInFlight : usualInFlight(spec);
    List<Client> clients = new ArrayList<>();
    for (int n = 0; n < most; n += REQUESTS_PER_CLIENT) {
      clients.add(
          new Client(
              OpenAIOkHttpClientAsync.builder()
                  .baseUrl(endpoint(spec))
                  .apiKey(key(spec))
                  .maxRetries(0) // we retry ourselves, and count it
                  .timeout(Duration.ofSeconds(timeoutSeconds))
                  .build()));
    }
    return new Model(spec.name(), clients);
  }

  /** A connection pool of the SDK, with how many requests it has in flight. */
  private record Client(OpenAIClientAsync api, AtomicInteger inFlight) {
    Client(OpenAIClientAsync api) {
      this(api, new AtomicInteger());
    }
  }

  private record Model(String name, List<Client> clients) implements ChatModel {
    @Override
    public CompletableFuture<ChatResponse> ask(ChatRequest request) {
      Client client = Collections.min(clients, Comparator.comparingInt(c -> c.inFlight().get()));
      client.inFlight().incrementAndGet();
      return client
          .api()
          .chat()
          .completions()
          .create(params(request))
          .handle(
              (completion, failure) -> {
                client.inFlight().decrementAndGet();
                if (failure != null) {
                  throw translate(failure);
                }
                return response(completion);
              });
    }

    private ChatCompletionCreateParams params(ChatRequest request) {
      ChatCompletionCreateParams.Builder params = ChatCompletionCreateParams.builder().model(name);
      if (!request.system().isEmpty()) {
        params.addSystemMessage(request.system());
      }
      params.addUserMessage(request.user());
      Sampling sampling = request.sampling();
      if (sampling.temperature() != null) {
        params.temperature(sampling.temperature());
      }
      if (sampling.topP() != null) {
        params.topP(sampling.topP());
      }
      if (sampling.maxTokens() != null) {
        params.maxCompletionTokens(sampling.maxTokens());
      }
      if (request.seed() != null) {
        params.putAdditionalBodyProperty("seed", JsonValue.from(request.seed()));
      }
      if (!request.schema().isEmpty()) {
        params.responseFormat(format(request.schema()));
      }
      return params.build();
    }

    private static ResponseFormatJsonSchema format(String schema) {
      try {
        Map<String, Object> fields = JSON.readValue(schema, new TypeReference<>() {});
        ResponseFormatJsonSchema.JsonSchema.Schema.Builder body =
            ResponseFormatJsonSchema.JsonSchema.Schema.builder();
        fields.forEach((field, value) -> body.putAdditionalProperty(field, JsonValue.from(value)));
        return ResponseFormatJsonSchema.builder()
            .jsonSchema(
                ResponseFormatJsonSchema.JsonSchema.builder()
                    .name("answer")
                    .strict(true)
                    .schema(body.build())
                    .build())
            .build();
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("the schema is no JSON: " + schema, e);
      }
    }

    private static ChatResponse response(ChatCompletion completion) {
      try {
        ChatCompletion.Choice choice = completion.choices().get(0);
        if (choice.finishReason().equals(ChatCompletion.Choice.FinishReason.CONTENT_FILTER)) {
          throw new ModelException(
              ModelException.Kind.PERMANENT, "the endpoint's content filter cut the answer", null);
        }
        return new ChatResponse(
            choice.message().content().or(() -> choice.message().refusal()).orElse(""),
            choice.finishReason().asString(),
            completion.usage().map(u -> u.promptTokens()).orElse(null),
            completion.usage().map(u -> u.completionTokens()).orElse(null));
      } catch (OpenAIInvalidDataException | IndexOutOfBoundsException e) {
        throw new ModelException(
            ModelException.Kind.TRANSIENT, "the answer is no chat completion", e);
      }
    }

    /** Which failures are worth another attempt is decided here and nowhere else. */
    private static ModelException translate(Throwable failure) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      if (cause instanceof OpenAIServiceException e) {
        int status = e.statusCode();
        ModelException.Kind kind =
            switch (status) {
              case 401, 403, 404 -> ModelException.Kind.FATAL;
              case 408, 409 -> ModelException.Kind.TRANSIENT;
              case 429 ->
                  e.code().filter(QUOTA::equals).isPresent()
                      ? ModelException.Kind.FATAL
                      : ModelException.Kind.THROTTLED;
              case 503 -> ModelException.Kind.THROTTLED;
              default ->
                  status >= 500 ? ModelException.Kind.TRANSIENT : ModelException.Kind.PERMANENT;
            };
        return new ModelException(kind, "HTTP " + status + ": " + e.getMessage(), retryAfter(e), e);
      }
      boolean passing =
          cause instanceof OpenAIIoException
              || cause instanceof OpenAIRetryableException
              || cause instanceof OpenAIInvalidDataException;
      String message =
          cause instanceof OpenAIException && cause.getCause() != null
              ? cause.getMessage() + ": " + cause.getCause().getMessage()
              : String.valueOf(cause.getMessage());
      return new ModelException(
          passing ? ModelException.Kind.TRANSIENT : ModelException.Kind.PERMANENT, message, cause);
    }

    private static Duration retryAfter(OpenAIServiceException e) {
      List<String> values = e.headers().values("retry-after");
      try {
        return values.isEmpty() ? null : Duration.ofSeconds(Long.parseLong(values.get(0).strip()));
      } catch (NumberFormatException dated) {
        return null; // a date; our own backoff does
      }
    }

    @Override
    public void close() {
      clients.forEach(c -> c.api().close());
    }
  }
}
