package org.polarbeam.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.polarbeam.record.Truth;

/**
 * What a run gives its providers. It travels to workers; no key is in it, only where keys are.
 *
 * @param options the values of the command's and the providers' options, by name
 * @param key the endpoints' key
 * @param secrets opens other keys by name
 * @param files reads what recordings and weights are in
 * @param truths what populations answered, for providers that speak for them; empty when unknown
 */
public record ProviderContext(
    Map<String, String> options, ApiKey key, Secrets secrets, FileAccess files, List<Truth> truths)
    implements Serializable {

  /** Finds a key by the name it is kept under. */
  public interface Secrets extends Function<String, ApiKey>, Serializable {
    /** The access of this machine's own account at Google Cloud. */
    default ApiKey account() {
      throw new UnsupportedOperationException("no account is known here");
    }
  }

  /** Copies what can change or is not serialisable. */
  public ProviderContext {
    options = new TreeMap<>(options);
    truths = new ArrayList<>(truths);
  }

  /** Options alone, the key in the environment, and no files; for providers that need no more. */
  public static ProviderContext of(Map<String, String> options) {
    return new ProviderContext(
        options,
        ApiKey.inEnvironment(ApiKey.OPENAI),
        ApiKey::inEnvironment,
        FileAccess.NONE,
        List.of());
  }

  /** The same with what populations answered. */
  public ProviderContext with(List<Truth> known) {
    return new ProviderContext(options, key, secrets, files, known);
  }

  /** The same with another key. */
  public ProviderContext with(ApiKey other) {
    return new ProviderContext(options, other, secrets, files, truths);
  }

  /** The same with other files. */
  public ProviderContext with(FileAccess other) {
    return new ProviderContext(options, key, secrets, other, truths);
  }

  /** The value of an option; null for none. */
  public String text(String option) {
    return options.get(option);
  }

  /** The values of an option with commas; none when it was left out. */
  public List<String> texts(String option) {
    return ProviderOption.texts(options.get(option));
  }

  /** The value of an option as a whole number; {@code otherwise} when the command has none. */
  public long whole(String option, long otherwise) {
    String value = options.get(option);
    return value == null ? otherwise : Long.parseLong(value);
  }

  /** Whether an option is given that is on or off. */
  public boolean flag(String option) {
    return Boolean.parseBoolean(options.get(option));
  }

  /** The value of an option as a number; {@code otherwise} when the command has none. */
  public double number(String option, double otherwise) {
    String value = options.get(option);
    return value == null ? otherwise : Double.parseDouble(value);
  }
}
