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
 * @param sampling settings of the draw, as somebody wants them
 * @param usual settings where that leaves one open; an endpoint that refuses one need not keep it
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
    Sampling usual,
    String schema,
    int sample,
    int rereading,
    Map<String, String> tags)
    implements Serializable {
  /** So much warmer is each re-reading, where nobody wants a temperature. */
  private static final double WARMER = 0.25;

  /** What every vendor takes. */
  private static final double WARMEST = 1;

  /** A question in free text. */
  public static ChatRequest text(
      String id, String user, Sampling sampling, int sample, Map<String, String> tags) {
    return new ChatRequest(id, "", user, sampling, Sampling.DEFAULT, "", sample, 0, tags);
  }

  /** A question whose answer must follow a schema. */
  public static ChatRequest structured(
      String id,
      String system,
      String user,
      Sampling sampling,
      String schema,
      Map<String, String> tags) {
    return new ChatRequest(id, system, user, sampling, Sampling.DEFAULT, schema, 0, 0, tags);
  }

  /** The same question with settings for what nobody wants in particular. */
  public ChatRequest withUsual(Sampling settings) {
    return new ChatRequest(id, system, user, sampling, settings, schema, sample, rereading, tags);
  }

  /** The same question again, since the answer could not be used. */
  public ChatRequest again() {
    return new ChatRequest(id, system, user, sampling, usual, schema, sample, rereading + 1, tags);
  }

  /** The content hash under which a model's answer to it is stored. */
  public String contentKey(ModelSpec model) {
    return Draws.idOf(
        "answer",
        model.key(),
        system,
        user,
        (isUsualABound() ? sampling : settings()).key(),
        schema,
        Integer.toString(sample),
        Integer.toString(rereading));
  }

  /** Whether the usual settings only keep an answer from going on for ever: it is the same one. */
  private boolean isUsualABound() {
    return usual.temperature() == null && usual.topP() == null && usual.seed() == null;
  }

  /** The settings to send, as far as they do not change with samples and re-readings. */
  public Sampling settings() {
    return sampling.or(usual);
  }

  /**
   * The temperature to send; null for none. A question that is put again for want of a usable
   * answer would have the same one again at a usual temperature of 0.
   */
  public Double temperature() {
    Double usually = settings().temperature();
    return sampling.temperature() == null && usually != null
        ? (Double) Math.max(usually, Math.min(WARMEST, usually + WARMER * rereading))
        : usually;
  }

  /** The seed to send: samples and re-readings get seeds of their own. Null for none. */
  public Long seed() {
    Long seed = settings().seed();
    return seed == null ? null : seed + sample + 1_000L * rereading;
  }
}
