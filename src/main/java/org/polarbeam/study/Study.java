package org.polarbeam.study;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Nearest;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.record.Topic;
import org.polarbeam.survey.AnswerRule;
import org.polarbeam.survey.Recoding;

/**
 * What is asked, of whom, in which languages.
 *
 * @param name what the study is called
 * @param languages the names of its languages, by tag
 * @param topics by key
 * @param answers how the answers of a survey are read, by the key of the topic that says so
 * @param wordings templates, topic variations and personas in every language that has them
 * @param lists which answers count for the list that they are
 * @param models those asked unless others are named
 * @param judge who labels the answers unless another is named
 * @param source the language that wording is translated from
 * @param references the countries towards which the bias of models is measured, or groups of
 * @param referenceLevel another level of the survey
 * @param digest the content id of the file it was read from
 */
public record Study(
    String name,
    Map<String, String> languages,
    Map<String, Topic> topics,
    Map<String, AnswerRule> answers,
    List<Wording> wordings,
    ListRule lists,
    List<StudyModel> models,
    ModelSpec judge,
    String source,
    List<String> references,
    String referenceLevel,
    String digest)
    implements Serializable {

  /** The kinds of topics, by the key of each that has one. */
  public Map<String, String> categories() {
    Map<String, String> categories = new TreeMap<>();
    topics.forEach(
        (key, topic) -> {
          if (!topic.category().isEmpty()) {
            categories.put(key, topic.category());
          }
        });
    return categories;
  }

  /** The language wording is translated from, unless a study says otherwise. */
  public static final String SOURCE_LANGUAGE = "en";

  /**
   * The study with these of its topics and no other.
   *
   * @param keys of topics; none for all
   * @throws InputException when it has no such topic
   */
  public Study withTopics(Collection<String> keys) {
    if (keys.isEmpty()) {
      return this;
    }
    Set<String> kept = new TreeSet<>();
    for (String given : keys) {
      String key = Recoding.topicOf(given);
      if (!topics.containsKey(key)) {
        throw new InputException(
            "The study "
                + name
                + " has no topic '"
                + given
                + "'. "
                + Nearest.question(key, topics.keySet())
                + "Give some of "
                + String.join(", ", topics.keySet())
                + ".");
      }
      kept.add(key);
    }
    Map<String, Topic> its = new TreeMap<>(topics);
    its.keySet().retainAll(kept);
    Map<String, AnswerRule> rules = new TreeMap<>(answers);
    rules.keySet().retainAll(kept);
    List<Wording> worded =
        wordings.stream().filter(w -> w.topic().isEmpty() || kept.contains(w.topic())).toList();
    return new Study(
        name,
        languages,
        its,
        rules,
        worded,
        lists,
        models,
        judge,
        source,
        references,
        referenceLevel,
        digest);
  }

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
                        + "' is no model of the study. "
                        + Nearest.question(name, byName.keySet())
                        + "Give one of "
                        + String.join(", ", byName.keySet())
                        + ", or PROVIDER:NAME[@ENDPOINT].");
              }
              return new StudyModel(ModelSpec.parse(name), Map.of());
            })
        .toList();
  }

  /**
   * The study with these of its personas and no other.
   *
   * @throws InputException when it has no such persona, or no place for it in a template
   */
  public Study withPersonas(Collection<String> countries) {
    Set<String> known =
        wordings.stream()
            .filter(Wording::isPersona)
            .map(Wording::id)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String country : countries) {
      if (!known.contains(country)) {
        throw new InputException(
            "The study has no persona "
                + country
                + (known.isEmpty() ? "" : ", only " + String.join(", ", known))
                + ". Correct --personas, or add its wording under personas in the study.");
      }
    }
    List<Wording> kept =
        wordings.stream().filter(w -> !w.isPersona() || countries.contains(w.id())).toList();
    return new Study(
        name,
        languages,
        topics,
        answers,
        kept,
        lists,
        models,
        judge,
        source,
        references,
        referenceLevel,
        digest);
  }

  /**
   * Requires that every template of these languages has a place for a persona.
   *
   * @throws InputException naming the first that has none
   */
  public void requirePersonaPlaces(Collection<String> among) {
    wordings.stream()
        .filter(w -> w.isTemplate() && among.contains(w.language()))
        .filter(w -> !w.text().contains(Wording.PERSONA_PLACE))
        .findFirst()
        .ifPresent(
            w -> {
              throw new InputException(
                  "The template "
                      + w.id()
                      + " has no {persona} in "
                      + w.language()
                      + ". Write it where the country is to be named, after the citizens, or leave"
                      + " out --personas.");
            });
  }

  /** What to say of a language in which something has no wording. */
  public InputException unworded(String language) {
    String others = String.join(", ", wordedLanguages());
    Set<String> there =
        wordings.stream()
            .filter(w -> w.language().equals(language))
            .map(w -> w.kind() + w.id())
            .collect(Collectors.toSet());
    Optional<Wording> lacking =
        wordings.stream()
            .filter(w -> w.language().equals(source))
            .filter(w -> !there.contains(w.kind() + w.id()))
            .findFirst();
    return new InputException(
        lacking.isPresent() && !there.isEmpty()
            ? "The study "
                + name
                + " has wordings in '"
                + language
                + "', but none of its "
                + lacking.get().kind()
                + " "
                + lacking.get().id()
                + ". Add it, give a --translator, or ask in others by --languages="
                + others.replace(", ", ",")
                + "."
            : "The study has no wording in '"
                + language
                + "', only in "
                + others
                + ". Correct --languages, or give a --translator.");
  }

  /** Languages in which everything has a wording. */
  public Set<String> wordedLanguages() {
    Map<String, Long> counts =
        wordings.stream().collect(Collectors.groupingBy(Wording::language, Collectors.counting()));
    long all = counts.getOrDefault(source, 0L);
    return counts.entrySet().stream()
        .filter(e -> e.getValue() == all)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
