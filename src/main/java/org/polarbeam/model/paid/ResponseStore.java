package org.polarbeam.model.paid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.polarbeam.model.Blobs;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.stats.Draws;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every answer that was paid for, under the content hash of its question. An answer is written here
 * before it is used, so a rerun, a retried bundle or a killed job asks only for what is missing. An
 * entry that is torn or was changed does not match its checksum and counts as missing.
 */
public final class ResponseStore {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private static final Logger LOG = LoggerFactory.getLogger(ResponseStore.class);

  private static final int TRIES = 3;

  private final Blobs blobs;
  private final long pauseMillis;

  /** The keys of entries that are not whole, each told once. */
  private final Set<String> damaged = ConcurrentHashMap.newKeySet();

  /** An answer as it is kept, with what asked for it. */
  record Entry(
      String key,
      String model,
      String text,
      String finishReason,
      Long promptTokens,
      Long completionTokens,
      String servedBy,
      long latencyMillis) {}

  /**
   * A store in this place.
   *
   * @param pauseMillis how long to wait before what failed is tried a second time; four times that
   *     before the third
   */
  ResponseStore(Blobs blobs, long pauseMillis) {
    this.blobs = blobs;
    this.pauseMillis = pauseMillis;
  }

  /**
   * The stored answer.
   *
   * @return null when there is none, or none that is whole
   * @throws ModelException a fatal one when the store cannot be read
   */
  ChatResponse find(String key) {
    byte[] bytes;
    try {
      bytes = persistently(() -> blobs.read(name(key)));
    } catch (IOException | RuntimeException e) {
      throw broken("read", e);
    }
    return bytes == null ? null : answer(key, bytes);
  }

  private ChatResponse answer(String key, byte[] bytes) {
    String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\n", 2);
    if (parts.length < 2 || !parts[0].equals(Draws.idOf(parts[1]))) {
      return damaged(key);
    }
    try {
      Entry entry = JSON.readValue(parts[1], Entry.class);
      return entry.key.equals(key)
          ? new ChatResponse(
              entry.text,
              entry.finishReason,
              entry.promptTokens,
              entry.completionTokens,
              entry.servedBy,
              true)
          : damaged(key); // another question's
    } catch (JsonProcessingException e) {
      return damaged(key);
    }
  }

  private ChatResponse damaged(String key) {
    if (damaged.add(key)) {
      LOG.warn("The entry {} of the store is damaged; its question is asked again.", name(key));
    }
    return null;
  }

  /**
   * Tries whether answers can be kept: writes, reads and removes a small entry.
   *
   * @throws IOException when they cannot
   */
  public static void probe(Blobs blobs) throws IOException {
    String name = "probe-" + UUID.randomUUID();
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    try {
      blobs.write(name, bytes);
      if (!Arrays.equals(bytes, blobs.read(name))) {
        throw new IOException("what was written there is not read back");
      }
    } finally {
      blobs.delete(name);
    }
  }

  /**
   * Keeps an answer; it is durable when this returns. Where a write fails, as it does when another
   * worker writes the same entry at the same moment, an answer to the question that is there by now
   * is as good, and else it is tried again.
   *
   * @return the answer that the store has
   * @throws ModelException a fatal one when it cannot be kept: going on would risk paying twice
   */
  ChatResponse put(String key, ModelSpec model, ChatResponse answer, long latencyMillis) {
    try {
      byte[] bytes = entry(key, model, answer, latencyMillis);
      return persistently(() -> write(key, bytes)) ? answer : there(key, answer);
    } catch (IOException | RuntimeException e) {
      throw broken("written", e);
    }
  }

  /**
   * The same once, later, unless another has kept an answer to the question meanwhile.
   *
   * @throws ModelException a fatal one when it cannot be kept
   */
  void putLate(String key, ModelSpec model, ChatResponse answer, long latencyMillis) {
    try {
      if (there(key, null) == null) {
        blobs.write(name(key), entry(key, model, answer, latencyMillis));
      }
    } catch (IOException | RuntimeException e) {
      throw broken("written", e);
    }
  }

  private static byte[] entry(String key, ModelSpec model, ChatResponse answer, long latencyMillis)
      throws JsonProcessingException {
    String entry =
        JSON.writeValueAsString(
            new Entry(
                key,
                model.name(),
                answer.text(),
                answer.finishReason(),
                answer.promptTokens(),
                answer.completionTokens(),
                answer.servedBy(),
                latencyMillis));
    return (Draws.idOf(entry) + "\n" + entry).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether it was written, and not found there already. */
  private boolean write(String key, byte[] bytes) throws IOException {
    try {
      blobs.write(name(key), bytes);
      return true;
    } catch (IOException | RuntimeException e) {
      if (there(key, null) == null) {
        throw e;
      }
      return false;
    }
  }

  /** What is there by now for the question; the other where nothing whole is. */
  private ChatResponse there(String key, ChatResponse otherwise) throws IOException {
    byte[] there = blobs.read(name(key));
    ChatResponse found = there == null ? null : answer(key, there);
    return found == null ? otherwise : found;
  }

  /** What a place of files does. */
  private interface Step<T> {
    T run() throws IOException;
  }

  private <T> T persistently(Step<T> step) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return step.run();
      } catch (IOException | RuntimeException e) {
        if (tries == TRIES) {
          throw e;
        }
        pause(pauseMillis << 2 * (tries - 1), e);
      }
    }
  }

  /** On a thread of the store's own, which has nothing else to do. */
  private static void pause(long millis, Exception cause) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the wait for another try was broken off", cause);
    }
  }

  private static String name(String key) {
    return key.substring(0, 2) + "/" + key + ".json";
  }

  private static ModelException broken(String verb, Exception e) {
    return new ModelException(
        ModelException.Kind.FATAL,
        "the response store cannot be " + verb + ": " + e.getMessage(),
        e);
  }
}
