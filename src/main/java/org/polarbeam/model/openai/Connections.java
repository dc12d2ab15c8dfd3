package org.polarbeam.model.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.ModelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to one place, over which JSON goes and comes. They follow no redirect, since what
 * another place says is no answer of the model's, and send no request twice by themselves: a body
 * that says it cannot be repeated keeps the HTTP library from repeating one whose connection broke,
 * so every sending is ours to count. How long to wait is told by {@link Patience} alone.
 */
final class Connections implements AutoCloseable {
  static final MediaType JSON = MediaType.get("application/json");

  /** Of an answer, after it is unpacked. */
  private static final long LONGEST = 8L << 20;

  /** Of what is no answer. */
  private static final int LONGEST_WORDS = 1 << 16;

  /** As many as were ever in flight: a new one costs more than a request. */
  private static final int MOST_IDLE = Integer.MAX_VALUE;

  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final Duration TO_CONNECT = Duration.ofMinutes(1);
  private static final Duration TO_WRITE = Duration.ofMinutes(10);

  /** Its buffers go round among threads, of which there are many. */
  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                  .build())
          .build();

  private final HttpUrl base;
  private final String secret;
  private final ApiKey key;
  private final Refusal.Place place;
  private final OkHttpClient http;

  /**
   * Connections to a place.
   *
   * @param secret what goes with every request, where the key has no headers of its own
   */
  Connections(Refusal.Place place, Patience patience, ApiKey key, String secret) {
    this.base = HttpUrl.get(place.uri());
    this.secret = secret;
    this.key = key;
    this.place = place;
    // How many are in flight is the gate's business.
    Dispatcher all =
        new Dispatcher(
            new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                KEPT.toSeconds(),
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Connections::thread));
    all.setMaxRequests(Integer.MAX_VALUE);
    all.setMaxRequestsPerHost(Integer.MAX_VALUE);
    this.http =
        new OkHttpClient.Builder()
            .dispatcher(all)
            .followRedirects(false)
            .followSslRedirects(false)
            .proxySelector(new EnvironmentProxy(System.getenv()))
            .connectTimeout(TO_CONNECT)
            .writeTimeout(TO_WRITE)
            .readTimeout(Duration.ZERO)
            .callTimeout(Duration.ZERO)
            .connectionPool(new ConnectionPool(MOST_IDLE, KEPT.toSeconds(), TimeUnit.SECONDS))
            .addInterceptor(patience)
            .build();
  }

  /** What ends it has been told to who asked; of an answer out of all order, say. */
  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "polarbeam-http");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((ended, why) -> LOG.debug("a connection has ended", why));
    return thread;
  }

  /** Where they go. */
  String uri() {
    return place.uri();
  }

  /** A request to a path below the place. */
  Request.Builder to(String path) {
    return to(path, Map.of());
  }

  /** The same with parameters. */
  Request.Builder to(String path, Map<String, String> parameters) {
    HttpUrl.Builder url = base.newBuilder().addPathSegments(path);
    parameters.forEach(url::addQueryParameter);
    Request.Builder request =
        new Request.Builder()
            .url(url.build())
            .header("User-Agent", "polarbeam")
            .header("Authorization", "Bearer " + secret);
    key.headers().forEach(request::header);
    return request;
  }

  /** Sends JSON; gives the object that comes back, or a {@link ModelException}. */
  CompletableFuture<JsonNode> post(String path, byte[] json) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    http.newCall(to(path).post(once(RequestBody.create(json, JSON))).build())
        .enqueue(
            new Callback() {
              @Override
              public void onFailure(Call call, IOException e) {
                answer.completeExceptionally(ChatCompletions.translate(e));
              }

              @Override
              public void onResponse(Call call, Response response) {
                JsonNode said;
                try (response) {
                  said = object(response);
                } catch (IOException | RuntimeException e) {
                  answer.completeExceptionally(ChatCompletions.translate(e));
                  return;
                } catch (Error e) { // nobody would wait for what never ends
                  answer.completeExceptionally(e);
                  throw e;
                }
                answer.complete(said);
              }
            });
    return answer;
  }

  /**
   * Sends a request and waits for the object that comes back.
   *
   * @throws ModelException when none does
   */
  JsonNode call(Request request) {
    try (Response response = http.newCall(request).execute()) {
      return object(response);
    } catch (IOException e) {
      throw ChatCompletions.translate(e);
    }
  }

  /**
   * What is at a path, however long.
   *
   * @throws ModelException when there is nothing
   */
  InputStream open(String path) throws IOException {
    Response response = http.newCall(to(path).build()).execute();
    try {
      requireAnswer(response);
      return response.body().byteStream(); // closes the response with it
    } catch (RuntimeException e) {
      response.close();
      throw e;
    }
  }

  private void requireAnswer(Response response) {
    int status = response.code();
    if (status >= 300 && status < 400) {
      throw Refusal.redirect(status, response.headers("location"), place);
    }
    if (!response.isSuccessful()) {
      throw Refusal.of(status, response.headers("retry-after"), beginning(response), place);
    }
  }

  /** What is no JSON is told for what it is. */
  private JsonNode object(Response response) throws IOException {
    requireAnswer(response);
    PushbackInputStream body =
        new PushbackInputStream(new BoundedStream(response.body().byteStream()));
    int first = body.read();
    while (first == ' ' || first == '\n' || first == '\r' || first == '\t' || isMark(first)) {
      first = body.read();
    }
    if (first >= 0) {
      body.unread(first);
    }
    if (first != '{') {
      throw Refusal.noAnswer(text(body), place);
    }
    MediaType type = response.body().contentType();
    Charset said = type == null ? null : type.charset();
    return said == null || said.equals(StandardCharsets.UTF_8)
        ? MAPPER.readTree(body)
        : MAPPER.readTree(decoded(body.readAllBytes(), said));
  }

  /** JSON is UTF-8, whatever a server says, but for servers that mean what they say. */
  private static String decoded(byte[] bytes, Charset said) throws IOException {
    try {
      return strictly(bytes, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      return strictly(bytes, said);
    }
  }

  private static String strictly(byte[] bytes, Charset charset) throws CharacterCodingException {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(bytes))
        .toString();
  }

  /** A byte of the mark that some servers begin a text with. */
  private static boolean isMark(int first) {
    return first == 0xef || first == 0xbb || first == 0xbf;
  }

  private static String beginning(Response response) {
    try {
      return text(response.body().byteStream());
    } catch (IOException e) {
      return "";
    }
  }

  private static String text(InputStream body) throws IOException {
    return new String(body.readNBytes(LONGEST_WORDS), StandardCharsets.UTF_8);
  }

  /** What is in flight goes on. */
  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  /** A body of which so much is read at most, whatever a server sends. */
  private static final class BoundedStream extends FilterInputStream {
    private long left = LONGEST;

    BoundedStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      int n = super.read(bytes, from, count);
      count(Math.max(0, n));
      return n;
    }

    private void count(int n) {
      left -= n;
      if (left < 0) {
        throw new ModelException(
                ModelException.Kind.PERMANENT,
                "the endpoint's answer is longer than " + (LONGEST >> 20) + " MiB",
                null)
            .maybePaid();
      }
    }
  }

  /** Keeps the HTTP library from sending a body again. */
  static RequestBody once(RequestBody body) {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return body.contentType();
      }

      @Override
      public long contentLength() throws IOException {
        return body.contentLength();
      }

      @Override
      public boolean isOneShot() {
        return true;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        body.writeTo(sink);
      }
    };
  }
}
