package org.polarbeam.model;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.files.InputException;

/**
 * Where the key of an endpoint is to be found. Only the place travels with a pipeline; the key is
 * read where the model is asked.
 */
public interface ApiKey extends Serializable {
  /** The variable that every client of OpenAI reads; its key goes to OpenAI alone. */
  String OPENAI = "OPENAI_API_KEY";

  /** The key; null when there is none. */
  String read();

  /** Whether it can be looked for where a pipeline is launched, before anything is asked. */
  boolean isKnownAtLaunch();

  /** Whether it is meant for a host; one that a person has named is for whatever is asked. */
  default boolean isFor(String host) {
    return true;
  }

  /** Whether a person has said that it is for a host. */
  default boolean names(String host) {
    return false;
  }

  /** Whether it is the run's for whatever is asked, rather than one for this host. */
  default boolean isShared(String host) {
    return true;
  }

  /** The key for a host, of several. */
  default ApiKey forHost(String host) {
    return this;
  }

  /**
   * The headers that stand in for the key in every single request, for keys that do not last; none
   * where the key that was read first goes with all.
   */
  default Map<String, String> headers() {
    return Map.of();
  }

  /** What to do when there is none, as the rest of a sentence. */
  String remedy();

  /** A key in an environment variable. */
  static ApiKey inEnvironment(String variable) {
    return new InEnvironment(variable);
  }

  /**
   * Keys in environment variables: {@code VARIABLE} for any host, {@code HOST=VARIABLE} for one,
   * several with commas between them.
   */
  static ApiKey named(String spelling) {
    Map<String, String> byHost = new TreeMap<>();
    String others = null;
    for (String part : spelling.split(",")) {
      int at = part.indexOf('=');
      if (at < 0 && others != null) {
        throw new InputException(
            "--apiKeyEnv has two variables without a host, "
                + others
                + " and "
                + part
                + ". Say whose each is, as HOST=VARIABLE.");
      } else if (at < 0) {
        others = part;
      } else {
        byHost.put(part.substring(0, at).toLowerCase(Locale.ROOT), part.substring(at + 1));
      }
    }
    String usual = others == null ? OPENAI : others;
    return byHost.isEmpty() ? inEnvironment(usual) : new ByHost(byHost, usual);
  }

  /**
   * Keys in environment variables by host.
   *
   * @param others the variable for all other hosts
   */
  record ByHost(Map<String, String> variables, String others) implements ApiKey {
    @Override
    public String read() {
      return inEnvironment(others).read();
    }

    @Override
    public boolean isKnownAtLaunch() {
      return true;
    }

    @Override
    public boolean isFor(String host) {
      return forHost(host).isFor(host);
    }

    @Override
    public boolean names(String host) {
      return variables.containsKey(host.toLowerCase(Locale.ROOT))
          || inEnvironment(others).names(host);
    }

    @Override
    public boolean isShared(String host) {
      return !variables.containsKey(host.toLowerCase(Locale.ROOT));
    }

    @Override
    public ApiKey forHost(String host) {
      return inEnvironment(variables.getOrDefault(host.toLowerCase(Locale.ROOT), others));
    }

    @Override
    public String remedy() {
      return inEnvironment(others).remedy();
    }
  }

  /** A key in an environment variable. */
  record InEnvironment(String variable) implements ApiKey {
    @Override
    public String read() {
      String key = System.getenv(variable);
      return key == null || key.isBlank() ? null : key.strip();
    }

    @Override
    public boolean isKnownAtLaunch() {
      return true;
    }

    @Override
    public boolean isFor(String host) {
      return !variable.equals(OPENAI)
          || ("." + host).toLowerCase(Locale.ROOT).endsWith(".openai.com");
    }

    @Override
    public boolean names(String host) {
      return !variable.equals(OPENAI);
    }

    @Override
    public String remedy() {
      return variable.equals(OPENAI)
          ? "Put OpenAI's into "
              + OPENAI
              + ", and another's into a variable of its own that --apiKeyEnv names"
          : "Put it into the environment variable " + variable + ", or name another by --apiKeyEnv";
    }
  }
}
