package org.polarbeam.pipelines.stage;

import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.cli.Failures;

/**
 * Ends the process where memory has run out and nobody says so: a runner whose own thread dies of
 * it waits for that thread for ever. Whether it has run out is told by a soft reference, which the
 * JVM clears before it gives up, and not before.
 */
final class MemoryWatch implements AutoCloseable {
  /** Long enough for a failure to be reported in the usual way. */
  private static final long PATIENCE_SECONDS = 20;

  private final CountDownLatch ended = new CountDownLatch(1);

  /** Made beforehand: there is no room for it when it is needed. */
  private final byte[] message =
      ("The run failed: "
              + Failures.sentence(new OutOfMemoryError("Java heap space"))
              + System.lineSeparator())
          .getBytes(StandardCharsets.UTF_8);

  private MemoryWatch() {}

  /** Watches while a pipeline runs. */
  static MemoryWatch start() {
    MemoryWatch watch = new MemoryWatch();
    Thread thread = new Thread(watch::watch, "polarbeam-memory");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  private void watch() {
    SoftReference<Object> last = new SoftReference<>(new Object());
    boolean isShort = false;
    while (true) {
      try {
        if (ended.await(isShort ? PATIENCE_SECONDS : 1, TimeUnit.SECONDS)) {
          return;
        }
        if (isShort) {
          System.err.write(message, 0, message.length);
          Runtime.getRuntime().halt(Command.FAILED);
        }
        isShort = last.get() == null;
      } catch (OutOfMemoryError e) {
        isShort = true;
      } catch (InterruptedException e) {
        return; // nobody does
      }
    }
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
