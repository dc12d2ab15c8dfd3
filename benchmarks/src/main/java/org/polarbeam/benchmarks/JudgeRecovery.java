package org.polarbeam.benchmarks;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.polarbeam.alignment.ErrorRates;
import org.polarbeam.alignment.Estimates;
import org.polarbeam.alignment.FigureRounds;
import org.polarbeam.alignment.Intervals;
import org.polarbeam.alignment.Resampling;
import org.polarbeam.alignment.TopicBootstrap;
import org.polarbeam.alignment.TopicEffects;
import org.polarbeam.files.CsvTable;
import org.polarbeam.judge.CorrectedPolarity;
import org.polarbeam.judge.JudgeErrors;
import org.polarbeam.judge.ReviewSheet;
import org.polarbeam.record.CorrectedPolarityRow;
import org.polarbeam.record.Estimate;
import org.polarbeam.record.Figure;
import org.polarbeam.record.FigureSummary;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.stats.Draws;
import org.polarbeam.survey.TruthTable;

/** A judge that errs, and people who labelled forty items of each of its labels. */
final class JudgeRecovery {
  private JudgeRecovery() {}

  static void run(String what, double[][] given, int worlds) throws IOException {
    World.Scenario scenario = World.SCENARIOS.get(0);
    Coverage coverage = new Coverage();
    for (int w = 0; w < worlds; w++) {
      UniformRandomProvider random = Trials.random(what, w);
      World world = new World(scenario, scenario.topics(), random);
      double[] mean = world.means("da", scenario.slope(), world.own(random), random);
      List<Judgement> judgements = new ArrayList<>();
      List<ScoredResponse> scores = new ArrayList<>();
      Map<String, List<String>> strata = new TreeMap<>();
      for (int t = 0; t < mean.length; t++) {
        for (int k = 0; k < scenario.responses(); k++) {
          String id = Trials.topic(0, t) + "_" + k;
          int pro = World.respond(mean[t], scenario.kappa(), random);
          List<String> labels = new ArrayList<>();
          for (int item = 0; item <= World.ITEMS; item++) {
            int people =
                item == World.ITEMS ? 2 : item < pro ? 0 : 1; // and one item without a side
            double u = random.nextDouble();
            double[] row = given[people];
            String label = Judgement.LABELS.get(u < row[0] ? 0 : u < row[0] + row[1] ? 1 : 2);
            labels.add(label);
            strata
                .computeIfAbsent(label, l -> new ArrayList<>())
                .add(Draws.idOf("item", id, "" + item) + "," + Judgement.LABELS.get(people));
          }
          Judgement j =
              new Judgement(
                  id,
                  id,
                  "m",
                  "f",
                  "da",
                  "",
                  Trials.topic(0, t),
                  "da",
                  labels.size(),
                  labels,
                  "j",
                  "valid",
                  null);
          judgements.add(j);
          scores.add(ScoredResponse.of(j));
        }
      }
      StringBuilder sheet = new StringBuilder("item,label\n");
      for (List<String> stratum : strata.values()) {
        for (int n = 0; n < 40 && !stratum.isEmpty(); n++) {
          sheet.append(stratum.remove(random.nextInt(stratum.size()))).append('\n');
        }
      }
      JudgeErrors errors =
          JudgeErrors.of(
              ReviewSheet.read(
                  CsvTable.read("sheet.csv", new StringReader(sheet.toString())), judgements),
              w,
              Trials.ROUNDS);
      for (CorrectedPolarityRow row : CorrectedPolarity.of(judgements, errors, w, Trials.ROUNDS)) {
        int t = Integer.parseInt(row.topic().substring(5));
        coverage.add("polarity, corrected", mean[t], row.corrected(), row.low(), row.high());
        coverage.add(
            "polarity as judged (no interval)",
            mean[t],
            row.polarity(),
            row.polarity(),
            row.polarity());
      }
      figures(coverage, world, mean, scores, errors, w);
    }
    coverage.print(what + ", 40 labels a stratum");
  }

  private static void figures(
      Coverage coverage,
      World world,
      double[] mean,
      List<ScoredResponse> scores,
      JudgeErrors errors,
      int seed) {
    double[] ones = new double[mean.length];
    Arrays.fill(ones, 1);
    double kappa = world.scenario.kappa();
    double alignment = World.alignment(mean, world.truth.get(World.group("da")), ones, kappa);
    double consistency = World.consistency(mean, ones, kappa);
    ErrorRates rates = ErrorRates.of(0, errors.rates(), errors.confusions());
    TruthTable truths = Trials.truths(world, "da");
    Resampling resampling = Resampling.valid(Trials.ROUNDS, seed).with(TopicEffects.FIXED);
    Map<Figure, FigureRounds> rounds = new LinkedHashMap<>();
    new TopicBootstrap(scores, truths, rates, resampling)
        .rounds(0, Trials.ROUNDS)
        .forEach(f -> rounds.put(f.figure(), f));
    for (Estimate e : Estimates.of(scores, truths, rates)) {
      if (e.figure().metric().startsWith("spearman")) {
        FigureSummary s = new Intervals(resampling).of(e, rounds.get(e.figure()).values());
        boolean self = e.figure().isConsistency();
        coverage.add(
            (self ? "self-consistency, " : "alignment, ")
                + (e.figure().metric().equals("spearman") ? "as judged" : "corrected"),
            self ? consistency : alignment,
            s.estimate(),
            s.ciLow(),
            s.ciHigh());
      }
    }
  }
}
