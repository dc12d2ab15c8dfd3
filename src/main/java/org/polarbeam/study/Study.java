package org.polarbeam.study;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ModelSpec;

/**
 * What is asked, of whom, in which languages.
 *
 * @param name what the study is called
 * @param languages the names of its languages, by tag
 * @param topics by key
 * @param wordings templates and topic variations in every language that has them
 * @param models those asked unless others are named
 * @param judge who labels the answers unless another is named
 * @param digest the content id of the file it was read from
 */
public record Study(
    String name,
    Map<String, String> languages,
    Map<String, Topic> topics,
    List<Wording> wordings,
    List<StudyModel> models,
    ModelSpec judge,
    String digest)
    implements Serializable {

  /** The language wording is translated from. */
  public static final String SOURCE_LANGUAGE = "en";

  /**
   * The models a person asked for: names of the study's, or {@code PROVIDER:NAME[@ENDPOINT]}.
   *
   * @throws InputException when one is neither
   */
  public List<StudyModel> select(List<String> names) {
    if (names.isEmpty()) {
      return models;
    }
    Map<String, StudyModel> byName = new TreeMap<>();
    models.forEach(m -> byName.put(m.spec().name(), m));
    return names.stream()
        .map(
            name -> {
              if (byName.containsKey(name)) {
                return byName.get(name);
              }
              if (!ModelSpec.isSpelling(name)) {
                throw new InputException(
                    "'"
                        + name
                        + "' is no model of the study. Give one of "
                        + String.join(", ", byName.keySet())
                        + ", or PROVIDER:NAME[@ENDPOINT].");
              }
              return new StudyModel(ModelSpec.parse(name), Map.of());
            })
        .toList();
  }

  /** Languages in which every template and topic variation has a wording. */
  public Set<String> wordedLanguages() {
    Map<String, Long> counts =
        wordings.stream().collect(Collectors.groupingBy(Wording::language, Collectors.counting()));
    long all = counts.getOrDefault(SOURCE_LANGUAGE, 0L);
    return counts.entrySet().stream()
        .filter(e -> e.getValue() == all)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(java.util.TreeSet::new));
  }
}
