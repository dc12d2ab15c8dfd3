package org.polarbeam.model.openai;

import com.openai.core.RequestOptions;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/**
 * Sends no request twice by itself. The HTTP library repeats a request whose connection broke, even
 * after the server may have begun to work on it; a body that says it cannot be repeated keeps it
 * from that, so every sending is ours to count.
 */
final class SendOnceClient implements HttpClient {
  private final HttpClient client;

  SendOnceClient(HttpClient client) {
    this.client = client;
  }

  @Override
  public HttpResponse execute(HttpRequest request, RequestOptions options) {
    return client.execute(once(request), options);
  }

  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    return client.executeAsync(once(request), options);
  }

  private static HttpRequest once(HttpRequest request) {
    return request.body() == null
        ? request
        : request.toBuilder().body(new Once(request.body())).build();
  }

  @Override
  public void close() {
    client.close();
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
