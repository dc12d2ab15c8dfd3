package org.polarbeam.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.stats.Correlation;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

/**
 * The published bootstrap as one would write it first: every round makes its resampled rows, groups
 * them, ranks each group by sorting, and lists the pairs behind self-consistency. The peer of our
 * own, which never makes a row.
 */
final class NaiveBootstrap {
  /** A response joined with a group's truth. */
  private record Joined(String cell, String group, String topic, double polarity, double truth) {}

  private final List<Joined> rows = new ArrayList<>();
  private final boolean consistency;

  NaiveBootstrap(List<ScoredResponse> responses, TruthTable truths, Level level) {
    for (TruthTable.Group group : truths.groups(level)) {
      for (ScoredResponse r : responses) {
        Double truth = truths.polarity(level, group.name(), r.topic());
        if (truth != null) {
          String cell = r.model() + "/" + r.language();
          rows.add(new Joined(cell, group.name(), r.topic(), r.polarity(), truth));
        }
      }
    }
    this.consistency = level == Level.LANGUAGE;
  }

  /** Runs rounds; gives the sum of all figures, so that none can be left out. */
  double run(int rounds) {
    Random random = new Random(1);
    double sum = 0;
    for (int round = 0; round < rounds; round++) {
      Map<String, List<Joined>> groups = new HashMap<>();
      Map<String, Map<String, List<Double>>> cells = new HashMap<>();
      for (int i = 0; i < rows.size(); i++) {
        Joined row = rows.get(random.nextInt(rows.size()));
        groups.computeIfAbsent(row.cell + "\0" + row.group, k -> new ArrayList<>()).add(row);
        if (consistency) {
          cells
              .computeIfAbsent(row.cell, k -> new HashMap<>())
              .computeIfAbsent(row.topic, k -> new ArrayList<>())
              .add(row.polarity);
        }
      }
      for (List<Joined> group : groups.values()) {
        double[] x = group.stream().mapToDouble(Joined::polarity).toArray();
        double[] y = group.stream().mapToDouble(Joined::truth).toArray();
        sum += Correlation.spearman(x, y);
      }
      for (Map<String, List<Double>> topics : cells.values()) {
        sum += pairs(topics);
      }
    }
    return sum;
  }

  private static double pairs(Map<String, List<Double>> topics) {
    int count = 0;
    for (List<Double> values : topics.values()) {
      count += values.size() * (values.size() - 1);
    }
    double[] one = new double[count];
    double[] other = new double[count];
    int k = 0;
    for (List<Double> values : topics.values()) {
      for (int i = 0; i < values.size(); i++) {
        for (int j = 0; j < values.size(); j++) {
          if (i != j) {
            one[k] = values.get(i);
            other[k++] = values.get(j);
          }
        }
      }
    }
    return Correlation.spearman(one, other);
  }
}
