package org.polarbeam.model;

import java.io.Serializable;

/**
 * How much a model may be asked, by each worker process; null for no limit.
 *
 * @param requestsPerMinute requests, retries included
 * @param tokensPerMinute tokens in and out
 */
public record RateLimit(Double requestsPerMinute, Double tokensPerMinute) implements Serializable {
  /** No limit of our own. */
  public static final RateLimit NONE = new RateLimit(null, null);
}
