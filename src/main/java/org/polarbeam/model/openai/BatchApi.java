package org.polarbeam.model.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.MultipartField;
import com.openai.core.ObjectMappers;
import com.openai.core.http.HttpResponse;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;

/** The calls of the Batch API: make one, look at one, find one by its mark, read its results. */
final class BatchApi implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern FULL =
      Pattern.compile("(?i)enqueued[ _-]token|token_limit_exceeded|batch queue is full");
  private static final String MARK = "polarbeam";
  private static final String URL = "/v1/chat/completions";

  private final ModelSpec model;
  private final OpenAIClient client;

  BatchApi(ModelSpec model, OpenAIClient client) {
    this.model = model;
    this.client = client;
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
          ObjectNode line = JSON.createObjectNode();
          line.put("custom_id", key).put("method", "POST").put("url", URL);
          line.set(
              "body",
              ObjectMappers.jsonMapper()
                  .valueToTree(
                      ChatCompletions.params(model, request, Preset.NEW_LIMIT, Set.of())._body()));
          lines.append(line).append('\n');
        });
    InputStream bytes = new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8));
    String file =
        client
            .files()
            .create(
                FileCreateParams.builder()
                    .purpose(FilePurpose.BATCH)
                    .file(
                        MultipartField.<InputStream>builder()
                            .value(bytes)
                            .filename(mark + ".jsonl")
                            .contentType("application/jsonl")
                            .build())
                    .build())
            .id();
    return client
        .batches()
        .create(
            BatchCreateParams.builder()
                .inputFileId(file)
                .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                .completionWindow(BatchCreateParams.CompletionWindow._24H)
                .metadata(
                    BatchCreateParams.Metadata.builder()
                        .putAdditionalProperty(MARK, JsonValue.from(mark))
                        .build())
                .build())
        .id();
  }

  /** A batch by its id. */
  Batch retrieve(String id) {
    return client.batches().retrieve(id);
  }

  /** The batch that carries a mark; null when there is none. */
  Batch byMark(String mark) {
    for (Batch batch : client.batches().list().autoPager()) {
      boolean ours =
          batch
              .metadata()
              .map(m -> m._additionalProperties().get(MARK))
              .filter(value -> value.equals(JsonValue.from(mark)))
              .isPresent();
      if (ours) {
        return batch;
      }
    }
    return null;
  }

  /** Whether a refusal says that too much is enqueued already, so that it passes. */
  static boolean isQueueFull(String words) {
    return FULL.matcher(words).find();
  }

  /** The same of a batch. */
  static boolean isQueueFull(Batch batch) {
    return batch.errors().flatMap(Batch.Errors::data).stream()
        .flatMap(List::stream)
        .anyMatch(e -> isQueueFull(e.code().orElse("") + " " + e.message().orElse("")));
  }

  /** Why a batch was refused. */
  static String errors(Batch batch) {
    return batch
        .errors()
        .flatMap(Batch.Errors::data)
        .map(all -> all.stream().map(e -> e.message().orElse("")).distinct().toList().toString())
        .orElse("no reason given");
  }

  /** Reads a file of results. A line whose question cannot be told counts as missing. */
  void results(String file, Consumer<Result> to) {
    try (HttpResponse content = client.files().content(file);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(content.body(), StandardCharsets.UTF_8))) {
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
      return JSON.readTree(line);
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
      ChatCompletion completion =
          ObjectMappers.jsonMapper().treeToValue(body, ChatCompletion.class);
      return new Result(key, ChatCompletions.response(completion), null);
    } catch (JsonProcessingException e) {
      return failed(
          key,
          new ModelException(ModelException.Kind.TRANSIENT, "the answer is no chat completion", e));
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
    client.close();
  }
}
