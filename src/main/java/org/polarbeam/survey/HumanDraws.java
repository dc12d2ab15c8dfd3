package org.polarbeam.survey;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.polarbeam.record.HumanConsistency;
import org.polarbeam.stats.Correlation;
import org.polarbeam.stats.Draws;

/** Draws people as models are asked, and measures how well the draws agree (paper, Fig. 3). */
public final class HumanDraws {

  static final int DRAWN = 10;
  private static final int DRAWS = 100;

  /** Fewer topics than this make no correlation worth printing. */
  private static final int FEWEST_TOPICS = 3;

  /** A person's answers. */
  record Respondent(double weight, byte[] codes) implements Serializable {
    static final Comparator<Respondent> ORDER =
        Comparator.comparingDouble(Respondent::weight)
            .thenComparing(Respondent::codes, Arrays::compare);
  }

  /** Answers to one topic. */
  private record Answers(double[] weight, boolean[] pro) {}

  private HumanDraws() {}

  /**
   * The self-consistency of every country whose respondents answered enough. It depends on who
   * answered what, and not on the order of the respondents.
   *
   * @param seed of the draws
   */
  public static List<HumanConsistency> of(PolarityTally tally, long seed) {
    Map<String, String> languages = tally.languages();
    Map<String, Integer> tops = tally.tops();
    List<HumanConsistency> all = new ArrayList<>();
    tally
        .respondentsByCountry()
        .forEach(
            (country, byLayout) -> {
              Map<String, Answers> topics = answers(tally, byLayout, tops);
              double consistency = consistency(country, topics, seed);
              if (Double.isFinite(consistency)) {
                long n = byLayout.values().stream().mapToLong(List::size).sum();
                all.add(
                    new HumanConsistency(
                        country, languages.get(country), consistency, topics.size(), n));
              }
            });
    return all;
  }

  /** What was answered to each usable topic with enough respondents. */
  private static Map<String, Answers> answers(
      PolarityTally tally,
      Map<List<String>, List<Respondent>> byLayout,
      Map<String, Integer> tops) {
    Map<String, Answers> answers = new TreeMap<>();
    tops.forEach(
        (topic, top) -> {
          List<Respondent> asked = new ArrayList<>();
          List<Boolean> pro = new ArrayList<>();
          byLayout.forEach(
              (layout, people) -> {
                int at = layout.indexOf(topic);
                for (Respondent person : at < 0 ? List.<Respondent>of() : people) {
                  if (person.codes[at] > 0) {
                    asked.add(person);
                    pro.add(tally.isPro(topic, person.codes[at], top));
                  }
                }
              });
          if (asked.size() >= DRAWN) {
            boolean[] isPro = new boolean[asked.size()];
            for (int i = 0; i < isPro.length; i++) {
              isPro[i] = pro.get(i);
            }
            answers.put(
                topic,
                new Answers(asked.stream().mapToDouble(Respondent::weight).toArray(), isPro));
          }
        });
    return answers;
  }

  private static double consistency(String country, Map<String, Answers> topics, long seed) {
    if (topics.size() < FEWEST_TOPICS) {
      return Double.NaN;
    }
    double[][] polarity = new double[DRAWS][topics.size()];
    int t = 0;
    for (Map.Entry<String, Answers> topic : topics.entrySet()) {
      long key = Draws.keyOf("people\0" + country + "\0" + topic.getKey());
      for (int draw = 0; draw < DRAWS; draw++) {
        polarity[draw][t] = draw(topic.getValue(), Draws.of(seed, key, draw));
      }
      t++;
    }
    double sum = 0;
    int pairs = 0;
    for (int a = 0; a < DRAWS; a++) {
      for (int b = a + 1; b < DRAWS; b++) {
        double r = Correlation.pearson(polarity[a], polarity[b]);
        if (Double.isFinite(r)) {
          sum += r;
          pairs++;
        }
      }
    }
    return pairs == 0 ? Double.NaN : sum / pairs;
  }

  /** The weighted polarity of ten respondents, drawn without replacement. */
  private static double draw(Answers answers, UniformRandomProvider random) {
    int n = answers.weight.length;
    int[] drawn = new int[DRAWN];
    double all = 0;
    double pro = 0;
    for (int k = 0; k < DRAWN; k++) { // Floyd's sampling: each set of ten is as likely
      int candidate = random.nextInt(n - DRAWN + k + 1);
      for (int i = 0; i < k; i++) {
        if (drawn[i] == candidate) {
          candidate = n - DRAWN + k;
          break;
        }
      }
      drawn[k] = candidate;
      all += answers.weight[candidate];
      pro += answers.pro[candidate] ? answers.weight[candidate] : 0;
    }
    return all == 0 ? Double.NaN : pro / all;
  }
}
