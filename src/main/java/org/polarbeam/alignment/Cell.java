package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.polarbeam.record.Figure;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.stats.PairedSample;
import org.polarbeam.stats.SelfConsistency;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

/**
 * The responses of one model in one language under one persona, sorted, so that every sum over them
 * has one order.
 */
final class Cell {
  final String model;
  final String family;
  final String language;
  final String persona;

  /** The polarity of each response. */
  final double[] polarity;

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
    topics = sorted.stream().map(ScoredResponse::topic).distinct().toList();
    topicOf = sorted.stream().mapToInt(r -> topics.indexOf(r.topic())).toArray();
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

  Figure figure(TruthTable.Group group, Metric metric) {
    return new Figure(
        model, family, language, persona, group.level().label(), group.name(), metric.label());
  }

  Figure figure(ConsistencyMetric metric) {
    return new Figure(model, family, language, persona, "", "", metric.label());
  }

  SelfConsistency consistency() {
    return new SelfConsistency(polarity);
  }

  /** The responses paired with the truth of every group of a level. */
  List<Pairing> pairings(TruthTable truths, Level level) {
    return truths.groups(level).stream().map(group -> new Pairing(truths, group)).toList();
  }

  /** The responses whose topic has a truth in one group, with that truth. */
  final class Pairing {
    final TruthTable.Group group;

    /** Which responses of the cell are paired, ascending. */
    final int[] members;

    final int topicCount;
    final PairedSample pairs;

    private Pairing(TruthTable truths, TruthTable.Group group) {
      this.group = group;
      double[] truth = new double[topics.size()];
      for (int t = 0; t < truth.length; t++) {
        Double known = truths.polarity(group.level(), group.name(), topics.get(t));
        truth[t] = known == null ? Double.NaN : known;
      }
      this.topicCount = (int) Arrays.stream(truth).filter(v -> !Double.isNaN(v)).count();
      this.members =
          java.util.stream.IntStream.range(0, size())
              .filter(i -> !Double.isNaN(truth[topicOf[i]]))
              .toArray();
      this.pairs =
          PairedSample.of(
              Arrays.stream(members).mapToDouble(i -> polarity[i]).toArray(),
              Arrays.stream(members).mapToDouble(i -> truth[topicOf[i]]).toArray());
    }

    Figure figure(Metric metric) {
      return Cell.this.figure(group, metric);
    }

    /** The weights of the paired responses among those of all responses. */
    double[] weights(double[] ofCell) {
      double[] weights = new double[members.length];
      for (int k = 0; k < members.length; k++) {
        weights[k] = ofCell[members[k]];
      }
      return weights;
    }
  }
}
