package org.polarbeam.model.served;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Whether a server answers that it is well, as vLLM's does. */
final class Health {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Health() {}

  /** Asks once, and waits so long at most. */
  static boolean isGood(URI server, Duration within) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(server.resolve("/health")).timeout(within).build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
