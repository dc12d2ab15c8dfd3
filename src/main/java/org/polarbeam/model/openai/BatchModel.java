package org.polarbeam.model.openai;

import java.io.IOException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One model behind the Batch API. Before a batch is created its record is written, with a mark that
 * the batch carries too; so a batch whose creation was cut off is found again by its mark, and none
 * is made twice.
 */
final class BatchModel implements ChatModel {
  private static final Logger LOG = LoggerFactory.getLogger(BatchModel.class);

  private volatile boolean closed;
  private final ModelSpec spec;
  private final BatchApi api;
  private final BatchRecords records;
  private final long pollMillis;
  private final long graceMillis;

  private final BatchQueue queue;

  /** The questions of this process that are in a batch, by key. */
  private final Map<String, ChatRequest> sentHere = new HashMap<>();

  private final GatheredQuestions gathered;

  /** Who waits for the answer of a key. */
  private final Map<String, CompletableFuture<ChatResponse>> waiting = new HashMap<>();

  /** The batch that a key was sent with, as far as its answers have not been handed out. */
  private final Map<String, SentBatch> sentWith = new HashMap<>();

  /** Answers of earlier processes' batches that nobody has asked for yet. */
  private final Map<String, ChatResponse> early = new HashMap<>();

  /** The questions of each batch that are neither kept nor given up. */
  private final Map<String, Set<String>> open = new HashMap<>();

  /** The batches looked after, by mark. */
  private final Map<String, SentBatch> all = new ConcurrentHashMap<>();

  /** The marks of batches that other processes made. */
  private final Set<String> adopted = ConcurrentHashMap.newKeySet();

  private final RefusedLooks refusals = new RefusedLooks();

  private boolean loaded;

  BatchModel(
      ModelSpec spec,
      BatchApi api,
      Blobs store,
      BatchQueue queue,
      long pollMillis,
      long gatherMillis,
      long graceMillis) {
    this.queue = queue;
    this.spec = spec;
    this.api = api;
    this.records = new BatchRecords(spec, store);
    this.pollMillis = pollMillis;
    this.gathered =
        new GatheredQuestions(queue, gatherMillis, pollMillis, this::withoutThoseUnderWay);
    this.graceMillis = graceMillis;
  }

  @Override
  public CompletableFuture<ChatResponse> ask(ChatRequest request) {
    String key = request.contentKey(spec);
    synchronized (this) {
      if (!loaded) {
        adopt();
        loaded = true;
      }
      ChatResponse there = early.remove(key);
      if (there != null) {
        return CompletableFuture.completedFuture(there);
      }
      CompletableFuture<ChatResponse> answer =
          waiting.computeIfAbsent(key, k -> new CompletableFuture<>());
      if (!sentWith.containsKey(key)) {
        gathered.add(key, request);
      }
      return answer;
    }
  }

  /** Looks after the batches that other processes have made since. */
  private void adopt() {
    for (SentBatch sent : records.fromOthers()) {
      adopted.add(sent.mark());
      begin(sent);
    }
  }

