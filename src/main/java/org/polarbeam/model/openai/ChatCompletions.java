package org.polarbeam.model.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.CompletionException;
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
  private static final JsonMapper JSON = Connections.MAPPER;

  /** More than any model takes or gives. */
  private static final long MOST_TOKENS = 20_000_000;

  private ChatCompletions() {}

  /**
   * The body of a request.
   *
   * @param limit what the endpoint calls the limit of tokens
   * @param without what the endpoint refuses
   */
  static ObjectNode body(
      ModelSpec spec, ChatRequest request, String limit, Set<Manners.Part> without) {
    ObjectNode body = JSON.createObjectNode();
    body.put("model", spec.name());
    ArrayNode messages = body.putArray("messages");
    if (request.system().isEmpty()) {
      message(messages, "user", request.user());
    } else if (without.contains(Manners.Part.SYSTEM)) {
      message(messages, "user", request.system() + "\n\n" + request.user());
    } else {
      message(messages, "system", request.system());
      message(messages, "user", request.user());
    }
    Sampling sampling = request.settings();
    if (request.temperature() != null && !without.contains(Manners.Part.TEMPERATURE)) {
      body.put("temperature", request.temperature());
    }
    if (sampling.topP() != null && !without.contains(Manners.Part.TOP_P)) {
      body.put("top_p", sampling.topP());
    }
    if (sampling.maxTokens() != null) {
      boolean isNew = limit.equals(Preset.NEW_LIMIT) != without.contains(Manners.Part.LIMIT);
      body.put(isNew ? Preset.NEW_LIMIT : Preset.OLD_LIMIT, sampling.maxTokens());
    }
    if (request.seed() != null && !without.contains(Manners.Part.SEED)) {
      body.put("seed", request.seed());
    }
    if (!request.schema().isEmpty() && !without.contains(Manners.Part.SCHEMA)) {
      body.putObject("response_format")
          .put("type", "json_schema")
          .putObject("json_schema")
          .put("name", "answer")
          .put("strict", true)
          .set("schema", object(request.schema(), "the schema is no JSON: "));
    }
    if (!spec.extra().isEmpty()) {
      body.setAll(object(spec.extra(), "the further fields are no JSON: "));
    }
    return body;
  }

  private static void message(ArrayNode messages, String role, String content) {
    messages.addObject().put("role", role).put("content", content);
  }

  private static ObjectNode object(String json, String otherwise) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException | ClassCastException e) {
      throw new IllegalArgumentException(otherwise + json, e);
    }
  }

  /** The same as it is sent. */
  static byte[] bytes(ObjectNode body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What the model said.
   *
   * @throws ModelException when there is nothing to read, or a filter cut it
   */
  static ChatResponse response(JsonNode completion) {
    JsonNode choice = completion.path("choices").path(0);
    JsonNode error = completion.path("error");
    boolean isError = error.isContainerNode() && !error.isEmpty();
    if (!choice.path("message").isObject() || isError) {
      String words = error.isMissingNode() ? "" : Refusal.words(error.toString());
      throw new ModelException(
              ModelException.Kind.TRANSIENT,
              words.isEmpty()
                  ? "the answer is no chat completion"
                  : "the endpoint says in place of an answer: " + words,
              null)
          .maybePaid();
    }
    String finish = choice.path("finish_reason").asText(""); // some servers do not say
    if (finish.equals("content_filter")) {
      throw new ModelException(
              ModelException.Kind.PERMANENT, "the endpoint's content filter cut the answer", null)
          .maybePaid();
    }
    JsonNode usage = completion.path("usage");
    return new ChatResponse(
        text(choice.path("message")),
        finish,
        tokens(usage.path("prompt_tokens")),
        tokens(usage.path("completion_tokens")),
        completion.path("model").asText(""),
        false);
  }

  /** The text, which some servers give in parts, thoughts among them. */
  private static String text(JsonNode message) {
    JsonNode content = message.path("content");
    if (content.isNumber() || content.isBoolean()) {
      throw new ModelException(
              ModelException.Kind.TRANSIENT, "the answer's content is no text but " + content, null)
          .maybePaid();
    }
    StringBuilder text = new StringBuilder(content.isTextual() ? content.textValue() : "");
    for (JsonNode part : content) {
      if (!part.path("type").asText().matches("(?i).*(think|reason).*")) {
        text.append(part.path("text").asText(""));
      }
    }
    return text.isEmpty() ? message.path("refusal").asText("") : text.toString();
  }

  /** How many tokens a server says; null for what no answer can have, so that we estimate. */
  private static Long tokens(JsonNode said) {
    boolean isCount = said.isIntegralNumber() && said.canConvertToLong();
    return isCount && said.longValue() >= 0 && said.longValue() <= MOST_TOKENS
        ? (Long) said.longValue()
        : null;
  }

  /** The failure of a request whose answer never came, or broke off. */
  static ModelException translate(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof ModelException known) {
        return known;
      }
    }
    if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
      return new ModelException(
          ModelException.Kind.UNREACHABLE,
          "the endpoint cannot be reached: "
              + String.valueOf(cause.getMessage()).replace(" to /", " to ")
              + ". Is it running, and is its address right?",
          cause);
    }
    if (isOfTls(cause)) {
      return new ModelException(
          ModelException.Kind.FATAL,
          "the endpoint speaks no https that can be trusted ("
              + cause.getMessage()
              + "); give http:// for a server that has none, or the address that its certificate is"
              + " for",
          cause);
    }
    if (cause instanceof JsonProcessingException) {
      return new ModelException(
              ModelException.Kind.TRANSIENT,
              String.valueOf(cause.getMessage()).contains("UTF-8")
                  ? "the endpoint's answer is not in UTF-8, nor in an encoding that it names"
                  : "the endpoint's answer is no whole chat completion",
              cause)
          .maybePaid();
    }
    return cause instanceof IOException
        ? new ModelException(
                ModelException.Kind.TRANSIENT,
                "the request failed: " + inWords(String.valueOf(cause.getMessage())),
                cause)
            .maybePaid()
        : new ModelException(
            ModelException.Kind.PERMANENT, inWords(String.valueOf(cause.getMessage())), cause);
  }

  /** What the HTTP library says in its own terms. */
  private static String inWords(String message) {
    if (message.startsWith("ID1ID2") || message.startsWith("FHCRC")) {
      return "the endpoint's answer is not packed (gzip) as its header says";
    }
    if (message.startsWith("byteCount < 0")) {
      return "the endpoint's answer has a length below zero";
    }
    return message.startsWith("unexpected end of stream")
        ? "the endpoint closed the connection before its answer was whole"
        : message;
  }

  /** Whether the two could not agree on a connection, as trying again would not change. */
  private static boolean isOfTls(Throwable cause) {
    return cause instanceof SSLHandshakeException
        || cause instanceof SSLPeerUnverifiedException
        || cause instanceof SSLException e
            && String.valueOf(e.getMessage()).contains("Unsupported or unrecognized SSL message");
  }
}
