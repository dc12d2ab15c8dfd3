package org.polarbeam.survey;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarbeam.files.InputException;
import org.polarbeam.record.Topic;
import org.polarbeam.record.Truth;
import org.polarbeam.stats.ExactSum;

/**
 * Counts and exact weight sums of survey answers by country, language, topic and code, from which
 * every population's polarity follows. Tallies of parts of a file merge to the tally of the whole
 * in any order, to the bit. Mutable; not thread-safe.
 */
public final class PolarityTally implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Fewer than one answer in so many is no answer of a scale but a slip. */
  private static final long FEW = 100;

  /** Fewer than one in so many is no answer of a scale that goes on, gap or not. */
  private static final long VERY_FEW = 50;

  /** Fewer effective respondents than this are flagged. */
  private static final int LEAST_EFFECTIVE = 30;

  private static final int EXAMPLES = 5;

  /** topic → code → whose → answers. */
  private final Map<String, TreeMap<Integer, Map<Membership, Answers>>> answers = new HashMap<>();

  /** Everybody, with the weights by which a country's language is chosen. */
  private final Map<Membership, Answers> respondents = new HashMap<>();

  /** Populations whose people on some topic all have weight 0. */
  private final TreeSet<String> weightless = new TreeSet<>();

  /** People's answers, by country and by the topics that their file holds, in its order. */
  private final TreeMap<String, Map<List<String>, PeopleSample>> people = new TreeMap<>();

  /** The people of a country who were asked about these topics. */
  PeopleSample people(String country, List<String> topics) {
    return people
        .computeIfAbsent(country, c -> new HashMap<>())
        .computeIfAbsent(topics, t -> new PeopleSample(t.size()));
  }

  /** Everybody's answers, in an order that depends on nothing but them. */
  Map<String, Map<List<String>, PeopleSample>> peopleByCountry() {
    Map<String, Map<List<String>, PeopleSample>> sorted = new TreeMap<>();
    people.forEach(
        (country, byLayout) -> {
          Map<List<String>, PeopleSample> its =
              new TreeMap<>(java.util.Comparator.comparing(List::toString));
          its.putAll(byLayout);
          sorted.put(country, its);
        });
    return sorted;
  }

  /** The highest code of each usable topic. */
  Map<String, Integer> tops() {
    Map<String, Integer> tops = new TreeMap<>();
    answers.forEach(
        (topic, codes) -> {
          if (isUsable(topic, codes.lastKey())) {
            tops.put(topic, codes.lastKey());
          }
        });
    return tops;
  }

  private final CodesFound found = new CodesFound();

  /** Rows that could not be read, by file. */
  private final BadRows badRows = new BadRows();

  private final SurveyPlan plan;

  /** Groups of further levels without a truth on some topic for want of people, by level. */
  private final TreeMap<String, TreeSet<String>> withheld = new TreeMap<>();

  /** A tally of the EVS/WVS joint file by the published rule. */
  public PolarityTally() {
    this(SurveyPlan.published(List.of()));
  }

  /** A tally of a survey that is read so. */
  public PolarityTally(SurveyPlan plan) {
    this.plan = plan;
  }

  /** Counts a row that is left out. */
  void addBadRow(String file, long line, String why) {
    badRows.add(file, line, why);
  }

  /** The codes found, for who reads them. */
  CodesFound found() {
    return found;
  }

  /** Whether an answer is for a topic whose highest code is that. */
  boolean isPro(String topic, int code, int top) {
    return isNamed(topic) ? code == 1 : Recoding.isPro(topic, code, top);
  }

  private boolean isNamed(String topic) {
    return plan.answers().containsKey(topic) || !plan.format().isPublished();
  }

  private boolean isUsable(String topic, int top) {
    return isNamed(topic) || Recoding.isUsable(top);
  }

  /**
   * Checks that rows can be read.
   *
   * @param isPart whether more are to come, so that a few bad ones may yet be few
   * @throws InputException when none can, or too many cannot
   */
  public void requireReadable(boolean isPart) {
    badRows.require(isPart ? Math.max(0.5, plan.maxBadRows()) : plan.maxBadRows());
  }

  /** What a reader of these truths should know, in sentences. */
  public List<String> notes(List<Truth> truths) {
    List<String> notes = new ArrayList<>();
    if (badRows.told() != null) {
      notes.add(badRows.told());
    }
    withheld.forEach(
        (level, groups) ->
            notes.add(
                level
                    + ": fewer than "
                    + plan.format().populations().leastN()
                    + " respondents on some topic, and no truth there: "
                    + first(groups)
                    + ". least_n in the survey's description says how many it takes."));
    if (!weightless.isEmpty()) {
      notes.add(
          "All who answered a topic have weight 0, so that there is no truth of it in "
              + first(weightless)
              + ". Look whether the weights are the right column.");
    }
    notes.addAll(fewRespondents(truths));
    return notes;
  }

  /** Populations that rest on few people, or on few who weigh more than all others. */
  private static List<String> fewRespondents(Collection<Truth> truths) {
    TreeMap<String, Truth> worst = new TreeMap<>();
    for (Truth t : truths) {
      if (t.effectiveN() != null && t.effectiveN() < LEAST_EFFECTIVE) {
        worst.merge(
            t.level() + " " + t.group(), t, (a, b) -> a.effectiveN() <= b.effectiveN() ? a : b);
      }
    }
    List<String> each = new ArrayList<>();
    worst.forEach(
        (population, t) ->
            each.add(
                String.format(
                    Locale.ROOT,
                    "%s on %s (%s respondents count as %.1f)",
                    population,
                    t.topic(),
                    t.n() == null ? "?" : t.n(),
                    t.effectiveN())));
    return each.isEmpty()
        ? List.of()
        : List.of(
            "Populations that fewer than "
                + LEAST_EFFECTIVE
                + " respondents decide, by their number or by their weights: "
                + first(each)
                + ". n_effective and std_err in truth.csv tell how sure each is.");
  }

  /** The first few of many. */
  private static String first(Collection<String> all) {
    return String.join(", ", all.stream().limit(EXAMPLES).toList())
        + (all.size() > EXAMPLES ? " and " + (all.size() - EXAMPLES) + " more" : "");
  }

  /** How each topic was read. */
  public List<Topic.Told> readings(List<Truth> truths) {
    return found.readings(plan, truths);
  }

  /** Counts a row that was read. */
  void addGoodRow() {
    badRows.addGood();
  }

  /** The respondents that are members of the same populations. */
  Answers respondents(Membership who) {
    return respondents.computeIfAbsent(who, s -> new Answers());
  }

  /** Their answers that have a code, from 1. */
  Answers cell(String topic, int code, Membership who) {
    return answers
        .computeIfAbsent(topic, t -> new TreeMap<>())
        .computeIfAbsent(code, c -> new HashMap<>())
        .computeIfAbsent(who, w -> new Answers());
  }

  /** Adds all that another tally has counted. */
  public void add(PolarityTally other) {
    other.respondents.forEach((who, sum) -> respondents(who).add(sum));
    other.answers.forEach(
        (topic, codes) ->
            codes.forEach(
                (code, people) -> people.forEach((who, cell) -> cell(topic, code, who).add(cell))));
    badRows.add(other.badRows);
    found.add(other.found);
    other.people.forEach(
        (country, byLayout) -> byLayout.forEach((layout, its) -> people(country, layout).add(its)));
  }

  /**
   * The polarity of every population that the description tells apart on every usable topic, sorted
   * by level, group and topic. Groups without weight on a topic have no row for it.
   *
   * @throws InputException when a few answers to a topic are beyond the scale that all others have
   */
  public List<Truth> truths() {
    badRows.require(plan.maxBadRows());
    found.requireKnown(plan);
    answers.forEach(
        (topic, codes) -> {
          if (!isNamed(topic)) {
            requireOnScale(topic, codes);
          }
        });
    Populations populations = plan.format().populations();
    Population.SampleSizes sizes = new Population.SampleSizes(respondents);
    Map<Membership, List<Populations.Place>> places = new HashMap<>();
    Map<String, String> languageOf = languages();
    respondents
        .keySet()
        .forEach(who -> places.put(who, populations.of(who, languageOf.get(who.country()))));
    List<Truth> truths = new ArrayList<>();
    answers.forEach(
        (topic, codes) -> {
          int top = codes.lastKey();
          if (isUsable(topic, top)) {
            Map<Populations.Place, Population> all = new HashMap<>();
            codes.forEach(
                (code, people) -> {
                  boolean pro = isPro(topic, code, top);
                  people.forEach(
                      (who, cell) ->
                          places
                              .get(who)
                              .forEach(
                                  place ->
                                      all.computeIfAbsent(place, p -> new Population())
                                          .add(who, cell, pro)));
                });
            all.forEach(
                (place, its) -> {
                  Truth truth =
                      its.truth(place.level(), place.group(), place.language(), topic, sizes);
                  boolean isFew = !place.level().isStandard() && its.n() < populations.leastN();
                  if (truth == null && its.n() > 0) {
                    weightless.add(place.level().label() + " " + place.group());
                  }
                  if (truth != null && isFew) {
                    withheld
                        .computeIfAbsent(place.level().label(), l -> new TreeSet<>())
                        .add(place.group());
                  } else if (truth != null) {
                    truths.add(truth);
                  }
                });
          }
        });
    truths.sort(TruthTable.ORDER);
    return truths;
  }

  /**
   * A stray code would make another scale of its topic: with a 9 among ones and twos the ones alone
   * are no longer pro but half of nine is. A highest code that is itself the length of a scale is
   * taken for it: a ten among answers up to five is rare, not wrong.
   */
  private static void requireOnScale(
      String topic, TreeMap<Integer, Map<Membership, Answers>> codes) {
    if (Recoding.SCALES.contains(codes.lastKey())) {
      return;
    }
    long all = answers(codes).n();
    for (int top : Recoding.SCALES) {
      Map<Integer, Map<Membership, Answers>> beyond = codes.tailMap(top, false);
      boolean isGap = !codes.containsKey(top + 1);
      Answers strays = answers(beyond);
      boolean isRare = strays.n() * (isGap ? FEW : VERY_FEW) < all;
      if (codes.floorKey(top) != null && strays.n() > 0 && isRare) {
        throw InputException.at(
            strays.file(),
            strays.line(),
            topic,
            "the code "
                + beyond.keySet().iterator().next()
                + " is beyond the scale of 1 to "
                + top
                + " ("
                + strays.n()
                + " of "
                + all
                + " answers are)",
            "Correct the row, make the code negative where the answer is missing, or leave the"
                + " question out by --topics");
      }
    }
  }

  private static Answers answers(Map<Integer, Map<Membership, Answers>> codes) {
    Answers sum = new Answers();
    codes.values().forEach(strata -> strata.values().forEach(sum::add));
    return sum;
  }

  /** Each country's language: that of the largest weight, the first by name among equals. */
  Map<String, String> languages() {
    Map<String, String> chosen = new HashMap<>();
    Map<String, Map<String, ExactSum>> spoken = new TreeMap<>();
    respondents.forEach(
        (who, people) ->
            people.addTo(
                spoken
                    .computeIfAbsent(who.country(), c -> new TreeMap<>())
                    .computeIfAbsent(who.language(), l -> new ExactSum())));
    spoken.forEach(
        (country, languages) -> {
          double most = -1;
          for (Map.Entry<String, ExactSum> language : languages.entrySet()) {
            double weight = language.getValue().value();
            if (weight > most) {
              most = weight;
              chosen.put(country, language.getKey());
            }
          }
        });
    return chosen;
  }
}
