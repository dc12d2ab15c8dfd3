package org.polarbeam.model.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;

/** The calls of the Batch API: make one, look at one, find one by its mark, read its results. */
final class BatchApi implements AutoCloseable {
  private static final MediaType LINES = MediaType.get("application/jsonl");
  private static final String PATH = "/v1/chat/completions";

  private final ModelSpec model;
  private final Connections endpoint;

  BatchApi(ModelSpec model, Connections endpoint) {
    this.model = model;
    this.endpoint = endpoint;
  }

  /**
   * What became of one question.
   *
   * @param answer null where it failed
   * @param failure null where it was answered
   */
  record Result(String key, ChatResponse answer, ModelException failure) {}

  /** Makes a batch that carries a mark; gives its id. */
  String create(String mark, Map<String, ChatRequest> requests) {
    StringBuilder lines = new StringBuilder();
    requests.forEach(
        (key, request) -> {
          ObjectNode line = Connections.MAPPER.createObjectNode();
          line.put("custom_id", key).put("method", "POST").put("url", PATH);
          line.set("body", ChatCompletions.body(model, request, Preset.NEW_LIMIT, Set.of()));
          lines.append(line).append('\n');
        });
    RequestBody form =
        new MultipartBody.Builder()
            .setType(MultipartBody.FORM)
            .addFormDataPart("purpose", "batch")
            .addFormDataPart(
                "file",
                mark + ".jsonl",
                RequestBody.create(lines.toString().getBytes(StandardCharsets.UTF_8), LINES))
            .build();
    String file = id(endpoint.call(endpoint.to("files").post(Connections.once(form)).build()));
    ObjectNode batch = Connections.MAPPER.createObjectNode();
    batch.put("input_file_id", file).put("endpoint", PATH).put("completion_window", "24h");
    batch.putObject("metadata").put(Batch.MARK, mark);
    RequestBody body = RequestBody.create(ChatCompletions.bytes(batch), Connections.JSON);
    return id(endpoint.call(endpoint.to("batches").post(Connections.once(body)).build()));
  }

  private static String id(JsonNode made) {
    if (!made.path("id").isTextual()) {
      throw new ModelException(
              ModelException.Kind.TRANSIENT, "what the endpoint made has no id", null)
          .maybePaid();
    }
    return made.path("id").textValue();
  }

  /** A batch by its id. */
  Batch retrieve(String id) {
    return Batch.of(endpoint.call(endpoint.to("batches/" + id).build()));
  }

  /** The batch that carries a mark; null when there is none. */
  Batch byMark(String mark) {
    String after = "";
    while (true) {
      JsonNode page =
          endpoint.call(
              endpoint.to("batches", after.isEmpty() ? Map.of() : Map.of("after", after)).build());
      if (!page.path("data").isArray()) {
        throw new ModelException(
            ModelException.Kind.TRANSIENT, "what the endpoint lists are no batches", null);
      }
      String before = after;
      for (JsonNode told : page.path("data")) {
        Batch batch = Batch.of(told);
        if (batch.mark().equals(mark)) {
          return batch;
        }
        after = batch.id();
      }
      if (!page.path("has_more").asBoolean() || page.path("data").isEmpty()) {
        return null;
      }
      if (after.isEmpty() || after.equals(before)) {
        throw new ModelException(
            ModelException.Kind.TRANSIENT, "the endpoint lists the same batches again", null);
      }
    }
  }

  /** Reads a file of results. A line whose question cannot be told counts as missing. */
  void results(String file, Consumer<Result> to) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                endpoint.open("files/" + file + "/content"), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode result = line.isBlank() ? null : tree(line);
        if (result != null) {
          to.accept(result(result));
        }
      }
    } catch (IOException e) {
      throw new ModelException(
          ModelException.Kind.TRANSIENT, "the results in " + file + " broke off", e);
    }
  }

  private static JsonNode tree(String line) {
    try {
      return Connections.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static Result result(JsonNode result) {
    String key = result.path("custom_id").asText();
    int status = result.path("response").path("status_code").asInt();
    JsonNode body = result.path("response").path("body");
    if (status != 200) {
      String message =
          body.path("error").path("message").asText(result.path("error").path("message").asText());
      boolean passing = status == 0 || status == 408 || status == 429 || status >= 500;
      return failed(
          key,
          new ModelException(
              passing ? ModelException.Kind.TRANSIENT : ModelException.Kind.PERMANENT,
              "HTTP " + status + " in the batch: " + message,
              null));
    }
    try {
      return new Result(key, ChatCompletions.response(body), null);
    } catch (ModelException e) {
      return failed(key, e);
    } catch (RuntimeException e) { // of one line; the others are read
      return failed(
          key,
          new ModelException(
              ModelException.Kind.TRANSIENT, "the answer cannot be read: " + e.getMessage(), e));
    }
  }

  private static Result failed(String key, ModelException why) {
    return new Result(key, null, why);
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
