package org.polarbeam.judge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.polarbeam.record.CorrectedPolarityRow;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.Validity;
import org.polarbeam.stats.Draws;

/** The polarity of a model on each topic, corrected for the judge's errors. */
public final class CorrectedPolarity {
  private static final int PRO = Judgement.LABELS.indexOf(Judgement.PRO);
  private static final int CON = Judgement.LABELS.indexOf(Judgement.CON);

  /** Fewer responses tell too little of how they vary for an interval. */
  private static final int FEW = 3;

  private CorrectedPolarity() {}

  /**
   * The rows of one model in one language.
   *
   * @param judgements of it, in any order
   */
  public static List<CorrectedPolarityRow> of(
      Collection<Judgement> judgements, JudgeErrors errors, long seed, int rounds) {
    Map<String, List<Judgement>> byTopic = new TreeMap<>();
    judgements.stream()
        .filter(j -> j.validity().equals(Validity.VALID.label()))
        .sorted(Comparator.comparing(Judgement::id))
        .forEach(j -> byTopic.computeIfAbsent(j.topic(), t -> new ArrayList<>()).add(j));
    List<CorrectedPolarityRow> rows = new ArrayList<>();
    byTopic.forEach((topic, its) -> rows.add(row(its, errors, seed, rounds)));
    return rows;
  }

  private static CorrectedPolarityRow row(
      List<Judgement> its, JudgeErrors errors, long seed, int rounds) {
    Judgement first = its.get(0);
    double[][] labels = new double[its.size()][];
    double[] all = new double[Judgement.LABELS.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Judgement.LABELS.stream().mapToDouble(its.get(i)::count).toArray();
      add(all, labels[i]);
    }
    double[][] drawn = new double[labels.length < FEW ? 0 : rounds][all.length];
    long key =
        Draws.keyOf(
            "corrected\0"
                + first.model()
                + "\0"
                + first.language()
                + "\0"
                + first.persona()
                + first.topic());
    for (int round = 0; round < drawn.length; round++) {
      UniformRandomProvider random = Draws.of(seed, key, round);
      for (int i = 1; i < labels.length; i++) { // n - 1 of n vary as the sum of n does
        add(drawn[round], labels[random.nextInt(labels.length)]);
      }
    }
    double sides = all[PRO] + all[CON];
    double[] interval = errors.interval(first.language(), drawn, labels.length);
    return new CorrectedPolarityRow(
        first.model(),
        first.family(),
        first.language(),
        first.persona(),
        first.topic(),
        its.size(),
        (long) sides,
        all[PRO] / sides,
        errors.corrected(first.language(), all),
        interval[0],
        interval[1]);
  }

  private static void add(double[] sums, double[] counts) {
    for (int label = 0; label < sums.length; label++) {
      sums[label] += counts[label];
    }
  }
}
