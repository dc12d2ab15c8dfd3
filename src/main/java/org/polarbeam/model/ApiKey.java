package org.polarbeam.model;

import java.io.Serializable;

/**
 * Where the key of an endpoint is to be found. Only the place travels with a pipeline; the key is
 * read where the model is asked.
 */
public interface ApiKey extends Serializable {
  /** The key; null when there is none. */
  String read();

  /** Whether it can be looked for where a pipeline is launched, before anything is asked. */
  boolean isKnownAtLaunch();

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
    public String remedy() {
      return "Put it into the environment variable "
          + variable
          + ", or name another by --apiKeyEnv";
    }
  }
}
