package org.polarbeam.model.vllm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.polarbeam.files.PrivateFiles;
import org.polarbeam.model.AskingThreads;
import org.polarbeam.model.ModelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one server of this machine, whichever of its processes asks: two workers beside each other
 * have one GPU. The first to come starts it and holds a lock of the operating system's, which ends
 * with its process; the others find its address beside the lock, and the next of them starts it
 * anew when it is gone. A process that wants another model waits until the lock is free.
 */
final class MachineServer implements Server {
  private static final Logger LOG = LoggerFactory.getLogger(MachineServer.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** How the server is started where it is ours to start. */
  interface Start {
    Server run() throws IOException;
  }

  private final Path folder;
  private final String key;
  private final Start start;
  private final long giveUpAt;
  private final CompletableFuture<URI> ready = new CompletableFuture<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private FileChannel channel;
  private FileLock lock;
  private Server own;
  private boolean stopped;

  private MachineServer(Path folder, String key, Start start, Duration within) {
    this.folder = folder;
    this.key = key;
    this.start = start;
    this.giveUpAt = System.nanoTime() + within.toNanos();
  }

  /**
   * The server of a key on this machine.
   *
   * @param folder where its lock and its address lie, one for a user
   * @param key what tells servers apart: the command
   * @param within how long to wait for another process's server
   */
  static Server of(Path folder, String key, Start start, Duration within) throws IOException {
    PrivateFiles.makeDirectories(folder);
    MachineServer server = new MachineServer(folder, key, start, within);
    server.look();
    return server;
  }

  private Path note() {
    return folder.resolve("server");
  }

  /** Takes the lock and starts, or finds another's server, or looks again later. */
  private void look() {
    try {
      synchronized (this) {
        if (stopped) {
          return;
        }
        if (tryLock()) {
          own = start.run();
          own.ready()
              .whenComplete(
                  (address, failure) -> {
                    if (failure == null) {
                      note(address);
                      ready.complete(address);
                    } else {
                      ready.completeExceptionally(ModelException.of(failure));
                    }
                  });
          return;
        }
      }
      URI address = anothers();
      if (address != null) {
        LOG.info("another process of this machine serves the model at {}", address);
        ready.complete(address);
        return;
      }
      if (System.nanoTime() > giveUpAt) {
        throw new ModelException(
            ModelException.Kind.FATAL,
            "another process of this machine has its GPU, and does not give it up",
            null);
      }
      AskingThreads.TIMER.schedule(
          () -> AskingThreads.STORE.execute(this::look),
          LOOK_EVERY.toMillis(),
          TimeUnit.MILLISECONDS);
    } catch (IOException | RuntimeException e) {
      unlock();
      ready.completeExceptionally(
          e instanceof ModelException known
              ? known
              : new ModelException(
                  ModelException.Kind.FATAL, "the model cannot be served: " + e.getMessage(), e));
    }
  }

  private boolean tryLock() throws IOException {
    channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null; // this process has it for another model
    }
    if (lock == null) {
      channel.close();
    }
    return lock != null;
  }

  private void note(URI address) {
    try {
      PrivateFiles.write(
          note(),
          folder.resolve(".server." + System.nanoTime()),
          (key + "\n" + address).getBytes(StandardCharsets.UTF_8),
          false);
    } catch (IOException e) {
      LOG.warn("other processes of this machine cannot be told of the server", e);
    }
  }

  /** The address of another process's server of the same key that answers; null for none. */
  private URI anothers() throws IOException {
    if (!Files.exists(note())) {
      return null;
    }
    String[] told = Files.readString(note()).split("\n");
    if (told.length < 2 || !told[0].equals(key)) {
      return null;
    }
    URI address = URI.create(told[1]);
    return answers(address) ? address : null;
  }

  private boolean answers(URI address) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(address.resolve("/health")).timeout(Duration.ofSeconds(5)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public CompletableFuture<URI> ready() {
    return ready;
  }

  @Override
  public boolean isAlive() {
    Server mine;
    synchronized (this) {
      mine = own;
    }
    return mine != null ? mine.isAlive() : !ready.isDone() || answers(ready.join());
  }

  @Override
  public void stop() {
    Server mine;
    synchronized (this) {
      stopped = true;
      mine = own;
    }
    if (mine != null) {
      mine.stop();
    }
    unlock();
  }

  private synchronized void unlock() {
    try {
      if (lock != null) {
        Files.deleteIfExists(note());
        lock.release();
        channel.close();
        lock = null;
      }
    } catch (IOException e) {
      LOG.debug("the lock ends with the process", e);
    }
  }
}
