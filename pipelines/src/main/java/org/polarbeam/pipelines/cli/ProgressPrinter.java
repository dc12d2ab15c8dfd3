package org.polarbeam.pipelines.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.polarbeam.model.paid.AskingSession;
import org.polarbeam.model.paid.Usage;

/**
 * Tells people how far a local run is: one line that changes on a terminal, a plain line now and
 * then elsewhere. What it says comes from this process's counts, so it is silent for runs that work
 * on other machines.
 */
public final class ProgressPrinter implements AutoCloseable {
  private static final long TERMINAL_MILLIS = 500;
  private static final long PLAIN_MILLIS = 30_000;
  private static final double WINDOW_SECONDS = 30;

  private final PrintStream out;
  private final boolean terminal;
  private final Map<String, Long> questions;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private final ScheduledExecutorService timer;
  private AskingSession session;
  private int width;

  /** How many questions had ended at a time, and how many tokens had come. */
  private record Sample(double seconds, long ended, long tokens) {
    double rate(Sample now, ToLongFunction<Sample> of) {
      return now.seconds > seconds
          ? (of.applyAsLong(now) - of.applyAsLong(this)) / (now.seconds - seconds)
          : 0;
    }
  }

  ProgressPrinter(PrintStream out, boolean terminal, Map<String, Long> questions) {
    this.out = out;
    this.terminal = terminal;
    this.questions = questions;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "polarbeam-progress");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to print what a session asks, with so many questions to come in each stage. */
  public static ProgressPrinter start(AskingSession session, Map<String, Long> questions) {
    boolean terminal = isTerminal();
    ProgressPrinter printer = new ProgressPrinter(System.err, terminal, questions);
    long every = terminal ? TERMINAL_MILLIS : PLAIN_MILLIS;
    printer.session = session;
    printer.timer.scheduleAtFixedRate(printer::print, every, every, TimeUnit.MILLISECONDS);
    return printer;
  }

  @SuppressWarnings("SystemConsoleNull") // newer Javas are asked by the method they have for it
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true; // before 22 there is a console at a terminal only
    }
  }

  private void print() {
    String line = line(session.stages(), System.nanoTime() / 1e9);
    if (line.isEmpty()) {
      return;
    }
    if (terminal) {
      out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
      out.flush();
      width = line.length();
    } else {
      out.println(line);
    }
  }

  /**
   * What to say.
   *
   * @param seconds the time, from any beginning
   * @return nothing while no stage has begun
   */
  String line(Map<String, Usage> stages, double seconds) {
    List<String> parts = new ArrayList<>();
    long ended = 0;
    long costMicros = 0;
    long tokens = 0;
    for (Map.Entry<String, Usage> stage : stages.entrySet()) {
      Usage usage = stage.getValue();
      long failed = usage.get(Usage.FAILED);
      costMicros += usage.get(Usage.COST_MICROS);
      tokens += usage.get(Usage.TOKENS_OUT);
      if (usage.get(Usage.ASKED) == 0) {
        continue;
      }
      long skipped = usage.get(Usage.SKIPPED);
      Long expected = questions.get(stage.getKey());
      ended += expected == null ? 0 : usage.get(Usage.ANSWERED) + failed + skipped;
      parts.add(
          String.format(
              Locale.ROOT,
              "%s: %,d%s asked, %,d answered%s%s%s%s",
              stage.getKey(),
              usage.get(Usage.ASKED),
              expected == null ? "" : String.format(Locale.ROOT, " of %,d", expected),
              usage.get(Usage.ANSWERED),
              some(usage.get(Usage.FROM_STORE), "from the store"),
              some(failed, "failed"),
              some(skipped, "not to be asked"),
              some(usage.get(Usage.THROTTLED), "requests put off, HTTP 429 or 503")));
    }
    if (parts.isEmpty()) {
      return "";
    }
    Sample now = new Sample(seconds, ended, tokens);
    Sample first = first(now);
    double rate = first.rate(now, Sample::ended);
    double written = first.rate(now, Sample::tokens);
    long left = questions.values().stream().mapToLong(Long::longValue).sum() - ended;
    if (left <= 0) {
      parts.add("now the analysis");
    } else if (rate > 0) {
      parts.add(
          String.format(Locale.ROOT, "%.1f/s", rate)
              + (written > 0 ? String.format(Locale.ROOT, " (%,.0f tokens/s)", written) : ""));
    }
    if (costMicros > 0) {
      parts.add(String.format(Locale.ROOT, "cost %.2f", costMicros / 1e6));
    }
    if (rate > 0 && left > 0) {
      parts.add(time(left / rate) + " left");
    }
    return String.join("; ", parts);
  }

  private static String some(long count, String what) {
    return count == 0 ? "" : String.format(Locale.ROOT, " (%,d %s)", count, what);
  }

  /** What was half a minute ago. */
  private Sample first(Sample now) {
    samples.addLast(now);
    while (samples.size() > 2 && samples.peekFirst().seconds < now.seconds - WINDOW_SECONDS) {
      samples.removeFirst();
    }
    return samples.peekFirst();
  }

  /** A time in words. */
  public static String time(double seconds) {
    long s = Math.round(seconds);
    return s < 90
        ? s + " s"
        : s < 5_400
            ? Math.round(s / 60.0) + " min"
            : String.format(Locale.ROOT, "%.1f h", s / 3_600.0);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    if (terminal && width > 0) {
      print();
      out.println();
    }
  }
}
