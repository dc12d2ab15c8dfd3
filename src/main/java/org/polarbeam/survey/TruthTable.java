package org.polarbeam.survey;

import java.io.Serializable;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarbeam.files.InputException;
import org.polarbeam.record.Truth;
import org.polarbeam.stats.Draws;
import org.polarbeam.stats.Normal;

/** Truths by level, group and topic. */
public final class TruthTable implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The country whose values are the suspected default (paper, Eq. 2). */
  public static final String US = "US";

  /** The order of rows in {@code truth.csv}. */
  public static final Comparator<Truth> ORDER =
      Comparator.comparing(Truth::level).thenComparing(Truth::group).thenComparing(Truth::topic);

  /** A population: its level, name and language. */
  public record Group(Level level, String name, String language) {}

  private final HashMap<Level, TreeMap<String, Map<String, Double>>> polarity = new HashMap<>();
  private final HashMap<Level, TreeMap<String, Map<String, Double>>> errors = new HashMap<>();
  private final HashMap<Level, TreeMap<String, String>> languages = new HashMap<>();

  /** The kinds of topics, by the key of each that has one. */
  private final TreeMap<String, String> categories = new TreeMap<>();

  private TruthTable() {
    Level.STANDARD.forEach(this::add);
  }

  private void add(Level level) {
    polarity.putIfAbsent(level, new TreeMap<>());
    errors.putIfAbsent(level, new TreeMap<>());
    languages.putIfAbsent(level, new TreeMap<>());
  }

  /** Indexes truths; a later row for the same group and topic replaces an earlier one. */
  public static TruthTable of(Collection<Truth> truths) {
    TruthTable table = new TruthTable();
    for (Truth t : truths) {
      Level level = new Level(t.level());
      table.add(level);
      table
          .polarity
          .get(level)
          .computeIfAbsent(t.group(), g -> new HashMap<>())
          .put(t.topic(), t.polarity());
      if (t.stdErr() != null) {
        table
            .errors
            .get(level)
            .computeIfAbsent(t.group(), g -> new HashMap<>())
            .put(t.topic(), t.stdErr());
      }
      table.languages.get(level).put(t.group(), t.language());
    }
    return table;
  }

  /** Takes in the kinds of topics, by key; gives this table. */
  public TruthTable withCategories(Map<String, String> kinds) {
    categories.putAll(kinds);
    return this;
  }

  /** The kinds of topics. */
  public Set<String> categories() {
    return new TreeSet<>(categories.values());
  }

  /** The kind of a topic; null for none. */
  public String category(String topic) {
    return categories.get(topic);
  }

  /** The levels, those of every truth first. */
  public List<Level> levels() {
    return languages.keySet().stream().sorted(Level.ORDER).toList();
  }

  /** The groups of a level, by name. */
  public List<Group> groups(Level level) {
    return languages.getOrDefault(level, new TreeMap<>()).entrySet().stream()
        .map(e -> new Group(level, e.getKey(), e.getValue()))
        .toList();
  }

  /** The polarity of a group on a topic; null where there is none. */
  public Double polarity(Level level, String group, String topic) {
    return of(polarity, level, group, topic);
  }

  /** The standard error of that polarity; null where it is not known. */
  public Double stdErr(Level level, String group, String topic) {
    return of(errors, level, group, topic);
  }

  /**
   * A polarity as another survey of the same population might have found it: normal with its
   * standard error, within 0 and 1; as it is where that is not known.
   */
  public double redrawn(Group group, String topic, long seed, int round) {
    double polarity = polarity(group.level(), group.name(), topic);
    Double error = stdErr(group.level(), group.name(), topic);
    if (error == null || error == 0) {
      return polarity;
    }
    String key = "survey\0" + group.level().label() + "\0" + group.name() + "\0" + topic;
    double draw = Draws.of(seed, key, round).nextDouble();
    double z = Normal.quantile(Math.min(1 - 1e-12, Math.max(1e-12, draw)));
    return Math.min(1, Math.max(0, polarity + error * z));
  }

  /** Whether every polarity has a standard error. */
  public boolean hasErrors() {
    return polarity.entrySet().stream()
        .allMatch(
            level ->
                level.getValue().entrySet().stream()
                    .allMatch(
                        group ->
                            errors
                                .get(level.getKey())
                                .getOrDefault(group.getKey(), Map.of())
                                .keySet()
                                .containsAll(group.getValue().keySet())));
  }

  private static Double of(
      Map<Level, TreeMap<String, Map<String, Double>>> all,
      Level level,
      String group,
      String topic) {
    return all.getOrDefault(level, new TreeMap<>()).getOrDefault(group, Map.of()).get(topic);
  }

  /** The topics with a truth for the group. */
  public Set<String> topics(Level level, String group) {
    return new TreeSet<>(polarity.get(level).getOrDefault(group, Map.of()).keySet());
  }

  /**
   * The truths a study in these languages is compared with: populations that speak one of them or
   * are of no language, and further ones that prompts name or bias is measured towards.
   */
  public static List<Truth> relevantTo(
      Set<String> languages, Set<String> others, Collection<Truth> truths) {
    return truths.stream()
        .filter(
            t ->
                t.language().isEmpty()
                    || languages.contains(t.language())
                    || others.contains(t.group()))
        .sorted(ORDER)
        .toList();
  }

  /**
   * Checks that every comparison of a study in these languages can be made.
   *
   * @param files what to call the truth in a message
   * @throws InputException naming the group that is missing
   */
  public void requireGroupsFor(Set<String> languages, String files) {
    if (groups(Level.GLOBAL).isEmpty()) {
      throw missing(files, "the level global has no rows");
    }
    for (String language : languages) {
      if (!this.languages.get(Level.LANGUAGE).containsKey(language)) {
        throw missing(files, "the level language has no group " + language);
      }
      if (!this.languages.get(Level.COUNTRY).containsValue(language)) {
        throw missing(files, "the level country has no country whose language is " + language);
      }
    }
  }

  /** Whether any is among the groups of a level, so that the bias towards it can be measured. */
  public boolean hasAny(Level level, Collection<String> references) {
    return references.stream()
        .anyMatch(languages.getOrDefault(level, new TreeMap<>())::containsKey);
  }

  /**
   * Checks that there is a truth of every country that prompts name.
   *
   * @param files what to call the truth in a message
   * @throws InputException naming the country that is missing
   */
  public void requireCountries(Collection<String> personas, String files) {
    requireGroups(Level.COUNTRY, personas, files);
  }

  /** The same of groups of any level. */
  public void requireGroups(Level level, Collection<String> named, String files) {
    for (String group : named) {
      if (!languages.getOrDefault(level, new TreeMap<>()).containsKey(group)) {
        throw InputException.in(
            files,
            "the level "
                + level.label()
                + " has no group "
                + group
                + ", which prompts or the study's reference name",
            "Add its rows, or leave it out");
      }
    }
  }

  private static InputException missing(String files, String problem) {
    return InputException.in(
        files, problem, "Add the group's rows, or leave the language out with --languages");
  }
}
