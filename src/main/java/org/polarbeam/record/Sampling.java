package org.polarbeam.record;

import java.io.Serializable;

/**
 * How a model samples its answers; null leaves a setting to the endpoint.
 *
 * @param temperature from 0
 * @param topP in (0, 1]
 * @param maxTokens most tokens of an answer
 * @param seed for endpoints that take one; the sample's number is added, so that samples differ
 */
public record Sampling(Double temperature, Double topP, Long maxTokens, Long seed)
    implements Serializable {
  /** All settings left to the endpoint. */
  public static final Sampling DEFAULT = new Sampling(null, null, null, null);

  /** These settings, with others' where one is left open. */
  public Sampling or(Sampling others) {
    return new Sampling(
        temperature == null ? others.temperature : temperature,
        topP == null ? others.topP : topP,
        maxTokens == null ? others.maxTokens : maxTokens,
        seed == null ? others.seed : seed);
  }

  /** A spelling that is the same for the same settings, for content ids. */
  public String key() {
    StringBuilder key = new StringBuilder();
    add(key, "temperature", temperature);
    add(key, "top_p", topP);
    add(key, "max_tokens", maxTokens);
    add(key, "seed", seed);
    return key.toString();
  }

  private static void add(StringBuilder key, String name, Number value) {
    if (value != null) {
      key.append(key.isEmpty() ? "" : " ").append(name).append('=').append(value);
    }
  }
}
