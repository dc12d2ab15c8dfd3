package org.polarbeam.survey;

import java.util.ArrayList;
import java.util.Arrays;
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

  /** Who answered one topic: how many up to each, their weights and sides. */
  private record Asked(int[] until, double[] weight, boolean[] pro) {
    int people() {
      return until[until.length - 1];
    }

    /** Whose the answer is that one of them gave. */
    int of(int person) {
      int at = Arrays.binarySearch(until, person + 1);
      return at < 0 ? -at - 1 : at;
    }
  }

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
        .peopleByCountry()
        .forEach(
            (country, byLayout) -> {
              Map<String, Asked> topics = asked(tally, byLayout, tops);
              double consistency = consistency(country, topics, seed);
              if (Double.isFinite(consistency)) {
                long n = byLayout.values().stream().mapToLong(PeopleSample::people).sum();
                all.add(
                    new HumanConsistency(
                        country, languages.get(country), consistency, topics.size(), n));
              }
            });
    return all;
  }

  /** What was answered to each usable topic with enough respondents. */
  private static Map<String, Asked> asked(
      PolarityTally tally, Map<List<String>, PeopleSample> byLayout, Map<String, Integer> tops) {
    Map<String, Asked> all = new TreeMap<>();
    tops.forEach(
        (topic, top) -> {
          Asked asked = asked(tally, byLayout, topic, top);
          if (asked.until.length > 0 && asked.people() >= DRAWN) {
            all.put(topic, asked);
          }
        });
    return all;
  }

  private static Asked asked(
      PolarityTally tally, Map<List<String>, PeopleSample> byLayout, String topic, int top) {
    int room = byLayout.values().stream().mapToInt(PeopleSample::ways).sum();
    int[] until = new int[room];
    double[] weight = new double[room];
    boolean[] pro = new boolean[room];
    int n = 0;
    for (Map.Entry<List<String>, PeopleSample> layout : byLayout.entrySet()) {
      int at = layout.getKey().indexOf(topic);
      PeopleSample people = layout.getValue();
      for (int way = 0; at >= 0 && way < people.ways(); way++) {
        int code = people.code(way, at);
        if (code > 0) {
          until[n] = (n == 0 ? 0 : until[n - 1]) + people.count(way);
          weight[n] = people.weight(way);
          pro[n++] = tally.isPro(topic, code, top);
        }
      }
    }
    return new Asked(Arrays.copyOf(until, n), Arrays.copyOf(weight, n), Arrays.copyOf(pro, n));
  }

  private static double consistency(String country, Map<String, Asked> topics, long seed) {
    if (topics.size() < FEWEST_TOPICS) {
      return Double.NaN;
    }
    double[][] polarity = new double[DRAWS][topics.size()];
    int t = 0;
    for (Map.Entry<String, Asked> topic : topics.entrySet()) {
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
  private static double draw(Asked asked, UniformRandomProvider random) {
    int n = asked.people();
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
      int whose = asked.of(candidate);
      all += asked.weight[whose];
      pro += asked.pro[whose] ? asked.weight[whose] : 0;
    }
    return all == 0 ? Double.NaN : pro / all;
  }
}
