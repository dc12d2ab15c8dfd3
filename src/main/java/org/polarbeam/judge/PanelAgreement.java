package org.polarbeam.judge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.apache.commons.rng.UniformRandomProvider;
import org.polarbeam.record.AgreementRow;
import org.polarbeam.record.Judgement;
import org.polarbeam.stats.Agreement;
import org.polarbeam.stats.Draws;
import org.polarbeam.stats.Quantiles;

/**
 * How far judges agree on the items of the same responses: Cohen's kappa of each pair, and
 * Krippendorff's alpha of all. {@code null} is a category like the others: leaving it out would
 * hide the disagreement over whether there is a stance. Intervals come from resampling responses,
 * since the items of one response are not independent.
 */
public final class PanelAgreement {
  public static final String KAPPA = "cohen_kappa";
  public static final String ALPHA = "krippendorff_alpha";
  private static final int SIZE = Judgement.LABELS.size();

  private final long seed;
  private final int rounds;

  /**
   * Sets up the figures.
   *
   * @param rounds of the bootstrap
   */
  public PanelAgreement(long seed, int rounds) {
    this.seed = seed;
    this.rounds = rounds;
  }

  /** What responses have in common. */
  private record Cell(String language, String topic) {}

  /**
   * The figures over some responses.
   *
   * @param language of the responses; empty for all
   * @param topic of the responses; empty for all
   * @param votes of all judges on them, in any order
   */
  public List<AgreementRow> of(String language, String topic, Collection<Judgement> votes) {
    Cell key = new Cell(language, topic);
    Map<String, Map<String, Judgement>> byResponse = new TreeMap<>();
    TreeSet<String> judges = new TreeSet<>();
    for (Judgement vote : votes) {
      byResponse.computeIfAbsent(vote.id(), i -> new TreeMap<>()).put(vote.judge(), vote);
      judges.add(vote.judge());
    }
    List<AgreementRow> rows = new ArrayList<>();
    List<String> names = List.copyOf(judges);
    for (int a = 0; a < names.size(); a++) {
      for (int b = a + 1; b < names.size(); b++) {
        rows.add(kappa(key, names.get(a), names.get(b), byResponse.values()));
      }
    }
    rows.add(alpha(key, names, byResponse.values()));
    rows.sort(Comparator.comparing(AgreementRow::statistic).thenComparing(AgreementRow::judges));
    return rows;
  }

  private AgreementRow kappa(
      Cell key, String first, String second, Collection<Map<String, Judgement>> responses) {
    List<double[][]> tables = new ArrayList<>();
    int items = 0;
    for (Map<String, Judgement> votes : responses) {
      Judgement a = votes.get(first);
      Judgement b = votes.get(second);
      if (a == null || b == null) {
        continue;
      }
      double[][] table = new double[SIZE][SIZE];
      for (int i = 0; i < a.items(); i++) {
        table[category(a, i)][category(b, i)]++;
      }
      items += a.items();
      tables.add(table);
    }
    return row(key, first + "+" + second, KAPPA, tables, items, Agreement::cohenKappa);
  }

  private AgreementRow alpha(
      Cell key, List<String> judges, Collection<Map<String, Judgement>> responses) {
    List<double[][]> tables = new ArrayList<>();
    int items = 0;
    for (Map<String, Judgement> votes : responses) {
      if (votes.size() < 2) {
        continue;
      }
      double[][] table = new double[SIZE][SIZE];
      int size = votes.values().iterator().next().items();
      for (int i = 0; i < size; i++) {
        int[] counts = new int[SIZE];
        for (Judgement vote : votes.values()) {
          counts[category(vote, i)]++;
        }
        Agreement.addCoincidences(table, counts);
      }
      items += size;
      tables.add(table);
    }
    return row(key, String.join("+", judges), ALPHA, tables, items, Agreement::krippendorffAlpha);
  }

  private AgreementRow row(
      Cell key,
      String judges,
      String statistic,
      List<double[][]> tables,
      int items,
      ToDoubleFunction<double[][]> figure) {
    double[][] all = new double[SIZE][SIZE];
    tables.forEach(t -> add(all, t));
    double[] drawn = new double[rounds];
    long drawKey =
        Draws.keyOf(
            "agreement\0" + key.language + "\0" + key.topic + "\0" + judges + "\0" + statistic);
    for (int round = 0; round < rounds; round++) {
      UniformRandomProvider random = Draws.of(seed, drawKey, round);
      double[][] sum = new double[SIZE][SIZE];
      for (int i = 0; i < tables.size(); i++) {
        add(sum, tables.get(random.nextInt(tables.size())));
      }
      drawn[round] = figure.applyAsDouble(sum);
    }
    Quantiles interval = Quantiles.of(drawn);
    return new AgreementRow(
        key.language,
        key.topic,
        judges,
        statistic,
        tables.size(),
        items,
        observed(all),
        figure.applyAsDouble(all),
        interval.low(),
        interval.high());
  }

  private static double observed(double[][] table) {
    double same = 0;
    double n = 0;
    for (int i = 0; i < SIZE; i++) {
      same += table[i][i];
      for (double count : table[i]) {
        n += count;
      }
    }
    return same / n;
  }

  private static int category(Judgement judgement, int item) {
    return Judgement.LABELS.indexOf(judgement.labels().get(item));
  }

  private static void add(double[][] sum, double[][] table) {
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        sum[i][j] += table[i][j];
      }
    }
  }
}
