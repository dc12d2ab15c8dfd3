package org.polarbeam.model;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Names;
import org.polarbeam.record.Sampling;

/**
 * Which model to ask, and how.
 *
 * @param name its name, as the endpoint knows it and as the results call it
 * @param family the family it is compared within
 * @param provider who answers: {@code simulate}, {@code replay}, {@code openai} …
 * @param endpoint where; empty for the provider's own place
 * @param sampling settings of every draw
 * @param samples how often each prompt is put to it; null for the run's number
 * @param limit how much it may be asked
 * @param parameters further numbers the provider understands
 * @param extra further fields of every request, as a JSON object; empty for none
 * @param keyEnv the environment variable with its key; empty for the run's
 */
public record ModelSpec(
    String name,
    String family,
    String provider,
    String endpoint,
    Sampling sampling,
    Integer samples,
    RateLimit limit,
    Map<String, Double> parameters,
    String extra,
    String keyEnv)
    implements Serializable {
  /** A name may have colons, slashes and an @ of its own; an endpoint is told by its look. */
  private static final Pattern SPELLING =
      Pattern.compile(
          "([a-z][a-z-]*):(.+?)(?:@((?:[A-Za-z][A-Za-z0-9+.-]*://|/|[^@/]*:[0-9]+(?:/|$)|localhost).*"
              + "|[^@]*[./][^@]*))?");

  /** A model with the endpoint's own settings, asked as often as the run says. */
  public static ModelSpec of(String name, String family, String provider, String endpoint) {
    return new ModelSpec(
        name, family, provider, endpoint, Sampling.DEFAULT, null, RateLimit.NONE, Map.of(), "", "");
  }

  /** Whether a text is spelt as a model, rather than being the name of one of the study. */
  public static boolean isSpelling(String text) {
    return SPELLING.matcher(text).matches();
  }

  /**
   * Reads {@code PROVIDER:NAME[@ENDPOINT]}. The family is what stands before the name's first
   * hyphen or digit.
   *
   * @throws InputException when the text is spelt otherwise
   */
  public static ModelSpec parse(String text) {
    Matcher m = SPELLING.matcher(text);
    if (!m.matches()) {
      throw new InputException(
          "'"
              + text
              + "' is no model. Give the name of a model of the study or PROVIDER:NAME[@ENDPOINT],"
              + " for example openai:gemma-2-9b-it@http://127.0.0.1:8000/v1.");
    }
    String name = m.group(2);
    if (name.matches("@https?://.*")) {
      throw new InputException(
          "'" + text + "' has no model's name between the provider and the address.");
    }
    if (KnownKeys.isLikely(name)) {
      throw new InputException(
          "What is given as a model's name looks like a key. Keys are never given as options: put it"
              + " into an environment variable, and take back one that has been shown.");
    }
    String fault = Names.fault(name);
    if (fault != null) {
      throw new InputException("The name of a model cannot be used: " + fault + ". Give another.");
    }
    String plain = name.substring(name.lastIndexOf('/') + 1);
    String family = plain.split("[-0-9:]", 2)[0];
    return of(
        name, family.isEmpty() ? plain : family, m.group(1), m.group(3) == null ? "" : m.group(3));
  }

  /** The same model with another sampling. */
  public ModelSpec with(Sampling other) {
    return new ModelSpec(
        name, family, provider, endpoint, other, samples, limit, parameters, extra, keyEnv);
  }

  /** The same model by another name. */
  public ModelSpec named(String other) {
    return new ModelSpec(
        other, family, provider, endpoint, sampling, samples, limit, parameters, extra, keyEnv);
  }

  /** The same model in another family. */
  public ModelSpec within(String other) {
    return new ModelSpec(
        name, other, provider, endpoint, sampling, samples, limit, parameters, extra, keyEnv);
  }

  /** The same model, served elsewhere. */
  public ModelSpec at(String other) {
    return new ModelSpec(
        name, family, provider, other, sampling, samples, limit, parameters, extra, keyEnv);
  }

  /** The same model, asked so often. */
  public ModelSpec withSamples(int times) {
    return new ModelSpec(
        name, family, provider, endpoint, sampling, times, limit, parameters, extra, keyEnv);
  }

  /** The same model with another limit. */
  public ModelSpec with(RateLimit other) {
    return new ModelSpec(
        name, family, provider, endpoint, sampling, samples, other, parameters, extra, keyEnv);
  }

  /**
   * All that decides what the model answers, for content ids. Not where it is served: a server that
   * has moved gives the same model's answers.
   */
  public String key() {
    String settings = parameters.isEmpty() ? "" : new TreeMap<>(parameters).toString();
    return String.join(" ", provider, name, sampling.key(), settings, extra).strip();
  }
}
