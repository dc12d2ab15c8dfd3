package org.polarbeam.model.openai;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.polarbeam.model.AskingThreads;

/**
 * How long an answer is waited for. A server with few places takes requests in their order, so the
 * time of one begins anew whenever one that was sent before it is answered: a queue is no silence.
 * For all connections to one endpoint together.
 */
final class Patience implements Interceptor {
  /** Requests so near to each other may arrive in another order than they were sent in. */
  private static final long TOGETHER = TimeUnit.SECONDS.toNanos(1);

  private final long nanos;
  private final Set<Turn> waiting = ConcurrentHashMap.newKeySet();

  /** The next look; null for none. */
  private Future<?> look;

  private long lookAt;

  /** Waits so long for each. */
  Patience(Duration limit) {
    this.nanos = limit.toNanos();
  }

  /** A request that is out. */
  private final class Turn {
    private final Call call;
    private final long sentAt = System.nanoTime();
    private volatile long since = sentAt;
    private volatile boolean isGivenUp;

    Turn(Call call) {
      this.call = call;
    }

    /** How long it may still take; it is given up where that is over. */
    long left() {
      long left = since + nanos - System.nanoTime();
      if (left <= 0) {
        isGivenUp = true;
        call.cancel();
        waiting.remove(this);
      }
      return left;
    }

    void end() {
      waiting.remove(this);
    }

    /** An interruption is what sockets throw when a time is over. */
    IOException failure(IOException e) {
      return isGivenUp
          ? (IOException)
              new InterruptedIOException(
                      "no answer within " + TimeUnit.NANOSECONDS.toSeconds(nanos) + " s")
                  .initCause(e)
          : e;
    }
  }

  /**
   * One look for all of them at the time of the first; an earlier one takes a later one's place.
   */
  private synchronized void watch(long left) {
    long at = System.nanoTime() + left;
    if (look == null || at - lookAt < 0) {
      if (look != null) {
        look.cancel(false);
      }
      lookAt = at;
      look = AskingThreads.TIMER.schedule(this::look, left, TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    synchronized (this) {
      look = null;
    }
    long soonest = Long.MAX_VALUE;
    for (Turn turn : waiting) {
      long left = turn.left();
      soonest = left > 0 ? Math.min(soonest, left) : soonest;
    }
    if (soonest < Long.MAX_VALUE) {
      watch(soonest);
    }
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Turn turn = new Turn(chain.call());
    waiting.add(turn);
    watch(nanos);
    Response response;
    try {
      response = chain.proceed(chain.request());
    } catch (IOException e) {
      turn.end();
      throw turn.failure(e);
    } catch (RuntimeException | Error e) {
      turn.end();
      throw e;
    }
    long now = System.nanoTime();
    turn.since = now;
    for (Turn other : waiting) {
      if (other.sentAt - turn.sentAt > -TOGETHER) {
        other.since = now;
      }
    }
    ResponseBody body = response.body();
    return response
        .newBuilder()
        .body(
            ResponseBody.create(
                Okio.buffer(new WatchedSource(body.source(), turn)),
                body.contentType(),
                body.contentLength()))
        .build();
  }

  /** The body of an answer, which may break off in the middle. */
  private static final class WatchedSource extends ForwardingSource {
    private final Turn turn;

    WatchedSource(Source source, Turn turn) {
      super(source);
      this.turn = turn;
    }

    @Override
    public long read(Buffer sink, long count) throws IOException {
      try {
        return super.read(sink, count);
      } catch (IOException e) {
        throw turn.failure(e);
      }
    }

    @Override
    public void close() throws IOException {
      turn.end();
      super.close();
    }
  }
}
