package org.polarbeam.survey;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarbeam.record.Truth;
import org.polarbeam.stats.ExactSum;

/**
 * Counts and exact weight sums of survey answers by country, language, topic and code, from which
 * every population's polarity follows. Tallies of parts of a file merge to the tally of the whole
 * in any order, to the bit. Mutable; not thread-safe.
 */
public final class PolarityTally implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A population that is in one country and speaks one language. */
  private record Stratum(String country, String language) implements Serializable {}

  private static final class Answers implements Serializable {
    private static final long serialVersionUID = 1L;
    private long n;
    private final ExactSum weight = new ExactSum();

    void add(Answers other) {
      n += other.n;
      weight.add(other.weight);
    }
  }

  /** topic → code → stratum → answers. */
  private final Map<String, TreeMap<Integer, Map<Stratum, Answers>>> answers = new HashMap<>();

  /** Σ gwght, by which a country's language is chosen. */
  private final Map<Stratum, ExactSum> respondents = new HashMap<>();

  /** Everybody's answers, by country and by the topics that their file holds, in its order. */
  private final TreeMap<String, Map<List<String>, List<HumanDraws.Respondent>>> people =
      new TreeMap<>();

  /** Keeps a respondent's answers, a code a topic; from 1, others are no answer. */
  void keep(String country, List<String> topics, double weight, byte[] codes) {
    people
        .computeIfAbsent(country, c -> new HashMap<>())
        .computeIfAbsent(topics, t -> new ArrayList<>())
        .add(new HumanDraws.Respondent(weight, codes));
  }

  /** Everybody's answers, in an order that depends on nothing but them. */
  Map<String, Map<List<String>, List<HumanDraws.Respondent>>> respondentsByCountry() {
    Map<String, Map<List<String>, List<HumanDraws.Respondent>>> sorted = new TreeMap<>();
    people.forEach(
        (country, byLayout) -> {
          Map<List<String>, List<HumanDraws.Respondent>> its =
              new TreeMap<>(java.util.Comparator.comparing(List::toString));
          byLayout.forEach(
              (layout, list) ->
                  its.put(layout, list.stream().sorted(HumanDraws.Respondent.ORDER).toList()));
          sorted.put(country, its);
        });
    return sorted;
  }

  /** The highest code of each usable topic. */
  Map<String, Integer> tops() {
    Map<String, Integer> tops = new TreeMap<>();
    answers.forEach(
        (topic, codes) -> {
          if (Recoding.isUsable(codes.lastKey())) {
            tops.put(topic, codes.lastKey());
          }
        });
    return tops;
  }

  /** Counts a respondent. */
  public void addRespondent(String country, String language, double gwght) {
    respondents.computeIfAbsent(new Stratum(country, language), s -> new ExactSum()).add(gwght);
  }

  /** Counts an answer; {@code code} is from 1. */
  public void addAnswer(String topic, int code, String country, String language, double weight) {
    Answers cell = cell(topic, code, new Stratum(country, language));
    cell.n++;
    cell.weight.add(weight);
  }

  /** Adds all that another tally has counted. */
  public void add(PolarityTally other) {
    other.respondents.forEach(
        (stratum, sum) -> respondents.computeIfAbsent(stratum, s -> new ExactSum()).add(sum));
    other.answers.forEach(
        (topic, codes) ->
            codes.forEach(
                (code, strata) ->
                    strata.forEach((stratum, cell) -> cell(topic, code, stratum).add(cell))));
    other.people.forEach(
        (country, byLayout) ->
            byLayout.forEach(
                (layout, list) ->
                    people
                        .computeIfAbsent(country, c -> new HashMap<>())
                        .computeIfAbsent(layout, l -> new ArrayList<>())
                        .addAll(list)));
  }

  private Answers cell(String topic, int code, Stratum stratum) {
    return answers
        .computeIfAbsent(topic, t -> new TreeMap<>())
        .computeIfAbsent(code, c -> new HashMap<>())
        .computeIfAbsent(stratum, s -> new Answers());
  }

  /**
   * The polarity of every country, language and of everybody on every usable topic, sorted by
   * level, group and topic. Groups without weight on a topic have no row for it.
   */
  public List<Truth> truths() {
    Map<String, String> languageOf = languages();
    List<Truth> truths = new ArrayList<>();
    for (String topic : new TreeSet<>(answers.keySet())) {
      TreeMap<Integer, Map<Stratum, Answers>> codes = answers.get(topic);
      int top = codes.lastKey();
      if (Recoding.isUsable(top)) {
        Map<String, Side> countries = new TreeMap<>();
        Map<String, Side> languages = new TreeMap<>();
        Side everybody = new Side();
        codes.forEach(
            (code, strata) -> {
              boolean pro = Recoding.isPro(topic, code, top);
              strata.forEach(
                  (stratum, cell) -> {
                    countries.computeIfAbsent(stratum.country, c -> new Side()).add(cell, pro);
                    languages.computeIfAbsent(stratum.language, l -> new Side()).add(cell, pro);
                    everybody.add(cell, pro);
                  });
            });
        countries.forEach(
            (country, side) ->
                side.addTo(truths, Level.COUNTRY, country, languageOf.get(country), topic));
        languages.forEach(
            (language, side) -> side.addTo(truths, Level.LANGUAGE, language, language, topic));
        everybody.addTo(truths, Level.GLOBAL, Level.EVERYBODY, "", topic);
      }
    }
    truths.sort(TruthTable.ORDER);
    return truths;
  }

  /** Each country's language: that of the largest weight, the first by name among equals. */
  Map<String, String> languages() {
    Map<String, String> chosen = new HashMap<>();
    Map<String, Double> most = new HashMap<>();
    Map<Stratum, ExactSum> ordered =
        new TreeMap<>(
            java.util.Comparator.comparing(Stratum::country).thenComparing(Stratum::language));
    ordered.putAll(respondents);
    ordered.forEach(
        (stratum, sum) -> {
          double weight = sum.value();
          if (weight > most.getOrDefault(stratum.country, -1.0)) {
            most.put(stratum.country, weight);
            chosen.put(stratum.country, stratum.language);
          }
        });
    return chosen;
  }

  /** The answers of one population on one topic. */
  private static final class Side {
    private final Answers all = new Answers();
    private final ExactSum pro = new ExactSum();

    void add(Answers cell, boolean isPro) {
      all.add(cell);
      if (isPro) {
        pro.add(cell.weight);
      }
    }

    void addTo(List<Truth> truths, Level level, String group, String language, String topic) {
      double weight = all.weight.value();
      if (weight > 0) {
        truths.add(
            new Truth(level.label(), group, language, topic, pro.value() / weight, all.n, weight));
      }
    }
  }
}
