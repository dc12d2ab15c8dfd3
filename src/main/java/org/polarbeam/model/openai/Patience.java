package org.polarbeam.model.openai;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
  private final long nanos;
  private final AtomicLong sent = new AtomicLong();
  private final ConcurrentNavigableMap<Long, Turn> waiting = new ConcurrentSkipListMap<>();

  /** Waits so long for each. */
  Patience(Duration limit) {
    this.nanos = limit.toNanos();
  }

  /** A request that is out. */
  private final class Turn {
    private final long number = sent.getAndIncrement();
    private final Call call;
    private volatile long since = System.nanoTime();
    private volatile boolean isGivenUp;

    Turn(Call call) {
      this.call = call;
    }

    void watch(long left) {
      AskingThreads.TIMER.schedule(this::look, left, TimeUnit.NANOSECONDS);
    }

    private void look() {
      if (waiting.get(number) != this) {
        return;
      }
      long left = since + nanos - System.nanoTime();
      if (left > 0) {
        watch(left);
      } else {
        isGivenUp = true;
        call.cancel();
      }
    }

    void end() {
      waiting.remove(number, this);
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

  @Override
  public Response intercept(Chain chain) throws IOException {
    Turn turn = new Turn(chain.call());
    waiting.put(turn.number, turn);
    turn.watch(nanos);
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
    waiting.tailMap(turn.number, false).values().forEach(later -> later.since = now);
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
