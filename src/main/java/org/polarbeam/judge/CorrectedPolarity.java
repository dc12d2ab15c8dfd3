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
import org.polarbeam.stats.Quantiles;

/** The polarity of a model on each topic, corrected for the judge's errors. */
public final class CorrectedPolarity {
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
    long[][] sides = new long[its.size()][];
    for (int i = 0; i < sides.length; i++) {
      sides[i] = new long[] {its.get(i).count(Judgement.PRO), its.get(i).count(Judgement.CON)};
    }
    long pro = 0;
    long items = 0;
    for (long[] side : sides) {
      pro += side[0];
      items += side[0] + side[1];
    }
    double[] drawn = new double[rounds];
    long key =
        Draws.keyOf(
            "corrected\0"
                + first.model()
                + "\0"
                + first.language()
                + "\0"
                + first.persona()
                + first.topic());
    for (int round = 0; round < rounds; round++) {
      UniformRandomProvider random = Draws.of(seed, key, round);
      double drawnPro = 0;
      double drawnItems = 0;
      for (int i = 0; i < sides.length; i++) {
        long[] side = sides[random.nextInt(sides.length)];
        drawnPro += side[0];
        drawnItems += side[0] + side[1];
      }
      drawn[round] = drawnPro / drawnItems;
    }
    double polarity = pro / (double) items;
    Quantiles interval = errors.interval(first.language(), drawn);
    return new CorrectedPolarityRow(
        first.model(),
        first.family(),
        first.language(),
        first.persona(),
        first.topic(),
        its.size(),
        items,
        polarity,
        errors.corrected(first.language(), polarity),
        interval.low(),
        interval.high());
  }
}
