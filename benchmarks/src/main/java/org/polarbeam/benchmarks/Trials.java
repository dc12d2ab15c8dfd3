package org.polarbeam.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.polarbeam.record.Estimate;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.record.Truth;
import org.polarbeam.stats.Draws;
import org.polarbeam.survey.TruthTable;

/** What the parts of the recovery study share: draws, and responses as a world gives them. */
final class Trials {
  static final int ROUNDS = 400;
  private static final long SEED = 5125;

  private Trials() {}

  static UniformRandomProvider random(String what, int number) {
    return Draws.of(SEED, what, number);
  }

  static String topic(int set, int t) {
    return String.format(Locale.ROOT, "s%03d_%02d", set, t);
  }

  static Estimate value(List<Estimate> estimates, boolean isConsistency) {
    return estimates.stream()
        .filter(e -> e.figure().isConsistency() == isConsistency)
        .filter(e -> e.figure().metric().equals("spearman"))
        .findFirst()
        .orElseThrow();
  }

  static TruthTable truths(World world, String language) {
    double[] truth = world.truth.get(World.group(language));
    return TruthTable.of(
        IntStream.range(0, truth.length)
            .mapToObj(
                t -> new Truth("language", language, language, topic(0, t), truth[t], null, null))
            .toList());
  }

  static List<ScoredResponse> responses(
      String model,
      String language,
      double[] mean,
      int each,
      double kappa,
      UniformRandomProvider random) {
    List<ScoredResponse> all = new ArrayList<>();
    for (int t = 0; t < mean.length; t++) {
      for (int k = 0; k < each; k++) {
        int pro = World.respond(mean[t], kappa, random);
        all.add(
            new ScoredResponse(
                model,
                "f",
                language,
                "",
                language,
                topic(0, t),
                pro / (double) World.ITEMS,
                pro,
                World.ITEMS - pro,
                0,
                "p" + t + "_" + k));
      }
    }
    return all;
  }
}
