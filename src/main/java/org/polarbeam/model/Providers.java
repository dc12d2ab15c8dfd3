package org.polarbeam.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Nearest;

/** The providers there are, by name. */
public final class Providers implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, ModelProvider> byName = new TreeMap<>();

  private Providers(Iterable<ModelProvider> providers) {
    List<ModelProvider> all = new ArrayList<>();
    for (ModelProvider provider : providers) {
      all.add(provider);
      all.addAll(provider.others());
    }
    for (ModelProvider provider : all) {
      ModelProvider other = byName.put(provider.name(), provider);
      if (other != null) {
        throw new IllegalStateException(
            "two providers are called "
                + provider.name()
                + ": "
                + other.getClass().getName()
                + " and "
                + provider.getClass().getName());
      }
    }
  }

  /** Those that the class path has. */
  public static Providers installed() {
    return new Providers(ServiceLoader.load(ModelProvider.class));
  }

  /** These and no others. */
  public static Providers of(ModelProvider... providers) {
    return new Providers(List.of(providers));
  }

  /** All of them, by name. */
  public Collection<ModelProvider> all() {
    return List.copyOf(byName.values());
  }

  /**
   * Checks that there is a provider.
   *
   * @throws InputException naming those there are, when there is not
   */
  public void require(ModelSpec spec) {
    if (!byName.containsKey(spec.provider())) {
      throw new InputException(
          "The model "
              + spec.name()
              + " has the unknown provider '"
              + spec.provider()
              + "'. "
              + Nearest.question(spec.provider(), byName.keySet())
              + "Give one of "
              + String.join(", ", byName.keySet())
              + ".");
    }
  }

  /**
   * Checks that a model can be asked where it is said to be, as far as its address tells.
   *
   * @throws InputException when there is no such provider, or the address is none
   */
  public void requireAddress(ModelSpec spec) {
    of(spec).needsKey(spec); // which the address decides
  }

  /**
   * The provider of a model.
   *
   * @throws InputException when there is none of that name
   */
  public ModelProvider of(ModelSpec spec) {
    require(spec);
    return byName.get(spec.provider());
  }
}
