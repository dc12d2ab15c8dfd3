package org.polarbeam.model.openai;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.polarbeam.model.AskingThreads;
import org.polarbeam.model.ChatRequest;

/**
 * Questions that are in no batch yet. They are gathered until none has come for a moment, and go as
 * many at a time as the endpoint's queue takes.
 */
final class GatheredQuestions {
  private final Map<String, ChatRequest> questions = new LinkedHashMap<>();
  private final BatchQueue queue;
  private final long quietMillis;
  private final long lookMillis;
  private final Consumer<Map<String, ChatRequest>> ready;
  private long lastAsked;
  private boolean timer;

  /**
   * Gathers nothing yet.
   *
   * @param quietMillis how long to wait for a further question
   * @param lookMillis how often to look whether a full queue has room
   * @param ready takes the questions of a batch, by key
   */
  GatheredQuestions(
      BatchQueue queue,
      long quietMillis,
      long lookMillis,
      Consumer<Map<String, ChatRequest>> ready) {
    this.queue = queue;
    this.quietMillis = quietMillis;
    this.lookMillis = lookMillis;
    this.ready = ready;
  }

  /** Gathers a question. */
  synchronized void add(String key, ChatRequest question) {
    questions.put(key, question);
    lastAsked = System.nanoTime();
    wakeIn(quietMillis);
  }

  /** Gathers questions that have been in a batch in vain, before those that came since. */
  synchronized void putBack(Map<String, ChatRequest> back) {
    Map<String, ChatRequest> later = new LinkedHashMap<>(questions);
    questions.clear();
    questions.putAll(back);
    questions.putAll(later);
    wakeIn(quietMillis);
  }

  private void wakeIn(long millis) {
    if (!timer) {
      timer = true;
      AskingThreads.TIMER.schedule(
          () -> AskingThreads.STORE.execute(this::sendIfQuiet), millis, TimeUnit.MILLISECONDS);
    }
  }

  private void sendIfQuiet() {
    Map<String, ChatRequest> batch = new LinkedHashMap<>();
    synchronized (this) {
      timer = false;
      long quiet = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastAsked);
      long pause = questions.size() < queue.size() ? Math.max(0, quietMillis - quiet) : 0;
      pause = Math.max(pause, Math.min(queue.pause(), lookMillis));
      if (pause > 0) {
        wakeIn(pause);
        return;
      }
      questions.entrySet().stream()
          .limit(queue.size())
          .forEach(e -> batch.put(e.getKey(), e.getValue()));
      batch.keySet().forEach(questions::remove);
      if (!questions.isEmpty()) {
        wakeIn(quietMillis);
      }
    }
    if (!batch.isEmpty()) {
      ready.accept(batch);
    }
  }
}
