package org.polarbeam.model;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.polarbeam.stats.Draws;

/**
 * One model behind the Batch API. Before a batch is created its record is written, with a mark that
 * the batch carries too; so a batch whose creation was cut off is found again by its mark, and none
 * is made twice.
 */
final class BatchModel implements ChatModel {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String FOLDER = "batches/";
  private static final String MARK = "polarbeam";
  private static final String URL = "/v1/chat/completions";

  private final ModelSpec spec;
  private final OpenAIClient client;
  private final Blobs store;
  private final long pollMillis;
  private final long gatherMillis;

  /** Questions not yet in a batch, by key. */
  private final Map<String, ChatRequest> gathered = new LinkedHashMap<>();

  /** Who waits for the answer of a key. */
  private final Map<String, CompletableFuture<ChatResponse>> waiting = new HashMap<>();

  /** The batch that a key was sent with, as far as its answers have not been handed out. */
  private final Map<String, Sent> sentWith = new HashMap<>();

  /** Answers of earlier processes' batches that nobody has asked for yet. */
  private final Map<String, ChatResponse> early = new HashMap<>();

  private long lastAsked;
  private boolean timer;
  private boolean loaded;

  /**
   * A batch's record.
   *
   * @param mark by which the batch itself is known
   * @param model whose it is
   * @param batch its id; empty while it is being created
   * @param created when, to tell the newest
   * @param keys the questions in it
   */
  record Sent(String mark, String model, String batch, long created, List<String> keys) {}

  BatchModel(ModelSpec spec, OpenAIClient client, Blobs store, long pollMillis, long gatherMillis) {
    this.spec = spec;
    this.client = client;
    this.store = store;
    this.pollMillis = pollMillis;
    this.gatherMillis = gatherMillis;
  }

  @Override
  public CompletableFuture<ChatResponse> ask(ChatRequest request) {
    String key = request.contentKey(spec);
    synchronized (this) {
      load();
      ChatResponse there = early.remove(key);
      if (there != null) {
        return CompletableFuture.completedFuture(there);
      }
      CompletableFuture<ChatResponse> answer =
          waiting.computeIfAbsent(key, k -> new CompletableFuture<>());
      if (!sentWith.containsKey(key)) {
        gathered.put(key, request);
        lastAsked = System.nanoTime();
        wakeIn(gatherMillis);
      }
      return answer;
    }
  }

  /** Reads the records of earlier processes; each of their batches is looked after again. */
  private void load() {
    if (loaded) {
      return;
    }
    loaded = true;
    if (store == null) {
      return;
    }
    try {
      List<Sent> records = new ArrayList<>();
      for (String name : store.list(FOLDER)) {
        byte[] bytes = store.read(name);
        if (bytes != null) {
          Sent sent = JSON.readValue(bytes, Sent.class);
          if (sent.model.equals(spec.key())) {
            records.add(sent);
          }
        }
      }
      records.sort(java.util.Comparator.comparingLong(Sent::created));
      for (Sent sent : records) {
        sent.keys.forEach(key -> sentWith.put(key, sent)); // the newest counts
      }
      records.forEach(this::watch);
    } catch (IOException e) {
      throw new ModelException(
          ModelException.Kind.FATAL, "the records of batches cannot be read: " + e, e);
    }
  }

  private void wakeIn(long millis) {
    if (!timer) {
      timer = true;
      Background.TIMER.schedule(
          () -> Background.STORE.execute(this::sendIfQuiet), millis, TimeUnit.MILLISECONDS);
    }
  }

