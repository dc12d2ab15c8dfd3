package org.polarbeam.model.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.core.RequestOptions;
import com.openai.core.http.HttpMethod;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIException;
import java.io.IOException;
import java.time.Duration;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.ModelException;

/**
 * How many answers a server writes at once, where it tells, as llama.cpp's does at {@code /props}.
 */
final class ServerSlots {
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final int MOST = 4_096;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ServerSlots() {}

  /**
   * Asks a server.
   *
   * @param secret what goes with every request to it
   * @return 0 where it does not tell
   */
  static int of(Endpoint endpoint, ApiKey key, String secret) {
    String uri = endpoint.uri().toString();
    String root = uri.substring(0, uri.length() - endpoint.uri().getRawPath().length());
    HttpRequest request =
        HttpRequest.builder()
            .method(HttpMethod.GET)
            .baseUrl(root)
            .addPathSegment("props")
            .putHeader("Authorization", "Bearer " + secret)
            .build();
    try (SendOnceClient client =
            SendOnceClient.withoutRedirects(
                new Patience(LIMIT), new Refusal.Place(root, key.remedy()), key);
        HttpResponse response = client.execute(request, RequestOptions.none())) {
      int slots = JSON.readTree(response.body()).path("total_slots").asInt(0);
      return slots <= MOST ? Math.max(0, slots) : 0;
    } catch (OpenAIException | ModelException | IOException e) {
      return 0; // most servers have no such page
    }
  }
}
