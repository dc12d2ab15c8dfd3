package org.polarbeam.model;

import java.io.Serializable;
import java.util.Locale;

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

  /** What to do when there is none, as the rest of a sentence. */
  String remedy();

  /** A key in an environment variable. */
  static ApiKey inEnvironment(String variable) {
    return new InEnvironment(variable);
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
    public String remedy() {
      return variable.equals(OPENAI)
          ? "Put OpenAI's into "
              + OPENAI
              + ", and another's into a variable of its own that --apiKeyEnv names"
          : "Put it into the environment variable " + variable + ", or name another by --apiKeyEnv";
    }
  }
}
