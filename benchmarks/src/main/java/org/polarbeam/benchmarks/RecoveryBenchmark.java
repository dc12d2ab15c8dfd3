package org.polarbeam.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.polarbeam.alignment.ErrorRates;
import org.polarbeam.alignment.Estimates;
import org.polarbeam.alignment.TopicEffects;
import org.polarbeam.record.Estimate;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.regression.CapabilityEffect;
import org.polarbeam.regression.CapabilityRegression;
import org.polarbeam.stats.Coefficient;

/**
 * Recovery study: in worlds whose figures are known, how often the intervals that the product
 * prints hold them, with the Monte-Carlo error of that share. All data are simulated.
 */
public final class RecoveryBenchmark {
  private static final int MANY_WORLDS = 40;
  private static final int MODELS = 9;

  /** How a judge labels what people would label pro, con and null: good, and bad. */
  private static final Map<String, double[][]> JUDGES =
      Map.of(
          "good judge",
          new double[][] {{0.95, 0.03, 0.02}, {0.04, 0.94, 0.02}, {0.10, 0.10, 0.80}},
          "bad judge",
          new double[][] {{0.80, 0.12, 0.08}, {0.15, 0.77, 0.08}, {0.15, 0.15, 0.70}});

  private RecoveryBenchmark() {}

