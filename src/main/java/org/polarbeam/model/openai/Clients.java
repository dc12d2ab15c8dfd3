package org.polarbeam.model.openai;

import com.openai.client.OpenAIClientAsync;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections to an endpoint. */
record Clients(Endpoint endpoint, List<Client> all) {
  Client idlest() {
    return Collections.min(all, Comparator.comparingInt(c -> c.inFlight().get()));
  }

  void close() {
    all.forEach(c -> c.api().close());
  }

  /** A connection pool of the SDK, with how many requests it has in flight. */
  record Client(OpenAIClientAsync api, AtomicInteger inFlight) {
    Client(OpenAIClientAsync api) {
      this(api, new AtomicInteger());
    }
  }
}
