package org.polarbeam.model.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.core.JsonValue;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIRetryableException;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.completions.CompletionUsage;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.ToLongFunction;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.record.Sampling;

/** OpenAI's chat completions: what is sent, what comes back, and which failures are worth what. */
final class ChatCompletions {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** More than any model takes or gives. */
  private static final long MOST_TOKENS = 20_000_000;

  private ChatCompletions() {}

  /**
   * The request as the SDK sends it.
   *
   * @param limit what the endpoint calls the limit of tokens
   * @param without what the endpoint refuses
   */
  static ChatCompletionCreateParams params(
      ModelSpec spec, ChatRequest request, String limit, Set<Manners.Part> without) {
    ChatCompletionCreateParams.Builder params =
        ChatCompletionCreateParams.builder().model(spec.name());
    if (request.system().isEmpty()) {
      params.addUserMessage(request.user());
    } else if (without.contains(Manners.Part.SYSTEM)) {
      params.addUserMessage(request.system() + "\n\n" + request.user());
    } else {
      params.addSystemMessage(request.system()).addUserMessage(request.user());
    }
    Sampling sampling = request.settings();
    if (request.temperature() != null && !without.contains(Manners.Part.TEMPERATURE)) {
      params.temperature(request.temperature());
    }
    if (sampling.topP() != null && !without.contains(Manners.Part.TOP_P)) {
      params.topP(sampling.topP());
    }
    if (sampling.maxTokens() != null) {
      if (limit.equals(Preset.NEW_LIMIT) != without.contains(Manners.Part.LIMIT)) {
        params.maxCompletionTokens(sampling.maxTokens());
      } else {
        params.putAdditionalBodyProperty("max_tokens", JsonValue.from(sampling.maxTokens()));
      }
    }
    if (request.seed() != null && !without.contains(Manners.Part.SEED)) {
      params.putAdditionalBodyProperty("seed", JsonValue.from(request.seed()));
    }
    if (!request.schema().isEmpty() && !without.contains(Manners.Part.SCHEMA)) {
      params.responseFormat(format(request.schema()));
    }
    fields(spec.extra())
        .forEach((field, value) -> params.putAdditionalBodyProperty(field, JsonValue.from(value)));
    return params.build();
  }

  /** Further fields of a model's entry. */
  private static Map<String, Object> fields(String json) {
    try {
      return json.isEmpty() ? Map.of() : JSON.readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the further fields are no JSON: " + json, e);
    }
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

  /**
   * What the model said.
   *
   * @throws ModelException when there is nothing to read, or a filter cut it
   */
  static ChatResponse response(ChatCompletion completion) {
    try {
      ChatCompletion.Choice choice = completion.choices().get(0);
      String finish = finish(choice);
      if (finish.equals("content_filter")) {
        throw new ModelException(
                ModelException.Kind.PERMANENT, "the endpoint's content filter cut the answer", null)
            .maybePaid();
      }
      return new ChatResponse(
          text(choice.message()),
          finish,
          tokens(completion, CompletionUsage::promptTokens),
          tokens(completion, CompletionUsage::completionTokens),
          completion._model().asKnown().orElse(""),
          false);
    } catch (OpenAIInvalidDataException | IndexOutOfBoundsException e) {
      JsonValue error = completion._additionalProperties().get("error");
      String words =
          error == null ? "" : Refusal.words(String.valueOf(error.convert(JsonNode.class)));
      throw new ModelException(
              ModelException.Kind.TRANSIENT,
              words.isEmpty()
                  ? "the answer is no chat completion"
                  : "the endpoint says in place of an answer: " + words,
              e)
          .maybePaid();
    }
  }

  /** Why it stopped; empty where the server does not say. */
  private static String finish(ChatCompletion.Choice choice) {
    return choice._finishReason().asKnown().map(Object::toString).orElse("");
  }

  /** The text, which some servers give in parts, thoughts among them. */
  private static String text(ChatCompletionMessage message) {
    StringBuilder text = new StringBuilder(message._content().asKnown().orElse(""));
    boolean isThere = !message._content().isMissing() && !message._content().isNull();
    Optional<JsonValue> parts = isThere ? message._content().asUnknown() : Optional.empty();
    if (parts.isPresent()) {
      for (JsonNode part : parts.get().convert(JsonNode.class)) {
        if (!part.path("type").asText().matches("(?i).*(think|reason).*")) {
          text.append(part.path("text").asText(""));
        }
      }
    }
    return text.isEmpty() ? message._refusal().asKnown().orElse("") : text.toString();
  }

  /** How many tokens a server says; null for what no answer can have, so that we estimate. */
  private static Long tokens(ChatCompletion completion, ToLongFunction<CompletionUsage> which) {
    try {
      return completion
          .usage()
          .map(which::applyAsLong)
          .filter(n -> n >= 0 && n <= MOST_TOKENS)
          .orElse(null);
    } catch (OpenAIInvalidDataException e) {
      return null;
    }
  }

  /** The failure of a request whose answer never came, or broke off. */
  static ModelException translate(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof ModelException known) {
        return known;
      }
    }
    if (cause instanceof OpenAIIoException
        && (cause.getCause() instanceof ConnectException
            || cause.getCause() instanceof UnknownHostException)) {
      return new ModelException(
          ModelException.Kind.UNREACHABLE,
          "the endpoint cannot be reached: "
              + String.valueOf(cause.getCause().getMessage()).replace(" to /", " to ")
              + ". Is it running, and is its address right?",
          cause);
    }
    if (isOfTls(cause)) {
      return new ModelException(
          ModelException.Kind.FATAL,
          "the endpoint speaks no https that can be trusted ("
              + cause.getCause().getMessage()
              + "); give http:// for a server that has none, or the address that its certificate is"
              + " for",
          cause);
    }
    boolean passing =
        cause instanceof OpenAIIoException
            || cause instanceof OpenAIRetryableException
            || cause instanceof OpenAIInvalidDataException;
    String message =
        cause instanceof OpenAIInvalidDataException
            ? "the endpoint's answer is no whole chat completion"
            : cause instanceof OpenAIException && cause.getCause() != null
                ? cause.getMessage() + ": " + cause.getCause().getMessage()
                : String.valueOf(cause.getMessage());
    return passing
        ? new ModelException(ModelException.Kind.TRANSIENT, message, cause).maybePaid()
        : new ModelException(ModelException.Kind.PERMANENT, message, cause);
  }

  /** Whether the two could not agree on a connection, as trying again would not change. */
  private static boolean isOfTls(Throwable cause) {
    return cause.getCause() instanceof SSLHandshakeException
        || cause.getCause() instanceof SSLPeerUnverifiedException
        || cause.getCause() instanceof SSLException e
            && String.valueOf(e.getMessage()).contains("Unsupported or unrecognized SSL message");
  }
}
