package org.polarbeam.model.openai;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A vendor, or a server's usual place, by a name of its own.
 *
 * @param name that stands before a model's
 * @param address where its models are asked
 * @param keyEnv the environment variable with its key; empty where it needs none
 * @param limit what it calls the limit of tokens
 * @param hasAccount whether it knows people by their account at Google Cloud rather than by a key
 * @param hasProvider whether another provider has this name and asks by this one
 */
record Preset(
    String name,
    String address,
    String keyEnv,
    String limit,
    boolean hasAccount,
    boolean hasProvider)
    implements Serializable {
  static final String OLD_LIMIT = "max_tokens";
  static final String NEW_LIMIT = "max_completion_tokens";

  /** All of them, from {@code endpoints.yaml}. */
  static List<Preset> all() {
    try (InputStream yaml = Preset.class.getResourceAsStream("endpoints.yaml")) {
      Map<String, Map<String, String>> entries =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
      return entries.entrySet().stream()
          .map(
              e ->
                  new Preset(
                      e.getKey(),
                      e.getValue().get("address"),
                      e.getValue().getOrDefault("key_env", ""),
                      e.getValue().getOrDefault("limit", OLD_LIMIT),
                      "google".equals(e.getValue().get("account")),
                      "own".equals(e.getValue().get("provider"))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether its address has places that only a run can fill in. */
  boolean isTemplate() {
    return address.indexOf('{') >= 0;
  }

  /** The one of this name. */
  static Preset of(String name) {
    return all().stream().filter(p -> p.name.equals(name)).findFirst().orElseThrow();
  }
}
