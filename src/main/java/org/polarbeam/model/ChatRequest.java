package org.polarbeam.model;

import java.io.Serializable;
import java.util.Map;
import org.polarbeam.record.Sampling;
import org.polarbeam.stats.Draws;

/**
 * One question to a model.
 *
 * @param id the id of what it is about, by which a simulated model draws
 * @param system the system message; empty for none
 * @param user the user message
 * @param sampling settings of the draw
 * @param schema a JSON schema the answer must follow, as JSON text; empty for free text
 * @param sample which of several askings of the same text, from 0
 * @param rereading how many earlier answers could not be used
 * @param tags what the caller knows about the question; for simulated and replayed models and for
 *     logs, never sent
 */
public record ChatRequest(
    String id,
    String system,
    String user,
    Sampling sampling,
    String schema,
    int sample,
    int rereading,
    Map<String, String> tags)
    implements Serializable {

  /** A question in free text. */
  public static ChatRequest text(
      String id, String user, Sampling sampling, int sample, Map<String, String> tags) {
    return new ChatRequest(id, "", user, sampling, "", sample, 0, tags);
  }

  /** A question whose answer must follow a schema. */
  public static ChatRequest structured(
      String id,
      String system,
      String user,
      Sampling sampling,
      String schema,
      Map<String, String> tags) {
    return new ChatRequest(id, system, user, sampling, schema, 0, 0, tags);
  }

  /** The same question again, since the answer could not be used. */
  public ChatRequest again() {
    return new ChatRequest(id, system, user, sampling, schema, sample, rereading + 1, tags);
  }

  /** The same question to an endpoint that knows no schemas. */
  public ChatRequest withoutSchema() {
    return new ChatRequest(id, system, user, sampling, "", sample, rereading, tags);
  }

  /** The content hash under which a model's answer to it is stored. */
  public String contentKey(ModelSpec model) {
    return Draws.idOf(
        "answer",
        model.key(),
        system,
        user,
        sampling.key(),
        schema,
        Integer.toString(sample),
        Integer.toString(rereading));
  }

  /** The seed to send: samples and re-readings get seeds of their own. Null for none. */
  public Long seed() {
    return sampling.seed() == null ? null : sampling.seed() + sample + 1_000L * rereading;
  }
}
