package org.polarbeam.pipelines.stage;

import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.cli.Failures;

/**
 * Ends the process where memory has run out and nobody says so: the DirectRunner waits for ever for
 * a thread of its own that died of it. Whether it may have run out is told by a soft reference,
 * which the JVM clears before it gives up; whether the run is dead, by what follows.
 */
final class MemoryWatch implements AutoCloseable {
  /** The runner's threads never rest so long: one of them looks for work all the time. */
  private static final int SECONDS_AT_REST = 20;

  /** Memory that is used up so often in a row is used up by collecting it. */
  private static final int SECONDS_SPENT = 40;

  private static final String WORKER = "direct-runner-worker";

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
    Thread[] threads = new Thread[1_000];
    SoftReference<Object> last = new SoftReference<>(new Object());
    boolean wasShort = false;
    int atRest = 0;
    int spent = 0;
    while (true) {
      try {
        if (ended.await(1, TimeUnit.SECONDS)) {
          return;
        }
        boolean isShort = last.get() == null;
        wasShort |= isShort;
        spent = isShort ? spent + 1 : 0;
        atRest = wasShort && areAtRest(threads) ? atRest + 1 : 0;
        if (spent >= SECONDS_SPENT || atRest >= SECONDS_AT_REST) {
          System.err.write(message, 0, message.length);
          Runtime.getRuntime().halt(Command.FAILED);
        }
        if (isShort) {
          last = new SoftReference<>(new Object());
        }
      } catch (OutOfMemoryError e) {
        wasShort = true;
        spent++;
      } catch (InterruptedException e) {
        return; // nobody does
      }
    }
  }

  private static boolean areAtRest(Thread[] threads) {
    int count = Thread.enumerate(threads);
    boolean any = false;
    for (int i = 0; i < count; i++) {
      if (threads[i].getName().startsWith(WORKER)) {
        any = true;
        if (threads[i].getState() == Thread.State.RUNNABLE) {
          return false;
        }
      }
    }
    return any;
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