  /** Another process may have made a batch of the same questions, and died. */
  private void withoutThoseUnderWay(Map<String, ChatRequest> ready) {
    try {
      synchronized (this) {
        adopt();
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
    synchronized (this) {
      sentHere.putAll(requests);
    }
    SentBatch begun = new SentBatch(mark, spec.key(), spec.endpoint(), "", now, keys, false);
    try {
      records.write(begun);
      SentBatch sent = begun.with(api.create(mark, requests));
      records.write(sent);
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
      if (Batch.isQueueFull(why.getMessage())) {
        putBack(begun, why.getMessage());
        return;
      }
      if (why.kind() == ModelException.Kind.FATAL || why.kind() == ModelException.Kind.PERMANENT) {
        keys.forEach(key -> fail(key, why));
      } else {
        begin(begun); // it may have been made all the same; its mark will tell
      }
    }
  }

  private void begin(SentBatch sent) {
    synchronized (this) {
      sent.keys().forEach(key -> sentWith.put(key, sent));
      open.put(sent.mark(), new HashSet<>(sent.keys()));
      all.put(sent.mark(), sent);
    }
    watch(sent);
  }

  private void watch(SentBatch sent) {
    AskingThreads.TIMER.schedule(
        () -> AskingThreads.STORE.execute(() -> look(sent)), pollMillis, TimeUnit.MILLISECONDS);
  }

  /** Looks after a batch: hands out what it has come to, or looks again later. */
  private void look(SentBatch sent) {
    if (closed) {
      return; // the batch goes on, and its record tells the next process
    }
    try {
      if (sent.batch().isEmpty()) {
        find(sent);
        return;
      }
      Batch batch = api.retrieve(sent.batch());
      refusals.end(sent);
      switch (batch.status()) {
        case "completed", "expired", "cancelled" -> {
          batch.files().forEach(file -> api.results(file, result -> handOut(sent, result)));
          end(
              sent,
              new ModelException(
                  ModelException.Kind.TRANSIENT,
                  "the batch ended without an answer (" + batch.status() + ")",
                  null));
        }
        case "failed" -> {
          if (batch.isQueueFull()) {
            putBack(sent, batch.reasons());
          } else {
            endForGood(sent, "the batch was refused: " + batch.reasons());
          }
        }
        default -> watch(sent);
      }
    } catch (RuntimeException e) {
      refused(sent, e instanceof ModelException m ? m : ChatCompletions.translate(e));
    }
  }

  /**
   * A look was in vain. The batch goes on and is paid for, so its record stays, whatever it was: a
   * wrong key, a 404 that passes, a server in trouble. Where looks are refused again and again, the
   * run ends, and the next one takes the batch up.
   */
  private void refused(SentBatch sent, ModelException why) {
    ModelException end = refusals.add(sent, why);
    if (end == null) {
      watch(sent);
      return;
    }
    sent.keys().forEach(key -> fail(key, end));
  }

  /**
   * Ends a batch that has nothing to give. Its questions are asked anew if an earlier process made
   * it; for one of our own the reason will hold for the next as well, so the run ends.
   */
  private void endForGood(SentBatch sent, String reason) {
    retire(sent);
    boolean earlier = adopted.contains(sent.mark());
    end(
        sent,
        new ModelException(
            earlier ? ModelException.Kind.TRANSIENT : ModelException.Kind.FATAL, reason, null));
  }

  /** The questions of a batch for which there is no room now go into later ones. */
  private void putBack(SentBatch sent, String errors) {
    boolean others;
    Map<String, ChatRequest> back = new LinkedHashMap<>();
    synchronized (this) {
      open.remove(sent.mark());
      others = !open.isEmpty();
      sent.keys().forEach(key -> back.computeIfAbsent(key, sentHere::remove));
    }
    if (back.isEmpty() || !queue.refused(sent.keys().size(), others)) {
      endForGood(sent, "the batch was refused: " + errors);
      return;
    }
    LOG.warn("{} has no room for a batch of {} now: {}", spec.name(), back.size(), errors);
    retire(sent);
    synchronized (this) {
      back.keySet().forEach(sentWith::remove);
    }
    gathered.putBack(back);
  }

  private void retire(SentBatch sent) {
    try {
      records.write(sent.asEnded());
    } catch (IOException e) {
      // the record stays; the next process looks at the batch once more
    }
  }

  /** Looks for a batch whose creator never heard of it. */
  private void find(SentBatch begun) {
    Batch batch = api.byMark(begun.mark());
    if (batch == null && System.currentTimeMillis() - begun.created() < graceMillis) {
      watch(begun); // it may still be on its way
      return;
    }
    if (batch == null) {
      retire(begun);
      end(begun, new ModelException(ModelException.Kind.TRANSIENT, "no batch was made", null));
      return;
    }
    SentBatch sent = begun.with(batch.id());
    try {
      records.write(sent);
    } catch (IOException e) {
      throw new ModelException(
          ModelException.Kind.FATAL, "a batch's record cannot be written: " + e, e);
    }
    begin(sent);
  }

  /**
   * Hands an answer or a failure to whoever waits for it; an answer may come before its question.
   */
  private void handOut(SentBatch sent, BatchApi.Result result) {
    if (result.failure() != null) {
      failIfNewest(sent, result.key(), result.failure());
      return;
    }
    CompletableFuture<ChatResponse> waits;
    synchronized (this) {
      waits = take(result.key());
      if (waits == null) {
        early.put(result.key(), result.answer());
      }
    }
    if (waits != null) {
      waits.complete(result.answer());
    }
  }

  /** Ends a batch for everybody who still waits for it. */
  private void end(SentBatch sent, ModelException why) {
    sent.keys().forEach(key -> failIfNewest(sent, key, why));
  }

  /** Fails a question, unless it has been answered or sent with a later batch since. */
  private void failIfNewest(SentBatch sent, String key, ModelException why) {
    boolean newest;
    synchronized (this) {
      SentBatch with = sentWith.get(key);
      newest = with != null && with.mark().equals(sent.mark());
    }
    if (newest) {
      done(sent.mark(), key);
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
    queue.ended();
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
    sentHere.remove(key);
    return waiting.remove(key);
  }

  @Override
  public void close() {
    closed = true;
    api.close();
  }
}
