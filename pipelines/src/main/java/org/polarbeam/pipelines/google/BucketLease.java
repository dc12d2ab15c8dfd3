package org.polarbeam.pipelines.google;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.util.DateTime;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.extensions.gcp.options.GcsOptions;
import org.apache.beam.sdk.extensions.gcp.util.Transport;
import org.apache.beam.sdk.extensions.gcp.util.gcsfs.GcsPath;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The right to write to a place in a bucket, held as an object that only one process can make or
 * renew: every write names the generation that it replaces, and Cloud Storage refuses the others.
 * One that has not been renewed for a while may be taken over.
 *
 * @see <a href="https://cloud.google.com/storage/docs/request-preconditions">Request
 *     preconditions</a>
 */
public final class BucketLease implements AutoCloseable {
  /** How long a lease is good without being renewed. */
  static final Duration GOOD_FOR = Duration.ofMinutes(2);

  private static final Duration RENEWED_EVERY = Duration.ofSeconds(30);
  private static final int PRECONDITION_FAILED = 412;
  private static final int NOT_FOUND = 404;

  private final Storage storage;
  private final GcsPath path;
  private final byte[] holder;
  private final ScheduledExecutorService renewal;
  private long generation;
  private boolean lost;

  private BucketLease(Storage storage, GcsPath path, String holder, long generation) {
    this.storage = storage;
    this.path = path;
    this.holder = holder.getBytes(StandardCharsets.UTF_8);
    this.generation = generation;
    this.renewal =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "polarbeam-lease");
              thread.setDaemon(true);
              return thread;
            });
    renewal.scheduleAtFixedRate(
        this::renew, RENEWED_EVERY.toMillis(), RENEWED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Another process has it. */
  public static final class HeldException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String holder;

    HeldException(String holder) {
      super("held by " + holder);
      this.holder = holder;
    }

    /** Which. */
    public String holder() {
      return holder;
    }
  }

  /**
   * Takes a lease, or takes one over that has not been renewed.
   *
   * @param object its place, {@code gs://bucket/object}
   * @param holder who takes it, for others to read
   * @throws HeldException when another process has it
   */
  public static BucketLease take(String object, String holder, PipelineOptions options)
      throws IOException, HeldException {
    Storage storage = Transport.newStorageClient(options.as(GcsOptions.class)).build();
    GcsPath path = GcsPath.fromUri(object);
    byte[] text = holder.getBytes(StandardCharsets.UTF_8);
    try {
      return new BucketLease(storage, path, holder, write(storage, path, text, 0));
    } catch (GoogleJsonResponseException e) {
      if (e.getStatusCode() != PRECONDITION_FAILED) {
        throw e;
      }
    }
    try {
      StorageObject there = storage.objects().get(path.getBucket(), path.getObject()).execute();
      DateTime renewed = there.getUpdated();
      long age = System.currentTimeMillis() - (renewed == null ? 0 : renewed.getValue());
      if (age < GOOD_FOR.toMillis()) {
        throw new HeldException(read(storage, path));
      }
      return new BucketLease(
          storage, path, holder, write(storage, path, text, there.getGeneration()));
    } catch (GoogleJsonResponseException e) {
      if (e.getStatusCode() == PRECONDITION_FAILED || e.getStatusCode() == NOT_FOUND) {
        throw new HeldException("it has changed hands just now");
      }
      throw e;
    }
  }

  /** Writes the object in place of a generation, 0 for none; gives the new one. */
  private static long write(Storage storage, GcsPath path, byte[] text, long replaced)
      throws IOException {
    StorageObject object = new StorageObject().setName(path.getObject());
    Storage.Objects.Insert insert =
        storage
            .objects()
            .insert(path.getBucket(), object, new ByteArrayContent("text/plain", text))
            .setIfGenerationMatch(replaced);
    insert.setDisableGZipContent(true);
    insert.getMediaHttpUploader().setDirectUploadEnabled(true);
    return insert.execute().getGeneration();
  }

  private static String read(Storage storage, GcsPath path) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    storage.objects().get(path.getBucket(), path.getObject()).executeMediaAndDownloadTo(text);
    return text.toString(StandardCharsets.UTF_8).strip();
  }

  private synchronized void renew() {
    try {
      generation = write(storage, path, holder, generation);
    } catch (GoogleJsonResponseException e) {
      boolean changed = e.getStatusCode() == PRECONDITION_FAILED || e.getStatusCode() == NOT_FOUND;
      lost |= changed && !isStillMine();
    } catch (IOException e) {
      // passing, or the next start may take it over: what has been asked is in the store
    }
  }

  /** Whether the last renewal came through, and only its answer did not. */
  private boolean isStillMine() {
    try {
      StorageObject there = storage.objects().get(path.getBucket(), path.getObject()).execute();
      if (read(storage, path).equals(new String(holder, StandardCharsets.UTF_8))) {
        generation = there.getGeneration();
        return true;
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Checks that it has not been taken over.
   *
   * @throws IllegalStateException when it has
   */
  public synchronized void requireHeld() {
    if (lost) {
      throw new IllegalStateException(
          "another process has taken over " + path + ", so nothing more is written there");
    }
  }

  /** Gives it up. */
  @Override
  public synchronized void close() {
    renewal.shutdownNow();
    try {
      storage
          .objects()
          .delete(path.getBucket(), path.getObject())
          .setIfGenerationMatch(generation)
          .execute();
    } catch (GoogleJsonResponseException e) {
      if (e.getStatusCode() != PRECONDITION_FAILED && e.getStatusCode() != NOT_FOUND) {
        throw new UncheckedIOException(e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