  private void sendIfQuiet() {
    Map<String, ChatRequest> ready = new LinkedHashMap<>();
    synchronized (this) {
      timer = false;
      long quiet = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastAsked);
      if (quiet < gatherMillis && gathered.size() < OpenAiBatchProvider.MOST_REQUESTS) {
        wakeIn(gatherMillis - quiet);
        return;
      }
      gathered.entrySet().stream()
          .limit(OpenAiBatchProvider.MOST_REQUESTS)
          .forEach(e -> ready.put(e.getKey(), e.getValue()));
      ready.keySet().forEach(gathered::remove);
      if (!gathered.isEmpty()) {
        wakeIn(gatherMillis);
      }
    }
    if (!ready.isEmpty()) {
      send(ready);
    }
  }

  private void send(Map<String, ChatRequest> requests) {
    List<String> keys = List.copyOf(requests.keySet());
    long now = System.currentTimeMillis();
    String mark = Draws.idOf(String.join(" ", keys), Long.toString(now));
    Sent begun = new Sent(mark, spec.key(), "", now, keys);
    try {
      write(begun);
      Sent sent = new Sent(mark, spec.key(), create(mark, requests), now, keys);
      write(sent);
      begin(sent);
    } catch (IOException e) {
      keys.forEach(
          key ->
              fail(
                  key,
                  new ModelException(
                      ModelException.Kind.FATAL, "a batch's record cannot be written: " + e, e)));
    } catch (RuntimeException e) {
      ModelException why = ChatCompletions.translate(e);
      if (why.kind() == ModelException.Kind.FATAL || why.kind() == ModelException.Kind.PERMANENT) {
        keys.forEach(key -> fail(key, why));
      } else {
        begin(begun); // it may have been made all the same; its mark will tell
      }
    }
  }

  private void begin(Sent sent) {
    synchronized (this) {
      sent.keys.forEach(key -> sentWith.put(key, sent));
    }
    watch(sent);
  }

  private void write(Sent sent) throws IOException {
    if (store != null) {
      store.write(FOLDER + sent.mark + ".json", JSON.writeValueAsBytes(sent));
    }
  }

  private String create(String mark, Map<String, ChatRequest> requests) {
    StringBuilder lines = new StringBuilder();
    requests.forEach(
        (key, request) -> {
          ObjectNode line = JSON.createObjectNode();
          line.put("custom_id", key).put("method", "POST").put("url", URL);
          line.set(
              "body",
              ObjectMappers.jsonMapper()
                  .valueToTree(ChatCompletions.params(spec.name(), request)._body()));
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

  private void watch(Sent sent) {
    Background.TIMER.schedule(
        () -> Background.STORE.execute(() -> look(sent)), pollMillis, TimeUnit.MILLISECONDS);
  }

  /** Looks after a batch: hands out what it has come to, or looks again later. */
  private void look(Sent sent) {
    try {
      if (sent.batch.isEmpty()) {
        find(sent);
        return;
      }
      Batch batch = client.batches().retrieve(sent.batch);
      switch (batch.status().value()) {
        case COMPLETED, EXPIRED, CANCELLED -> {
          batch.outputFileId().ifPresent(file -> handOut(sent, file));
          batch.errorFileId().ifPresent(file -> handOut(sent, file));
          end(
              sent,
              new ModelException(
                  ModelException.Kind.TRANSIENT,
                  "the batch ended without an answer (" + batch.status().asString() + ")",
                  null));
        }
        case FAILED ->
            end(
                sent,
                new ModelException(
                    ModelException.Kind.FATAL, "the batch was refused: " + errors(batch), null));
        default -> watch(sent);
      }
    } catch (RuntimeException e) {
      ModelException known = e instanceof ModelException m ? m : ChatCompletions.translate(e);
      if (known.kind() == ModelException.Kind.FATAL
          || known.kind() == ModelException.Kind.PERMANENT) {
        end(sent, known);
      } else {
        watch(sent); // the batch goes on whatever became of this look
      }
    }
  }

  /** Looks for a batch whose creator never heard of it. */
  private void find(Sent begun) {
    Batch batch = byMark(begun.mark);
    if (batch == null) {
      end(begun, new ModelException(ModelException.Kind.TRANSIENT, "no batch was made", null));
      return;
    }
    Sent sent = new Sent(begun.mark, begun.model, batch.id(), begun.created, begun.keys);
    try {
      write(sent);
    } catch (IOException e) {
      throw new ModelException(
          ModelException.Kind.FATAL, "a batch's record cannot be written: " + e, e);
    }
    begin(sent);
  }

  private Batch byMark(String mark) {
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

  private static String errors(Batch batch) {
    return batch
        .errors()
        .flatMap(Batch.Errors::data)
        .map(all -> all.stream().map(e -> e.message().orElse("")).distinct().toList().toString())
        .orElse("no reason given");
  }

  private void handOut(Sent sent, String file) {
    try (HttpResponse content = client.files().content(file);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(content.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          handOut(line);
        }
      }
    } catch (IOException e) {
      throw new ModelException(
          ModelException.Kind.TRANSIENT, "the results of " + sent.batch + " broke off", e);
    }
  }

  private void handOut(String line) {
    JsonNode result;
    try {
      result = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return; // whose answer it is cannot be told; it counts as missing
    }
    String key = result.path("custom_id").asText();
    int status = result.path("response").path("status_code").asInt();
    JsonNode body = result.path("response").path("body");
    if (status != 200) {
      String message =
          body.path("error").path("message").asText(result.path("error").path("message").asText());
      boolean passing = status == 0 || status == 408 || status == 429 || status >= 500;
      fail(
          key,
          new ModelException(
              passing ? ModelException.Kind.TRANSIENT : ModelException.Kind.PERMANENT,
              "HTTP " + status + " in the batch: " + message,
              null));
      return;
    }
    try {
      ChatResponse answer =
          ChatCompletions.response(
              ObjectMappers.jsonMapper().treeToValue(body, ChatCompletion.class));
      CompletableFuture<ChatResponse> waits;
      synchronized (this) {
        waits = take(key);
        if (waits == null) {
          early.put(key, answer);
        }
      }
      if (waits != null) {
        waits.complete(answer);
      }
    } catch (JsonProcessingException e) {
      fail(
          key,
          new ModelException(ModelException.Kind.TRANSIENT, "the answer is no chat completion", e));
    } catch (ModelException e) {
      fail(key, e);
    }
  }

  /** Ends a batch for everybody who still waits for it. */
  private void end(Sent sent, ModelException why) {
    sent.keys.forEach(
        key -> {
          boolean still;
          synchronized (this) {
            Sent newest = sentWith.get(key);
            still = newest == null || newest.mark.equals(sent.mark);
          }
          if (still) {
            fail(key, why);
          }
        });
  }

  private void fail(String key, ModelException why) {
    CompletableFuture<ChatResponse> waits = take(key);
    if (waits != null) {
      waits.completeExceptionally(why);
    }
  }

  private synchronized CompletableFuture<ChatResponse> take(String key) {
    sentWith.remove(key);
    return waiting.remove(key);
  }

  @Override
  public void close() {
    client.close();
  }
}
