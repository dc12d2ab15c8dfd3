package org.polarbeam.pipelines.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.paid.AskingSession;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C, SIGTERM and a closed terminal while models are asked. What is in flight is paid for, so
 * it is waited for and stored; a second signal ends the process at once. Where nothing is in flight
 * the first does.
 */
public final class Interruption implements AutoCloseable {
  private static final int OF_SIGNALS = 128;

  /** The status of a process that a signal has ended; 0 before there was one. */
  private static final AtomicInteger STATUS = new AtomicInteger();

  private final AskingSession session;
  private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();

  private Interruption(AskingSession session) {
    this.session = session;
    for (String name : List.of("INT", "TERM", "HUP")) {
      try {
        Signal signal = new Signal(name);
        before.put(signal, Signal.handle(signal, this::interrupt));
      } catch (IllegalArgumentException e) {
        // this system has no such signal, or started us without it, as nohup does
      }
    }
  }

  /** Takes the signals while a session is open. */
  static Interruption during(AskingSession session) {
    return new Interruption(session);
  }

  /** The exit status where a signal has ended the run; another otherwise. */
  public static int status(int otherwise) {
    return STATUS.get() > 0 ? STATUS.get() : otherwise;
  }

  private void interrupt(Signal signal) {
    int status = OF_SIGNALS + signal.getNumber();
    if (!STATUS.compareAndSet(0, status)) {
      Runtime.getRuntime().halt(status);
    }
    ModelException why =
        new ModelException(
            ModelException.Kind.FATAL,
            "it was interrupted. Every answer that came is stored; the same command goes on from"
                + " there",
            null);
    if (!session.stop(why)) {
      Job.keepRefused(session);
      Runtime.getRuntime().exit(status);
    }
    System.err.println(
        "\nInterrupted: waiting for the questions in flight, which are paid for, at most "
            + Job.LAST_ANSWERS.toMinutes()
            + " minutes. Interrupt again to end at once.");
  }

  @Override
  public void close() {
    before.forEach(Signal::handle);
  }
}
