package org.polarbeam.model.openai;

import com.openai.client.okhttp.OkHttpClient;
import com.openai.core.RequestOptions;
import com.openai.core.Timeout;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIIoException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.ModelException;

/**
 * Sends no request twice by itself. The HTTP library repeats a request whose connection broke, even
 * after the server may have begun to work on it; a body that says it cannot be repeated keeps it
 * from that, so every sending is ours to count.
 */
final class SendOnceClient implements HttpClient {
  /** Of an answer, after it is unpacked. */
  private static final long LONGEST = 8L << 20;

  /** Of what is no answer. */
  private static final int LONGEST_WORDS = 1 << 16;

  /** The HTTP library's own limits on reading; connecting keeps its usual minute. */
  static final Timeout UNWATCHED =
      Timeout.builder()
          .request(Duration.ZERO)
          .read(Duration.ZERO)
          .write(Duration.ofMinutes(10))
          .build();

  private final HttpClient client;
  private final Refusal.Place place;
  private final ApiKey key;

  SendOnceClient(HttpClient client, Refusal.Place place, ApiKey key) {
    this.client = client;
    this.place = place;
    this.key = key;
  }

  /**
   * Over the SDK's own client, which follows redirects and has no switch for it: what another place
   * says is no answer of the model's. Its OkHttp client is therefore put in place of the one that
   * it makes; a test tells when a later SDK is made otherwise. How long to wait is told by {@link
   * Patience} alone.
   */
  static SendOnceClient withoutRedirects(Patience patience, Refusal.Place place, ApiKey key) {
    OkHttpClient usual = OkHttpClient.builder().timeout(UNWATCHED).build();
    try {
      Field field = OkHttpClient.class.getDeclaredField("okHttpClient");
      field.setAccessible(true);
      okhttp3.OkHttpClient staying =
          ((okhttp3.OkHttpClient) field.get(usual))
              .newBuilder()
              .followRedirects(false)
              .followSslRedirects(false)
              .proxySelector(new EnvironmentProxy(System.getenv()))
              .addInterceptor(patience)
              .build();
      Constructor<OkHttpClient> constructor =
          OkHttpClient.class.getDeclaredConstructor(okhttp3.OkHttpClient.class);
      constructor.setAccessible(true);
      return new SendOnceClient(constructor.newInstance(staying), place, key);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the OpenAI client is another than the one built with", e);
    }
  }

  @Override
  public HttpResponse execute(HttpRequest request, RequestOptions options) {
    return bounded(request, client.execute(once(request), options));
  }

  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    return client.executeAsync(once(request), options).thenApply(r -> bounded(request, r));
  }

  /** The file with a batch's answers has many, and is read line by line. */
  private HttpResponse bounded(HttpRequest request, HttpResponse response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return request.pathSegments().contains("content") ? response : answer(response);
    }
    try (response) {
      throw status < 400
          ? Refusal.redirect(status, response.headers().values("location"), place)
          : Refusal.of(
              status, response.headers().values("retry-after"), beginning(response), place);
    }
  }

  /** What is no JSON is told for what it is. */
  private HttpResponse answer(HttpResponse response) {
    Bounded bounded =
        new Bounded(response, new PushbackInputStream(new BoundedStream(response.body())));
    try {
      int first = bounded.body.read();
      while (first == ' ' || first == '\n' || first == '\r' || first == '\t' || isMark(first)) {
        first = bounded.body.read();
      }
      if (first == '{') {
        bounded.body.unread(first);
        return bounded;
      }
      try (response) {
        if (first >= 0) {
          bounded.body.unread(first);
        }
        throw Refusal.noAnswer(text(bounded.body), place);
      }
    } catch (IOException e) {
      response.close();
      throw new OpenAIIoException("Request failed", e);
    } catch (ModelException e) {
      response.close();
      throw e;
    }
  }

  /** A byte of the mark that some servers begin a text with. */
  private static boolean isMark(int first) {
    return first == 0xef || first == 0xbb || first == 0xbf;
  }

  private static String beginning(HttpResponse response) {
    try {
      return text(response.body());
    } catch (IOException e) {
      return "";
    }
  }

  private static String text(InputStream body) throws IOException {
    return new String(body.readNBytes(LONGEST_WORDS), StandardCharsets.UTF_8);
  }

  private HttpRequest once(HttpRequest request) {
    HttpRequest.Builder sent = request.toBuilder();
    key.headers().forEach(sent::replaceHeaders);
    return request.body() == null ? sent.build() : sent.body(new Once(request.body())).build();
  }

  @Override
  public void close() {
    client.close();
  }

  /** An answer of which so much is read at most, whatever a server sends. */
  private record Bounded(HttpResponse response, PushbackInputStream body) implements HttpResponse {
    @Override
    public int statusCode() {
      return response.statusCode();
    }

    @Override
    public Headers headers() {
      return response.headers();
    }

    @Override
    public void close() {
      response.close();
    }
  }

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

  private record Once(HttpRequestBody body) implements HttpRequestBody {
    @Override
    public boolean repeatable() {
      return false;
    }

    @Override
    public void writeTo(OutputStream out) {
      body.writeTo(out);
    }

    @Override
    public String contentType() {
      return body.contentType();
    }

    @Override
    public long contentLength() {
      return body.contentLength();
    }

    @Override
    public void close() {
      body.close();
    }
  }
}
