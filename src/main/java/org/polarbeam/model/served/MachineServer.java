package org.polarbeam.model.served;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.polarbeam.files.PrivateFiles;
import org.polarbeam.model.AskingThreads;
import org.polarbeam.model.ModelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one server of this machine, whichever of its processes asks: two workers beside each other
 * have one GPU. The first to come starts it and holds a lock of the operating system's as long as
 * it runs; the others find its address beside the lock, and the next of them starts it anew when it
 * is gone. Who wants another model leaves a note, upon which a server that nobody asks gives way.
 * What the owner stops while another process asks it is asked again, by a server of its own.
 */
final class MachineServer implements Server {
  private static final Logger LOG = LoggerFactory.getLogger(MachineServer.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int PROBE_EVERY = 10;
  private static final int MISSES = 2;
  private static final String HERE = "http://127.0.0.1:";

  /** Who in this process holds the lock: closing a second channel to it would give it up. */
  private static final AtomicReference<MachineServer> HOLDER = new AtomicReference<>();

  /** How the server is started where it is ours to start. */
  interface Start {
    Server run() throws IOException;
  }

  private final Path folder;
  private final String key;
  private final Start start;
  private final Runnable whenWanted;
  private final long giveUpAt;
  private final CompletableFuture<URI> ready = new CompletableFuture<>();
  private FileChannel channel;
  private FileLock lock;
  private Server own;
  private boolean stopped;

  /** Of another process's server: whether it has stopped answering. */
  private volatile boolean gone;

  private int looks;
  private int misses;

  private MachineServer(
      Path folder, String key, Start start, Runnable whenWanted, Duration within) {
    this.folder = folder;
    this.key = key;
    this.start = start;
    this.whenWanted = whenWanted;
    this.giveUpAt = System.nanoTime() + within.toNanos();
  }

  /**
   * The server of a key on this machine.
   *
   * @param folder where its lock and its address lie, one for a user
   * @param key what tells servers apart: the command
   * @param whenWanted is run, now and then, while another process wants another model served
   * @param within how long to wait for another process's server
   * @throws IOException when the folder is not this user's alone
   */
  static Server of(Path folder, String key, Start start, Runnable whenWanted, Duration within)
      throws IOException {
    PrivateFiles.makeDirectories(folder);
    Path mine = Files.createTempFile(folder, "owner", "");
    try {
      if (!Files.getOwner(folder).equals(Files.getOwner(mine))) {
        throw new IOException(folder + " is another user's; remove it");
      }
    } finally {
      Files.delete(mine);
    }
    MachineServer server = new MachineServer(folder, key, start, whenWanted, within);
    server.look();
    return server;
  }

  private Path note() {
    return folder.resolve("server");
  }

  private Path wanted() {
    return folder.resolve("wanted");
  }

  /** Takes the lock and starts, or finds another's server, or waits; looks after what it has. */
  private void look() {
    try {
      synchronized (this) {
        if (stopped) {
          return;
        }
        if (own == null && !ready.isDone() && tryLock()) {
          begin();
        }
      }
      if (own != null) {
        if (!own.isAlive()) {
          unlock();
          return;
        }
        if (Files.exists(wanted())) {
          whenWanted.run();
        }
      } else if (ready.isDone()) {
        probe();
      } else {
        await();
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

  private void begin() throws IOException {
    Files.deleteIfExists(wanted());
    own = start.run();
    own.ready()
        .whenComplete(
            (address, failure) -> {
              if (failure == null) {
                tell(address);
                ready.complete(address);
              } else {
                unlock();
                ready.completeExceptionally(ModelException.of(failure));
              }
            });
  }

  private void await() throws IOException {
    Told told = told();
    if (!told.key.equals(key)) {
      PrivateFiles.touch(wanted());
    } else if (told.address.startsWith(HERE) && answers(URI.create(told.address))) {
      LOG.info("another process of this machine serves the model at {}", told.address);
      ready.complete(URI.create(told.address));
      return;
    }
    if (System.nanoTime() > giveUpAt) {
      throw new ModelException(
          ModelException.Kind.FATAL,
          "another process of this machine has its GPU, and does not give it up",
          null);
    }
  }

  private void probe() {
    if (++looks % PROBE_EVERY == 0 && !gone) {
      misses = answers(ready.join()) ? 0 : misses + 1;
      gone = misses >= MISSES;
    }
  }

  private boolean tryLock() throws IOException {
    if (!HOLDER.compareAndSet(null, this)) {
      return false; // this process has it for another model, or for one that is stopping
    }
    try {
      channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = channel.tryLock();
    } finally {
      if (lock == null) {
        if (channel != null) {
          channel.close();
        }
        HOLDER.set(null);
      }
    }
    return lock != null;
  }

  private void tell(URI address) {
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

  /** What a process has told of its server: what it serves, and where. */
  private record Told(String key, String address) {
    static final Told NOTHING = new Told("", "");
  }

  private Told told() throws IOException {
    try {
      String[] lines = Files.readString(note()).split("\n");
      return lines.length < 2 ? Told.NOTHING : new Told(lines[0], lines[1]);
    } catch (NoSuchFileException e) {
      return Told.NOTHING;
    }
  }

  private static boolean answers(URI address) {
    try {
      return Health.isGood(address, PATIENCE);
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
    return mine != null ? mine.isAlive() : !gone && !ready.isCompletedExceptionally();
  }

  /** Somebody was not answered by another process's server: whether it is gone is found out. */
  @Override
  public void doubt() {
    boolean anothers;
    synchronized (this) {
      anothers = own == null;
    }
    if (anothers && ready.isDone() && !ready.isCompletedExceptionally()) {
      gone |= !answers(ready.join());
    }
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
    ready.completeExceptionally(
        new ModelException(ModelException.Kind.TRANSIENT, "the server was stopped", null));
  }

  private synchronized void unlock() {
    if (lock == null) {
      return;
    }
    try {
      Files.deleteIfExists(note());
    } catch (IOException e) {
      LOG.debug("the note of a server that is gone stays", e);
    }
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      LOG.debug("the lock ends with the process", e);
    }
    lock = null;
    HOLDER.compareAndSet(this, null);
  }
}