  /**
   * Give the root of the repository, and one of {@code analysis}, {@code capability}, {@code judge}
   * and {@code against} to run it alone, and how many worlds or models there are.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path root = Path.of(args[0]).toAbsolutePath().normalize();
    String part = args.length > 1 ? args[1] : "";
    int count = args.length > 2 ? Integer.parseInt(args[2]) : 200;
    Coverage.header();
    if (part.isEmpty() || part.equals("analysis")) {
      for (World.Scenario scenario : World.SCENARIOS) {
        for (TopicEffects effects : TopicEffects.values()) {
          AnalysisRecovery.run(root, scenario, effects, count);
        }
      }
    }
    if (part.isEmpty() || part.equals("capability")) {
      capability("capability matters", 1, count);
      capability("capability does not matter", 0, count);
    }
    if (part.isEmpty() || part.equals("judge")) {
      for (String judge : new TreeMap<>(JUDGES).keySet()) {
        JudgeRecovery.run(judge, JUDGES.get(judge), count);
      }
    }
    if (part.isEmpty() || part.equals("against")) {
      against(count);
    }
  }

  // RQ1: nine models a world, whose alignment depends on capability, or does not.

  private static void capability(String what, double effect, int worlds) {
    World.Scenario scenario = World.SCENARIOS.get(0);
    List<CapabilityRegression.Row> all = new ArrayList<>();
    for (int w = 0; w < MANY_WORLDS; w++) {
      all.addAll(rows("w" + w, scenario, effect, Trials.random("many rq1" + effect, w)));
    }
    double truth = slope(all, 0).estimate(); // on figures as they are measured
    Coverage coverage = new Coverage();
    int significant = 0;
    for (int w = 0; w < worlds; w++) {
      UniformRandomProvider random = Trials.random("world rq1" + effect, w);
      List<CapabilityRegression.Row> rows = rows("", scenario, effect, random);
      Coefficient slope = slope(rows, w);
      coverage.add("slope of capability", truth, slope.estimate(), slope.ciLow(), slope.ciHigh());
      significant += slope.ciLow() > 0 || slope.ciHigh() < 0 ? 1 : 0;
    }
    coverage.print("nine models, " + what);
    System.out.printf(
        Locale.ROOT,
        "%s: significant in %.1f%% of %d%n",
        what,
        100.0 * significant / worlds,
        worlds);
  }

  private static List<CapabilityRegression.Row> rows(
      String names, World.Scenario scenario, double effect, UniformRandomProvider random) {
    World world = new World(scenario, scenario.topics(), random);
    List<CapabilityRegression.Row> rows = new ArrayList<>();
    for (int m = 0; m < MODELS; m++) {
      double u = 0.15 * World.normal(random);
      double[] own = world.own(random);
      for (String language : List.of("en", "da")) {
        Model model = Model.draw(effect, u, random);
        double[] mean = world.means(language, model.slope, own, random);
        List<ScoredResponse> responses =
            Trials.responses("m", language, mean, scenario.responses(), model.kappa, random);
        List<Estimate> estimates =
            Estimates.of(responses, Trials.truths(world, language), ErrorRates.of(0));
        rows.add(
            new CapabilityRegression.Row(
                names + "m" + m,
                "f",
                language,
                -1,
                Trials.value(estimates, false).value(),
                Trials.value(estimates, true).value(),
                model.capability));
      }
    }
    return rows;
  }

  private record Model(double capability, double slope, double kappa) {
    static Model draw(double effect, double u, UniformRandomProvider random) {
      double capability = 0.3 + 0.5 * random.nextDouble();
      return new Model(
          capability,
          0.1 + effect * capability + (1 - effect) * 0.55 + u + 0.1 * World.normal(random),
          8 * Math.exp(0.4 * World.normal(random)));
    }
  }

  private static Coefficient slope(List<CapabilityRegression.Row> rows, long seed) {
    return CapabilityEffect.of(rows, seed).get(0).coefficients().stream()
        .filter(c -> c.term().equals(CapabilityEffect.CAPABILITY))
        .findFirst()
        .orElseThrow();
  }

  // Two runs on the same prompts, of which the second has changed or has not.

  private static void against(int worlds) {
    for (double change : new double[] {0, 0.15, 0.3}) {
      for (boolean self : new boolean[] {false, true}) {
        against(change, self, worlds);
      }
    }
  }

  private static void against(double change, boolean self, int worlds) {
    World.Scenario scenario = World.SCENARIOS.get(0);
    double[] ones = new double[scenario.topics()];
    Arrays.fill(ones, 1);
    int told = 0;
    double moved = 0;
    double squares = 0;
    double variance = 0;
    for (int w = 0; w < worlds; w++) {
      UniformRandomProvider random = Trials.random("against" + change, w);
      World world = new World(scenario, scenario.topics(), random);
      double[] own = world.own(random);
      UniformRandomProvider[] alike = {Trials.random("alike", w), Trials.random("alike", w)};
      Estimate[] runs = new Estimate[2];
      double[] truth = new double[2];
      for (int run = 0; run < runs.length; run++) {
        double[] mean = world.means("da", scenario.slope() + run * change, own, alike[run]);
        List<ScoredResponse> responses =
            Trials.responses("m", "da", mean, scenario.responses(), scenario.kappa(), random);
        runs[run] =
            Trials.value(
                Estimates.of(responses, Trials.truths(world, "da"), ErrorRates.of(0)), self);
        truth[run] =
            self
                ? World.consistency(mean, ones, scenario.kappa())
                : World.alignment(mean, world.truth.get(World.group("da")), ones, scenario.kappa());
      }
      double error = Math.hypot(runs[0].fixedErr(), runs[1].fixedErr());
      double difference = runs[1].value() - runs[0].value();
      told += Math.abs(difference) > 1.96 * error ? 1 : 0;
      moved += truth[1] - truth[0];
      squares += Math.pow(difference - truth[1] + truth[0], 2);
      variance += error * error;
    }
    double share = told / (double) worlds;
    System.out.printf(
        Locale.ROOT,
        "two runs on the same prompts, %s changed by %+.3f: told in %.1f%% (± %.1f) of %d; standard"
            + " error %.4f, true %.4f%n",
        self ? "self-consistency" : "alignment",
        moved / worlds,
        100 * share,
        100 * Math.sqrt(share * (1 - share) / worlds),
        worlds,
        Math.sqrt(variance / worlds),
        Math.sqrt(squares / worlds));
  }
}
