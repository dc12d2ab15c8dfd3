package org.polarbeam.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;

/** The HTTP library with nothing around it: no request can cost less. */
record BareHttp(OkHttpClient http, String url) implements ChatModel {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final int CONNECTIONS = 256;

  static BareHttp to(String endpoint) {
    Dispatcher all = new Dispatcher();
    all.setMaxRequests(CONNECTIONS);
    all.setMaxRequestsPerHost(CONNECTIONS);
    OkHttpClient http =
        new OkHttpClient.Builder()
            .dispatcher(all)
            .connectionPool(new ConnectionPool(CONNECTIONS, 1, TimeUnit.MINUTES))
            .readTimeout(Duration.ZERO)
            .build();
    return new BareHttp(http, endpoint + "/chat/completions");
  }

  @Override
  public CompletableFuture<ChatResponse> ask(ChatRequest request) {
    CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
            + request.user().replace("\n", " ").replace('"', ' ')
            + "\"}]}";
    http.newCall(
            new Request.Builder()
                .url(url)
                .post(RequestBody.create(body.getBytes(StandardCharsets.UTF_8), JSON))
                .build())
        .enqueue(
            new Callback() {
              @Override
              public void onFailure(Call call, IOException e) {
                answer.completeExceptionally(e);
              }

              @Override
              public void onResponse(Call call, Response response) throws IOException {
                try (response) {
                  answer.complete(new ChatResponse(response.body().string(), "", null, null));
                }
              }
            });
    return answer;
  }
}
