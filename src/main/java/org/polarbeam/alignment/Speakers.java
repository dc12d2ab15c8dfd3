package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarbeam.language.LanguageTag;
import org.polarbeam.record.Truth;
import org.polarbeam.survey.Level;

/**
 * Which populations speak the languages of a study. A survey says {@code pt} where a study says
 * {@code pt-BR}, or {@code no} where it says {@code nb}: the speakers of a language are those of
 * the survey's language that it is a kind of, and its countries are that region's where it names
 * one.
 */
public final class Speakers {
  private final Set<String> asked;
  private final Set<String> countries = new TreeSet<>();

  /** By language asked in that the survey does not have by its tag, the one that it has. */
  private final Map<String, String> of = new TreeMap<>();

  private Speakers(Set<String> asked, Collection<Truth> truths) {
    this.asked = new TreeSet<>(asked);
    Set<String> known = new TreeSet<>();
    truths.stream().filter(t -> isOf(t, Level.LANGUAGE)).forEach(t -> known.add(t.group()));
    truths.stream().filter(t -> isOf(t, Level.COUNTRY)).forEach(t -> countries.add(t.group()));
    for (String language : this.asked) {
      LanguageTag tag = LanguageTag.of(language);
      known.stream()
          .filter(k -> !known.contains(language) && tag.isSpokenWhere(LanguageTag.of(k)))
          .min(
              Comparator.comparing(
                      (String k) -> !LanguageTag.of(k).language().equals(tag.language()))
                  .thenComparing(Comparator.naturalOrder()))
          .ifPresent(k -> of.put(language, k));
    }
  }

  private static boolean isOf(Truth truth, Level level) {
    return truth.level().equals(level.label());
  }

  /** The truths with the tags of these languages for what the survey calls otherwise. */
  public static List<Truth> inLanguages(Set<String> asked, Collection<Truth> truths) {
    Speakers speakers = new Speakers(asked, truths);
    List<Truth> told = new ArrayList<>();
    for (Truth truth : truths) {
      String country = part(truth, Level.COUNTRY);
      if (country != null) {
        told.add(truth.of(truth.group(), speakers.languageOf(truth.of(country, truth.language()))));
        continue;
      }
      told.add(truth);
      String spoken = part(truth, Level.LANGUAGE);
      speakers.of.forEach(
          (language, known) -> {
            if (known.equals(spoken)) {
              told.add(truth.of(renamed(truth, language), language));
            }
          });
    }
    return told;
  }

  /** The group of a level that is the truth's own or crossed in it; null for none. */
  private static String part(Truth truth, Level level) {
    List<String> levels = List.of(truth.level().split(Level.CROSS));
    int at = levels.indexOf(level.label());
    String[] groups = truth.group().split(Level.CROSS, levels.size());
    return at < 0 || at >= groups.length ? null : groups[at];
  }

  /** The group with another language. */
  private static String renamed(Truth truth, String language) {
    List<String> levels = List.of(truth.level().split(Level.CROSS));
    String[] groups = truth.group().split(Level.CROSS, levels.size());
    groups[levels.indexOf(Level.LANGUAGE.label())] = language;
    return String.join(Level.CROSS, groups);
  }

  /** The language asked in that a country speaks; the survey's where none is. */
  private String languageOf(Truth country) {
    String own = country.language();
    LanguageTag spoken = LanguageTag.of(own);
    List<String> all = asked.stream().filter(a -> LanguageTag.of(a).isSpokenWhere(spoken)).toList();
    Optional<String> here =
        all.stream().filter(a -> LanguageTag.of(a).region().equals(country.group())).findFirst();
    if (here.isPresent()) {
      return here.get();
    }
    if (all.contains(own)) {
      return own;
    }
    // A region that is no country of the survey, such as es-419, is any.
    return all.stream()
        .filter(a -> !countries.contains(LanguageTag.of(a).region()))
        .findFirst()
        .orElse(own);
  }
}
