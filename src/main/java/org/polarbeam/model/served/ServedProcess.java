package org.polarbeam.model.served;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.polarbeam.model.ModelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One start of a server as a child process: from the first line of its log to its end. Whatever
 * happens to this process, the child and its children end with it: a guard, a few lines of shell,
 * kills them all when the pipe to it closes.
 */
final class ServedProcess implements Server {
  private static final Logger LOG = LoggerFactory.getLogger(ServedProcess.class);
  private static final int LAST_WORDS = 15;
  private static final int MISSES = 3;

  /** Its arguments: the seconds between SIGTERM and SIGKILL, the command. */
  private static final String GUARD =
      """
      grace=$1; shift
      exec 3<&0
      setsid "$@" </dev/null 3<&- &
      child=$!
      (cat <&3; kill -s TERM -- -$child; sleep "$grace"; kill -s KILL -- -$child) >/dev/null 2>&1 &
      keeper=$!
      exec 3<&-
      wait $child
      status=$?
      kill -s KILL -- -$child 2>/dev/null
      kill $keeper 2>/dev/null
      exit $status
      """;

  /**
   * How to run it.
   *
   * @param command what to run; its port and host are added
   * @param environment further variables of the child, which may be secret
   * @param startWithin how long it may take until it answers
   * @param checkEvery how often it is looked after; each time it has as long to answer
   * @param grace how long it has to end by itself
   */
  record Settings(
      List<String> command,
      Map<String, String> environment,
      Duration startWithin,
      Duration checkEvery,
      Duration grace) {}

  private final Settings settings;
  private final Process process;
  private final URI address;
  private final CompletableFuture<URI> ready = new CompletableFuture<>();
  private final Deque<String> lastWords = new ArrayDeque<>();
  private volatile boolean isStopped;

  private ServedProcess(Settings settings, Process process, int port) {
    this.settings = settings;
    this.process = process;
    this.address = URI.create("http://127.0.0.1:" + port);
  }

  /** Starts the server; it is ready later. */
  static ServedProcess start(Settings settings) throws IOException {
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", GUARD, "guard", settings.grace.toMillis() / 1_000.0 + ""));
    command.addAll(settings.command);
    command.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(settings.environment);
    ServedProcess served = new ServedProcess(settings, builder.start(), port);
    LOG.info("{} starts: {}", served.name(), String.join(" ", settings.command));
    served.daemon("log", served::readLog);
    served.daemon("watch", served::watch);
    return served;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Its address, once it answers; fails when it ends before, or takes too long. */
  @Override
  public CompletableFuture<URI> ready() {
    return ready;
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it, by force where it does not end by itself. Returns when it has ended. */
  @Override
  public void stop() {
    isStopped = true;
    closePipe();
    try {
      long grace = settings.grace.toMillis() + 5_000;
      if (!process.waitFor(grace, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The guard takes this as the end of us. */
  private void closePipe() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      LOG.debug("the pipe was closed before", e);
    }
  }

  private String name() {
    return "server " + process.pid();
  }

  private void daemon(String what, Runnable work) {
    Thread thread = new Thread(work, "polarbeam-served-" + what);
    thread.setDaemon(true);
    thread.start();
  }

  private void readLog() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        LOG.info("{}: {}", name(), line);
        synchronized (lastWords) {
          lastWords.addLast(line);
          if (lastWords.size() > LAST_WORDS) {
            lastWords.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      LOG.debug("its log has ended", e);
    }
  }

  /** Waits until it answers, then looks after it until it ends. */
  private void watch() {
    long end = System.nanoTime() + settings.startWithin.toNanos();
    try {
      while (!isHealthy()) {
        if (process.waitFor(settings.checkEvery.toMillis() / 4 + 1, TimeUnit.MILLISECONDS)) {
          fail(
              ModelException.Kind.TRANSIENT,
              "ended with status " + process.exitValue() + " at its start");
          return;
        }
        if (System.nanoTime() > end) {
          fail(ModelException.Kind.FATAL, "did not answer within " + minutes(settings.startWithin));
          return;
        }
      }
      LOG.info("{} answers at {}", name(), address);
      ready.complete(address);
      int misses = 0;
      while (!process.waitFor(settings.checkEvery.toMillis(), TimeUnit.MILLISECONDS)) {
        misses = isHealthy() ? 0 : misses + 1;
        if (misses == MISSES) {
          LOG.warn("{} hangs and is ended", name());
          stop();
        }
      }
      if (isStopped) {
        LOG.info("{} has ended", name());
      } else {
        LOG.warn("{} ended with status {}", name(), process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stop();
    }
  }

  private boolean isHealthy() throws InterruptedException {
    return Health.isGood(address, settings.checkEvery);
  }

  private void fail(ModelException.Kind kind, String what) {
    stop();
    String words;
    synchronized (lastWords) {
      words = String.join(" | ", lastWords);
    }
    ready.completeExceptionally(
        new ModelException(
            kind,
            "the server "
                + what
                + (words.isEmpty() ? "; it said nothing" : "; its last words: " + words),
            null));
  }

  private static String minutes(Duration time) {
    return time.toMinutes() > 0 ? time.toMinutes() + " minutes" : time.toMillis() + " ms";
  }
}
