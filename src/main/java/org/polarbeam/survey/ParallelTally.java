package org.polarbeam.survey;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.polarbeam.files.LineBlocks;
import org.polarbeam.files.LineBlocks.Block;

/**
 * A file's rows, read by one thread and tallied by the others: the sum is the same whichever row
 * comes to which.
 */
final class ParallelTally {
  private static final int MOST_THREADS = 8;

  /** Ends a thread. */
  private static final Block END = new Block(new byte[0], 0, 0, 0);

  private final Microdata layout;
  private final BlockingQueue<Block> waiting;
  private final List<Worker> workers = new ArrayList<>();

  /** The line at which reading has failed, and how; the first of them counts. */
  private long failedAt;

  private Throwable failure;

  private ParallelTally(Microdata layout, int threads) {
    this.layout = layout;
    this.waiting = new ArrayBlockingQueue<>(2 * threads);
    for (int i = 0; i < threads; i++) {
      workers.add(new Worker(i));
    }
  }

  /**
   * Tallies the rows that are left.
   *
   * @throws org.polarbeam.files.InputException as {@link RowTally#add}
   */
  static PolarityTally of(String file, InputStream bytes, SurveyPlan plan) throws IOException {
    LineBlocks blocks = new LineBlocks(file, bytes);
    Block[] first = blocks.next().split();
    Microdata layout = Microdata.ofHeader(file, first[0].text(), plan);
    Block second = blocks.next();
    if (second.isEmpty()) { // no work for many
      PolarityTally tally = new PolarityTally(plan);
      RowTally rows = new RowTally(layout, tally);
      first[1].each(rows::add);
      rows.end();
      return tally;
    }
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    return new ParallelTally(layout, threads).run(first[1], second, blocks);
  }

  private PolarityTally run(Block first, Block second, LineBlocks others) throws IOException {
    try {
      workers.forEach(Thread::start);
      waiting.put(first);
      for (Block block = second; !block.isEmpty() && !hasFailed(); block = others.next()) {
        waiting.put(block);
      }
      return sum();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("reading " + layout.file + " was broken off", e);
    } finally {
      workers.forEach(Worker::interrupt);
    }
  }

  private PolarityTally sum() throws InterruptedException {
    for (int i = 0; i < workers.size(); i++) {
      waiting.put(END);
    }
    for (Worker worker : workers) {
      worker.join();
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
    PolarityTally sum = workers.get(0).tally;
    workers.stream().skip(1).forEach(w -> sum.add(w.tally));
    return sum;
  }

  private synchronized boolean hasFailed() {
    return failure != null;
  }

  private synchronized void fail(long line, Throwable why) {
    if (failure == null || line < failedAt) {
      failedAt = line;
      failure = why;
    }
  }

  private final class Worker extends Thread {
    private final PolarityTally tally = new PolarityTally(layout.plan);
    private final RowTally rows = new RowTally(layout, tally);

    Worker(int number) {
      super("polarbeam-survey-" + number);
      setDaemon(true);
    }

    @Override
    public void run() {
      boolean isWell = true;
      try {
        for (Block block = waiting.take(); block != END; block = waiting.take()) {
          isWell = isWell && tally(block); // what is behind a fault is let go of, so nobody waits
        }
        rows.end();
      } catch (InterruptedException e) {
        // whoever reads has failed, and says so
      } catch (RuntimeException | Error e) {
        fail(Long.MAX_VALUE, e);
      }
    }

    private boolean tally(Block block) {
      try {
        block.each(rows::add);
        return true;
      } catch (RuntimeException | Error e) {
        fail(block.line(), e);
        return false;
      }
    }
  }
}
