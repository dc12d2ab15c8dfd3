package org.polarbeam.model.openai;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.polarbeam.model.ModelException;

/** Counts looks at batches that were refused, until it is no passing trouble any more. */
final class RefusedLooks {
  private static final int MOST = 5;

  /** How often in a row, by the batch's mark. */
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  /** A look was answered. */
  void end(SentBatch sent) {
    counts.remove(sent.mark());
  }

  /**
   * A look was refused.
   *
   * @return with what the run ends; null while it may pass
   */
  ModelException add(SentBatch sent, ModelException why) {
    boolean lasts =
        why.kind() == ModelException.Kind.FATAL || why.kind() == ModelException.Kind.PERMANENT;
    if (!lasts) {
      counts.remove(sent.mark());
    }
    if (!lasts || counts.merge(sent.mark(), 1, Integer::sum) < MOST) {
      return null;
    }
    return new ModelException(
        ModelException.Kind.FATAL,
        why.getMessage()
            + (why.getMessage().matches("(?s).*[.!?…]") ? "" : ".")
            + " The batch "
            + sent.batch()
            + " is paid for and goes on: the same command takes it up again",
        why);
  }
}
