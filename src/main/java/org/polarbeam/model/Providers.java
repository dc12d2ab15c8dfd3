package org.polarbeam.model;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.files.InputException;

/** The providers a run can use, by the name they go by in a {@link ModelSpec}. */
public final class Providers implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, ModelProvider> byName;

  private Providers(Map<String, ModelProvider> byName) {
    this.byName = new TreeMap<>(byName);
  }

  /** These providers and no others. */
  public static Providers of(Map<String, ModelProvider> byName) {
    return new Providers(byName);
  }

  /**
   * Checks that a model's provider exists.
   *
   * @throws InputException naming those that do
   */
  public void require(ModelSpec spec) {
    if (!byName.containsKey(spec.provider())) {
      throw new InputException(
          "The model "
              + spec.name()
              + " has the unknown provider '"
              + spec.provider()
              + "'. Give one of "
              + String.join(", ", byName.keySet())
              + ".");
    }
  }

  /**
   * The provider of a model.
   *
   * @throws InputException when there is none
   */
  public ModelProvider of(ModelSpec spec) {
    require(spec);
    return byName.get(spec.provider());
  }
}
