package org.polarbeam.model.openai;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.polarbeam.model.Blobs;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;

/** Which batches of a model are under way, kept in the store for the next process. */
final class BatchRecords {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String FOLDER = "batches/";

  private final ModelSpec spec;
  private final Blobs store;

  /** The names of the records that were read or written here. */
  private final Set<String> known = new HashSet<>();

  /** In a store; null to keep none. */
  BatchRecords(ModelSpec spec, Blobs store) {
    this.spec = spec;
    this.store = store;
  }

  /** What other processes have written since, of batches that have not ended, the newest last. */
  synchronized List<SentBatch> fromOthers() {
    List<SentBatch> found = new ArrayList<>();
    if (store == null) {
      return found;
    }
    try {
      for (String name : store.list(FOLDER)) {
        byte[] bytes = known.contains(name) ? null : store.read(name);
        if (bytes != null) {
          SentBatch sent = JSON.readValue(bytes, SentBatch.class);
          if (!sent.ended() && isOurs(sent)) {
            found.add(sent);
          }
          known.add(name);
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new ModelException(
          ModelException.Kind.FATAL, "the records of batches cannot be read: " + e, e);
    }
    found.sort(Comparator.comparingLong(SentBatch::created));
    return found;
  }

  private boolean isOurs(SentBatch sent) {
    return sent.model().equals(spec.key()) && sent.endpoint().equals(spec.endpoint());
  }

  /** Writes a record, in place of an earlier one of the batch. */
  void write(SentBatch sent) throws IOException {
    String name = FOLDER + sent.mark() + ".json";
    synchronized (this) {
      known.add(name);
    }
    if (store != null) {
      store.write(name, JSON.writeValueAsBytes(sent));
    }
  }
}
