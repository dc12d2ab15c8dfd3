package org.polarbeam.survey;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

  /** A population that is in one country and speaks one language. */
  private record Stratum(String country, String language) implements Serializable {}

  private static final class Answers implements Serializable {
    private static final long serialVersionUID = 1L;
    private long n;
    private final ExactSum weight = new ExactSum();

    /** Where the first of them stands; the first file by name among several. */
    private String file;

    private long line;

    void add(Answers other) {
      n += other.n;
      weight.add(other.weight);
      if (other.file != null) {
        stands(other.file, other.line);
      }
    }

    void stands(String in, long at) {
      int before = file == null ? -1 : in.compareTo(file);
      if (before < 0 || before == 0 && at < line) {
        file = in;
        line = at;
      }
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

  /** What was left out of the files, in a sentence; null for nothing. */
  public String leftOut() {
    return badRows.told();
  }

  /** How each topic was read. */
  public List<Topic.Told> readings(List<Truth> truths) {
    return found.readings(plan, truths);
  }

  /** Counts a respondent. */
  public void addRespondent(String country, String language, double gwght) {
    badRows.addGood();
    respondents.computeIfAbsent(new Stratum(country, language), s -> new ExactSum()).add(gwght);
  }

  /**
   * Counts an answer.
   *
   * @param code from 1
   * @param file and
   * @param line where it stands, for messages
   */
  void addAnswer(
      String topic,
      int code,
      String country,
      String language,
      double weight,
      String file,
      long line) {
    Answers cell = cell(topic, code, new Stratum(country, language));
    cell.n++;
    cell.weight.add(weight);
    cell.stands(file, line);
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
    badRows.add(other.badRows);
    found.add(other.found);
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
    Map<String, String> languageOf = languages();
    List<Truth> truths = new ArrayList<>();
    for (String topic : new TreeSet<>(answers.keySet())) {
      TreeMap<Integer, Map<Stratum, Answers>> codes = answers.get(topic);
      int top = codes.lastKey();
      if (isUsable(topic, top)) {
        Map<String, Side> countries = new TreeMap<>();
        Map<String, Side> languages = new TreeMap<>();
        Side everybody = new Side();
        codes.forEach(
            (code, strata) -> {
              boolean pro = isPro(topic, code, top);
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

  /**
   * A stray code would make another scale of its topic: with a 9 among ones and twos the ones alone
   * are no longer pro but half of nine is. A highest code that is itself the length of a scale is
   * taken for it: a ten among answers up to five is rare, not wrong.
   */
  private static void requireOnScale(String topic, TreeMap<Integer, Map<Stratum, Answers>> codes) {
    if (Recoding.SCALES.contains(codes.lastKey())) {
      return;
    }
    long all = answers(codes).n;
    for (int top : Recoding.SCALES) {
      Map<Integer, Map<Stratum, Answers>> beyond = codes.tailMap(top, false);
      boolean isGap = !codes.containsKey(top + 1);
      Answers strays = answers(beyond);
      boolean isRare = strays.n * (isGap ? FEW : VERY_FEW) < all;
      if (codes.floorKey(top) != null && strays.n > 0 && isRare) {
        throw InputException.at(
            strays.file,
            strays.line,
            topic,
            "the code "
                + beyond.keySet().iterator().next()
                + " is beyond the scale of 1 to "
                + top
                + " ("
                + strays.n
                + " of "
                + all
                + " answers are)",
            "Correct the row, make the code negative where the answer is missing, or leave the"
                + " question out by --topics");
      }
    }
  }

  private static Answers answers(Map<Integer, Map<Stratum, Answers>> codes) {
    Answers sum = new Answers();
    codes.values().forEach(strata -> strata.values().forEach(sum::add));
    return sum;
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
