package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.polarbeam.record.Figure;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.stats.Draws;
import org.polarbeam.stats.SelfConsistency;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

/**
 * The responses of one model in one language under one persona, sorted, so that every sum over them
 * has one order.
 */
final class Cell {
  /** Fewer topics of a kind show no order. */
  private static final int FEWEST_OF_A_KIND = 3;

  private static final int ID_LENGTH = 12;

  final String model;
  final String family;
  final String language;
  final String persona;

  /** The polarity of each response. */
  final double[] polarity;

  /** How many items of each response have each label: pro, con, none; null where not all tell. */
  final int[][] labels;

  /** The topic of each response, numbered from 0 in the order of the keys. */
  final int[] topicOf;

  final List<String> topics;

  Cell(List<ScoredResponse> responses) {
    List<ScoredResponse> sorted = responses.stream().sorted(ScoredResponse.ORDER).toList();
    model = sorted.get(0).model();
    family = sorted.get(0).family();
    language = sorted.get(0).language();
    persona = sorted.get(0).persona();
    polarity = sorted.stream().mapToDouble(ScoredResponse::polarity).toArray();
    labels =
        sorted.stream().allMatch(r -> r.nPro() != null && r.nCon() != null)
            ? sorted.stream().map(Cell::labels).toArray(int[][]::new)
            : null;
    topics = sorted.stream().map(ScoredResponse::topic).distinct().toList();
    topicOf = sorted.stream().mapToInt(r -> topics.indexOf(r.topic())).toArray();
  }

  private static int[] labels(ScoredResponse r) {
    return new int[] {r.nPro(), r.nCon(), r.nNull() == null ? 0 : r.nNull()};
  }

  /** Splits responses into cells, by model, language and persona. */
  static List<Cell> of(List<ScoredResponse> responses) {
    TreeMap<String, List<ScoredResponse>> cells = new TreeMap<>();
    for (ScoredResponse r : responses) {
      cells.computeIfAbsent(key(r), k -> new ArrayList<>()).add(r);
    }
    return cells.values().stream().map(Cell::new).toList();
  }

  private static String key(ScoredResponse r) {
    return r.model() + "\0" + r.language() + "\0" + r.persona();
  }

  int size() {
    return polarity.length;
  }

  /** The places of all responses. */
  int[] everyone() {
    return IntStream.range(0, size()).toArray();
  }

  private Figure figure(TruthTable.Group group, Metric metric, String category) {
    return new Figure(
        model,
        family,
        language,
        persona,
        group.level().label(),
        group.name(),
        metric.label(),
        category);
  }

  Figure figure(ConsistencyMetric metric) {
    return new Figure(model, family, language, persona, "", "", metric.label());
  }

  /** A name of the topics, the same wherever they are the same. */
  String topicsId() {
    return idOf(topics);
  }

  private static String idOf(List<String> topics) {
    return Draws.idOf(topics.toArray(String[]::new)).substring(0, ID_LENGTH);
  }

  SelfConsistency consistency() {
    return new SelfConsistency(polarity);
  }

  /** The responses paired with the truth of every group of a level. */
  List<Pairing> pairings(TruthTable truths, Level level) {
    return truths.groups(level).stream().map(group -> new Pairing(truths, group, "")).toList();
  }

  /**
   * The responses paired with the truth of every population, and by kind of topic with that of the
   * speakers of the cell's language.
   */
  List<Pairing> pairings(TruthTable truths) {
    List<Pairing> all = new ArrayList<>();
    truths.levels().forEach(level -> all.addAll(pairings(truths, level)));
    for (String category : truths.categories()) {
      truths.groups(Level.LANGUAGE).stream()
          .filter(group -> group.name().equals(language))
          .map(group -> new Pairing(truths, group, category))
          .filter(pairing -> pairing.topicsPaired.length >= FEWEST_OF_A_KIND)
          .forEach(all::add);
    }
    return all;
  }

  /** The responses whose topic has a truth in one group, with that truth. */
  final class Pairing {
    final TruthTable.Group group;

    /** The kind of topics that count; empty for all. */
    final String category;

    /** Which responses of the cell are paired, ascending. */
    final int[] members;

    /** The topics with a truth, as places among the cell's. */
    final int[] topicsPaired;

    final PairedTopics paired;
    private final TruthTable truths;

    private Pairing(TruthTable truths, TruthTable.Group group, String category) {
      this.category = category;
      this.group = group;
      this.truths = truths;
      double[] truth = new double[topics.size()];
      for (int t = 0; t < truth.length; t++) {
        Double known = truths.polarity(group.level(), group.name(), topics.get(t));
        boolean isMeant = category.isEmpty() || category.equals(truths.category(topics.get(t)));
        truth[t] = known == null || !isMeant ? Double.NaN : known;
      }
      this.topicsPaired =
          IntStream.range(0, truth.length).filter(t -> !Double.isNaN(truth[t])).toArray();
      this.members =
          IntStream.range(0, size()).filter(i -> !Double.isNaN(truth[topicOf[i]])).toArray();
      this.paired =
          new PairedTopics(Arrays.stream(topicsPaired).mapToDouble(t -> truth[t]).toArray());
    }

    Figure figure(Metric metric) {
      return Cell.this.figure(group, metric, category);
    }

    /** The paired responses, to be weighed. */
    WeighedResponses responses() {
      return new WeighedResponses(polarities(), places(), topicsPaired.length);
    }

    /** The same, to be left out one by one. */
    Jackknife jackknife() {
      return new Jackknife(polarities(), places(), topicsPaired.length);
    }

    private double[] polarities() {
      return Arrays.stream(members).mapToDouble(i -> polarity[i]).toArray();
    }

    /** Of each paired response, the place of its topic among the paired ones. */
    int[] places() {
      int[] place = new int[topics.size()];
      for (int k = 0; k < topicsPaired.length; k++) {
        place[topicsPaired[k]] = k;
      }
      return Arrays.stream(members).map(i -> place[topicOf[i]]).toArray();
    }

    /** A name of the paired topics, the same wherever they are the same. */
    String topicsId() {
      return idOf(Arrays.stream(topicsPaired).mapToObj(topics::get).toList());
    }

    /** What of all responses' or all topics' belongs to the paired ones. */
    static double[] pick(double[] ofCell, int[] places) {
      double[] picked = new double[places.length];
      for (int k = 0; k < places.length; k++) {
        picked[k] = ofCell[places[k]];
      }
      return picked;
    }

    /** The same pairs with the survey's sampling error drawn anew, the same for all models. */
    PairedTopics redrawn(long seed, int round) {
      double[] truth = new double[topicsPaired.length];
      for (int k = 0; k < truth.length; k++) {
        truth[k] = truths.redrawn(group, topics.get(topicsPaired[k]), seed, round);
      }
      return new PairedTopics(truth);
    }
  }
}
