package org.polarbeam.regression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.rng.UniformRandomProvider;
import org.polarbeam.stats.Draws;

/**
 * Capability shuffled among models: each gets the capabilities, over all languages, of one that was
 * asked in the same languages. What is found then is due to chance, or to the method.
 */
final class ShuffledCapability {
  private final Map<String, Map<String, Double>> capability = new TreeMap<>();

  ShuffledCapability(Collection<CapabilityRegression.Row> rows) {
    rows.forEach(
        r ->
            capability
                .computeIfAbsent(r.model(), m -> new TreeMap<>())
                .put(r.language(), r.multilingual()));
  }

  /** Whether there are two models to exchange: asked in the same languages. */
  boolean isPossible() {
    return alike().values().stream().anyMatch(models -> models.size() > 1);
  }

  /** Models by the languages that they were asked in. */
  private Map<String, List<String>> alike() {
    Map<String, List<String>> alike = new TreeMap<>();
    capability.forEach(
        (model, its) ->
            alike
                .computeIfAbsent(new TreeSet<>(its.keySet()).toString(), l -> new ArrayList<>())
                .add(model));
    return alike;
  }

  /** Rows with capability shuffled. */
  List<CapabilityRegression.Row> shuffled(
      Collection<CapabilityRegression.Row> rows, long seed, int number) {
    UniformRandomProvider random = Draws.of(seed, "shuffled capability", number);
    Map<String, Map<String, Double>> given = new HashMap<>();
    alike()
        .values()
        .forEach(
            models -> {
              List<String> others = new ArrayList<>(models);
              for (int i = others.size() - 1; i > 0; i--) {
                java.util.Collections.swap(others, i, random.nextInt(i + 1));
              }
              for (int i = 0; i < models.size(); i++) {
                given.put(models.get(i), capability.get(others.get(i)));
              }
            });
    return rows.stream().map(r -> r.with(given.get(r.model()).get(r.language()))).toList();
  }
}
