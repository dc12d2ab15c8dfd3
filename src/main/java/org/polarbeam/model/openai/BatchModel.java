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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.polarbeam.model.AskingThreads;
import org.polarbeam.model.Blobs;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
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
  private final long graceMillis;

  /** Questions not yet in a batch, by key. */
  private final Map<String, ChatRequest> gathered = new LinkedHashMap<>();

  /** Who waits for the answer of a key. */
  private final Map<String, CompletableFuture<ChatResponse>> waiting = new HashMap<>();

  /** The batch that a key was sent with, as far as its answers have not been handed out. */
  private final Map<String, Sent> sentWith = new HashMap<>();

  /** Answers of earlier processes' batches that nobody has asked for yet. */
  private final Map<String, ChatResponse> early = new HashMap<>();

  /** The questions of each batch that are neither kept nor given up. */
  private final Map<String, Set<String>> open = new HashMap<>();

  /** The batches looked after, by mark. */
  private final Map<String, Sent> all = new ConcurrentHashMap<>();

  /** The marks of batches that other processes made. */
  private final Set<String> adopted = ConcurrentHashMap.newKeySet();

  /** The names of the records that were read or written here. */
  private final Set<String> known = new HashSet<>();

  private long lastAsked;
  private boolean timer;
  private boolean loaded;

  /**
   * A batch's record.
   *
   * @param mark by which the batch itself is known
   * @param model whose it is
   * @param endpoint where it is
   * @param batch its id; empty while it is being created
   * @param created when, to tell the newest
   * @param keys the questions in it
   * @param ended whether nothing is to be had from it any more
   */
  record Sent(
      String mark,
      String model,
      String endpoint,
      String batch,
      long created,
      List<String> keys,
      boolean ended) {
    Sent with(String id) {
      return new Sent(mark, model, endpoint, id, created, keys, ended);
    }

    Sent asEnded() {
      return new Sent(mark, model, endpoint, batch, created, keys, true);
    }
  }

  BatchModel(
      ModelSpec spec,
      OpenAIClient client,
      Blobs store,
      long pollMillis,
      long gatherMillis,
      long graceMillis) {
    this.spec = spec;
    this.client = client;
    this.store = store;
    this.pollMillis = pollMillis;
    this.gatherMillis = gatherMillis;
    this.graceMillis = graceMillis;
  }

  @Override
  public CompletableFuture<ChatResponse> ask(ChatRequest request) {
    String key = request.contentKey(spec);
    synchronized (this) {
      if (!loaded) {
        load();
        loaded = true;
      }
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

  /**
   * Reads the records that other processes have written since; each of their batches is looked
   * after from now on.
   */
  private void load() {
    if (store == null) {
      return;
    }
    try {
      List<Sent> found = new ArrayList<>();
      for (String name : store.list(FOLDER)) {
        byte[] bytes = known.contains(name) ? null : store.read(name);
        if (bytes != null) {
          Sent sent = JSON.readValue(bytes, Sent.class);
          if (!sent.ended && isOurs(sent)) {
            found.add(sent);
          }
          known.add(name);
        }
      }
      found.sort(Comparator.comparingLong(Sent::created)); // the newest counts
      for (Sent sent : found) {
        adopted.add(sent.mark);
        begin(sent);
      }
    } catch (IOException | RuntimeException e) {
      throw new ModelException(
          ModelException.Kind.FATAL, "the records of batches cannot be read: " + e, e);
    }
  }

  private boolean isOurs(Sent sent) {
    return sent.model.equals(spec.key()) && sent.endpoint.equals(spec.endpoint());
  }

  private void wakeIn(long millis) {
    if (!timer) {
      timer = true;
      AskingThreads.TIMER.schedule(
          () -> AskingThreads.STORE.execute(this::sendIfQuiet), millis, TimeUnit.MILLISECONDS);
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
      withoutThoseUnderWay(ready);
    }
  }

  /** Another process may have made a batch of the same questions, and died. */
  private void withoutThoseUnderWay(Map<String, ChatRequest> ready) {
    try {
      synchronized (this) {
        load();
        ready.keySet().removeIf(sentWith::containsKey);
      }
    } catch (ModelException e) {
      List.copyOf(ready.keySet()).forEach(key -> fail(key, e));
      return;
    }
    if (!ready.isEmpty()) {
      send(ready);
    }
  }

  private void send(Map<String, ChatRequest> requests) {
    List<String> keys = List.copyOf(requests.keySet());
    long now = System.currentTimeMillis();
    String mark = Draws.idOf(String.join(" ", keys), Long.toString(now));
    Sent begun = new Sent(mark, spec.key(), spec.endpoint(), "", now, keys, false);
    try {
      write(begun);
      Sent sent = begun.with(create(mark, requests));
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
      open.put(sent.mark, new HashSet<>(sent.keys));
      all.put(sent.mark, sent);
    }
    watch(sent);
  }

  private void write(Sent sent) throws IOException {
    String name = FOLDER + sent.mark + ".json";
    synchronized (this) {
      known.add(name);
    }
    if (store != null) {
      store.write(name, JSON.writeValueAsBytes(sent));
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
    AskingThreads.TIMER.schedule(
        () -> AskingThreads.STORE.execute(() -> look(sent)), pollMillis, TimeUnit.MILLISECONDS);
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
          batch.outputFileId().ifPresent(file -> handOutFile(sent, file));
          batch.errorFileId().ifPresent(file -> handOutFile(sent, file));
          end(
              sent,
              new ModelException(
                  ModelException.Kind.TRANSIENT,
                  "the batch ended without an answer (" + batch.status().asString() + ")",
                  null));
        }
        case FAILED -> endForGood(sent, "the batch was refused: " + errors(batch), null);
        default -> watch(sent);
      }
    } catch (RuntimeException e) {
      ModelException why = e instanceof ModelException m ? m : ChatCompletions.translate(e);
      if (why.kind() == ModelException.Kind.FATAL || why.kind() == ModelException.Kind.PERMANENT) {
        endForGood(sent, why.getMessage(), why);
      } else {
        watch(sent); // the batch goes on whatever became of this look
      }
    }
  }

  /**
   * Ends a batch that has nothing to give. Its questions are asked anew if an earlier process made
   * it; for one of our own the reason will hold for the next as well, so the run ends.
   */
  private void endForGood(Sent sent, String reason, Throwable cause) {
    retire(sent);
    boolean earlier = adopted.contains(sent.mark);
    end(
        sent,
        new ModelException(
            earlier ? ModelException.Kind.TRANSIENT : ModelException.Kind.FATAL, reason, cause));
  }

  private void retire(Sent sent) {
    try {
      write(sent.asEnded());
    } catch (IOException e) {
      // the record stays; the next process looks at the batch once more
    }
  }

  /** Looks for a batch whose creator never heard of it. */
  private void find(Sent begun) {
    Batch batch = byMark(begun.mark);
    if (batch == null && System.currentTimeMillis() - begun.created < graceMillis) {
      watch(begun); // it may still be on its way
      return;
    }
    if (batch == null) {
      retire(begun);
      end(begun, new ModelException(ModelException.Kind.TRANSIENT, "no batch was made", null));
      return;
    }
    Sent sent = begun.with(batch.id());
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

  private void handOutFile(Sent sent, String file) {
    try (HttpResponse content = client.files().content(file);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(content.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          handOut(sent, line);
        }
      }
    } catch (IOException e) {
      throw new ModelException(
          ModelException.Kind.TRANSIENT, "the results of " + sent.batch + " broke off", e);
    }
  }

  private void handOut(Sent sent, String line) {
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
      failIfNewest(
          sent,
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
      failIfNewest(
          sent,
          key,
          new ModelException(ModelException.Kind.TRANSIENT, "the answer is no chat completion", e));
    } catch (ModelException e) {
      failIfNewest(sent, key, e);
    }
  }

  /** Ends a batch for everybody who still waits for it. */
  private void end(Sent sent, ModelException why) {
    sent.keys.forEach(key -> failIfNewest(sent, key, why));
  }

  /** Fails a question, unless it has been answered or sent with a later batch since. */
  private void failIfNewest(Sent sent, String key, ModelException why) {
    boolean newest;
    synchronized (this) {
      Sent with = sentWith.get(key);
      newest = with != null && with.mark.equals(sent.mark);
    }
    if (newest) {
      done(sent.mark, key);
      fail(key, why);
    }
  }

  /** A batch whose questions are all kept or given up is not looked at again. */
  private void done(String mark, String key) {
    synchronized (this) {
      Set<String> left = open.get(mark);
      if (left == null || !left.remove(key) || !left.isEmpty()) {
        return;
      }
      open.remove(mark);
    }
    retire(all.get(mark));
  }

  @Override
  public void kept(ChatRequest request) {
    String key = request.contentKey(spec);
    List<String> marks;
    synchronized (this) {
      marks =
          open.entrySet().stream()
              .filter(e -> e.getValue().contains(key))
              .map(Map.Entry::getKey)
              .toList();
    }
    marks.forEach(mark -> done(mark, key));
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
