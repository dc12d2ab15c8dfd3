package org.polarbeam.model.paid;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;

/**
 * Answers that were paid for and that the store would not take. Nothing more is asked meanwhile;
 * but where a runner tries the work again in this process, they are kept then, and asking goes on.
 */
final class UnkeptAnswers {
  private final ConcurrentMap<String, Unkept> unkept = new ConcurrentHashMap<>();

  private record Unkept(
      ResponseStore store,
      ModelSpec model,
      ChatResponse answer,
      long latencyMillis,
      EndpointGate gate,
      ModelException why) {}

  /**
   * Keeps an answer in the store, or here, and the gate closed, while the store refuses it.
   *
   * @throws ModelException a fatal one when the store refuses it
   */
  void keep(
      ResponseStore store,
      String key,
      ModelSpec model,
      ChatResponse answer,
      long latencyMillis,
      EndpointGate gate) {
    try {
      store.put(key, model, answer, latencyMillis);
    } catch (ModelException e) {
      unkept.put(key, new Unkept(store, model, answer, latencyMillis, gate, e));
      gate.close(e); // what cannot be kept must not be bought
      throw e;
    }
  }

  /**
   * Keeps what is still here, and opens the gates that were closed for it.
   *
   * @throws ModelException a fatal one when the store still refuses it
   */
  synchronized void keepAll() {
    unkept.forEach(
        (key, late) -> {
          late.store.put(key, late.model, late.answer, late.latencyMillis);
          unkept.remove(key);
          late.gate.open(late.why);
        });
  }

  /** Whether there are any. */
  boolean isEmpty() {
    return unkept.isEmpty();
  }
}
