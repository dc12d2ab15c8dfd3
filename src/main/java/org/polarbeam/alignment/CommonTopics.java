package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarbeam.record.Truth;
import org.polarbeam.survey.Level;

/**
 * The topics on which the groups of a further level can be compared with each other: what every one
 * of them was asked. A group that was asked less than half of what the level's groups were is left
 * out, lest it leave nothing to the others.
 *
 * @param truths those of countries, languages and everybody as they are, of further levels on
 *     common topics
 * @param notes what was left out, a sentence a level
 */
public record CommonTopics(List<Truth> truths, List<String> notes) {

  /**
   * Keeps what is common.
   *
   * @param topics that a study asks about; others do not count
   */
  public static CommonTopics of(Collection<Truth> truths, Collection<String> topics) {
    TreeMap<String, TreeMap<String, Set<String>>> asked = new TreeMap<>();
    for (Truth t : truths) {
      if (!isStandard(t) && topics.contains(t.topic())) {
        asked
            .computeIfAbsent(t.level(), l -> new TreeMap<>())
            .computeIfAbsent(t.group(), g -> new TreeSet<>())
            .add(t.topic());
      }
    }
    List<String> notes = new ArrayList<>();
    TreeMap<String, Set<String>> common = new TreeMap<>();
    asked.forEach(
        (level, groups) -> {
          Set<String> all = new TreeSet<>();
          groups.values().forEach(all::addAll);
          Set<String> few = new TreeSet<>();
          groups.forEach(
              (group, its) -> {
                if (2 * its.size() < all.size()) {
                  few.add(group);
                }
              });
          groups.keySet().removeAll(few);
          Set<String> shared = new TreeSet<>(all);
          groups.values().forEach(shared::retainAll);
          common.put(level, shared);
          if (!few.isEmpty() || shared.size() < all.size()) {
            notes.add(note(level, groups, few, shared.size(), all.size()));
          }
        });
    List<Truth> kept =
        truths.stream()
            .filter(
                t ->
                    isStandard(t)
                        || common.getOrDefault(t.level(), Set.of()).contains(t.topic())
                            && asked.get(t.level()).containsKey(t.group()))
            .toList();
    return new CommonTopics(kept, notes);
  }

  private static boolean isStandard(Truth truth) {
    return new Level(truth.level()).isStandard();
  }

  private static String note(
      String level, TreeMap<String, Set<String>> groups, Set<String> few, int shared, int all) {
    String lacking =
        groups.entrySet().stream()
            .filter(g -> g.getValue().size() < all)
            .limit(3)
            .map(
                g ->
                    String.format(
                        Locale.ROOT, "%s lacks %d", g.getKey(), all - g.getValue().size()))
            .reduce((a, b) -> a + ", " + b)
            .orElse("");
    return level
        + ": its groups are compared on the "
        + shared
        + " of "
        + all
        + " topics that all of them have"
        + (lacking.isEmpty() ? "" : " (" + lacking + ")")
        + (few.isEmpty() ? "." : "; left out, for want of half the topics: " + few + ".");
  }
}
