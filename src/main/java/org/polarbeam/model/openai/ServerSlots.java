package org.polarbeam.model.openai;

import java.time.Duration;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.ModelException;

/**
 * How many answers a server writes at once, where it tells, as llama.cpp's does at {@code /props}.
 */
final class ServerSlots {
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final int MOST = 4_096;

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
    Refusal.Place place = new Refusal.Place(root, key.remedy());
    try (Connections server = new Connections(place, new Patience(LIMIT), key, secret)) {
      int slots = server.call(server.to("props").build()).path("total_slots").asInt(0);
      return slots <= MOST ? Math.max(0, slots) : 0;
    } catch (ModelException e) {
      return 0; // most servers have no such page
    }
  }
}
