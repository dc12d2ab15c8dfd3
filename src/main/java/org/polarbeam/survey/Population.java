package org.polarbeam.survey;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.polarbeam.record.Truth;

/** The answers of one population on one topic. Mutable. */
final class Population {
  private final Answers all = new Answers();
  private final Answers pro = new Answers();

  /** What was answered in one stratum of the sample, or in one cluster of it. */
  private record Unit(Answers pro, Answers con) {
    Unit() {
      this(new Answers(), new Answers());
    }
  }

  /** stratum → cluster → answers. */
  private final TreeMap<String, TreeMap<String, Unit>> units = new TreeMap<>();

  void add(Membership who, Answers cell, boolean isPro) {
    all.add(cell);
    if (isPro) {
      pro.add(cell);
    }
    Unit unit =
        units
            .computeIfAbsent(who.wholeStratum(), s -> new TreeMap<>())
            .computeIfAbsent(who.cluster(), c -> new Unit());
    (isPro ? unit.pro : unit.con).add(cell);
  }

  long n() {
    return all.n();
  }

  /** Its truth on a topic; null without weight. */
  Truth truth(Level level, String group, String language, String topic, SampleSizes sizes) {
    double weight = all.weight();
    if (!(weight > 0)) {
      return null;
    }
    double polarity = pro.weight() / weight;
    return new Truth(
        level.label(),
        group,
        language,
        topic,
        polarity,
        all.n(),
        weight,
        weight * weight / all.squares(),
        isOfOne() ? null : stdErr(polarity, weight, sizes));
  }

  /** Whether a single respondent or cluster is all there is: how much they differ is not known. */
  private boolean isOfOne() {
    long clusters = units.values().stream().mapToLong(Map::size).sum();
    boolean isClustered = units.values().stream().noneMatch(c -> c.containsKey(""));
    return all.n() < 2 || isClustered && clusters < 2;
  }

  /**
   * The standard error of a ratio by linearisation, clusters drawn with replacement within strata,
   * and respondents where there are no clusters: with z the sum of w (y − p) / Σ w over a cluster,
   * the variance is Σ_strata n/(n − 1) Σ (z − mean z)², n counting the clusters of the whole sample
   * (Lumley, Complex Surveys, 2010, section 2.4; R's {@code survey::svymean} of a domain). A
   * stratum with a single cluster is centred at zero, the mean of all.
   */
  private double stdErr(double p, double weight, SampleSizes sizes) {
    double variance = 0;
    for (Map.Entry<String, TreeMap<String, Unit>> stratum : units.entrySet()) {
      double sum = 0;
      double squares = 0;
      for (Map.Entry<String, Unit> cluster : stratum.getValue().entrySet()) {
        Unit unit = cluster.getValue();
        double z = ((1 - p) * unit.pro.weight() - p * unit.con.weight()) / weight;
        sum += z;
        squares +=
            cluster.getKey().isEmpty()
                ? ((1 - p) * (1 - p) * unit.pro.squares() + p * p * unit.con.squares())
                    / (weight * weight)
                : z * z;
      }
      double n = sizes.of(stratum.getKey());
      variance += n < 2 ? squares : n / (n - 1) * (squares - sum * sum / n);
    }
    return Math.sqrt(Math.max(0, variance));
  }

  /** How many clusters each stratum has, or respondents where it has no clusters. */
  static final class SampleSizes {
    private final Map<String, Long> sizes = new HashMap<>();

    SampleSizes(Map<Membership, Answers> respondents) {
      Map<String, Set<String>> clusters = new HashMap<>();
      respondents.forEach(
          (who, people) -> {
            boolean isNew =
                who.cluster().isEmpty()
                    || clusters
                        .computeIfAbsent(who.wholeStratum(), s -> new HashSet<>())
                        .add(who.cluster());
            if (isNew) {
              sizes.merge(who.wholeStratum(), who.cluster().isEmpty() ? people.n() : 1, Long::sum);
            }
          });
    }

    double of(String stratum) {
      return sizes.getOrDefault(stratum, 0L);
    }
  }
}
