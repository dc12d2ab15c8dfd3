package org.polarbeam.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
import org.polarbeam.record.Truth;
import org.polarbeam.regression.CapabilityEffect;
import org.polarbeam.regression.CapabilityRegression;
import org.polarbeam.stats.Coefficient;
import org.polarbeam.stats.Draws;
import org.polarbeam.survey.TruthTable;

/**
 * Recovery study: in worlds whose figures are known, how often the intervals that the product
 * prints hold them, with the Monte-Carlo error of that share. All data are simulated.
 */
public final class RecoveryBenchmark {
  private static final long SEED = 5125;
  private static final int MANY = 20_000;
  private static final int ROUNDS = 400;
  private static final int SETS = 10;
  private static final int MANY_WORLDS = 40;
  private static final int MODELS = 9;
  private static final String LOCAL_PERSONA = "DK";

  /** How a judge labels what people would label pro, con and null: good, and bad. */
  private static final Map<String, double[][]> JUDGES =
      Map.of(
          "good judge",
          new double[][] {{0.95, 0.03, 0.02}, {0.04, 0.94, 0.02}, {0.10, 0.10, 0.80}},
          "bad judge",
          new double[][] {{0.80, 0.12, 0.08}, {0.15, 0.77, 0.08}, {0.15, 0.15, 0.70}});

  /** A language asked in, the country that is named, and whom the answers follow. */
  private record Condition(String language, String persona, String target) {}

  private static final List<Condition> CONDITIONS =
      List.of(
          new Condition("en", "", "en"),
          new Condition("da", "", "da"),
          new Condition("en", LOCAL_PERSONA, LOCAL_PERSONA));

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
          analysis(root, scenario, effects, count);
        }
      }
    }
    if (part.isEmpty() || part.equals("capability")) {
      capability("capability matters", 1, count);
      capability("capability does not matter", 0, count);
    }
    if (part.isEmpty() || part.equals("judge")) {
      for (String judge : new TreeMap<>(JUDGES).keySet()) {
        judge(judge, JUDGES.get(judge), count);
      }
    }
    if (part.isEmpty() || part.equals("against")) {
      against(count);
    }
  }

  private static UniformRandomProvider random(String what, int number) {
    return Draws.of(SEED, what, number);
  }

  // What the analyze command prints, of one run with many models that have worlds of their own.

  private static void analysis(Path root, World.Scenario scenario, TopicEffects effects, int models)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("polarbeam-recovery");
    Map<String, Double> known = new TreeMap<>();
    boolean isRandom = effects == TopicEffects.RANDOM;
    if (isRandom) {
      UniformRandomProvider random = random("many" + scenario.name(), 0);
      World many = new World(scenario, MANY, random);
      double[] ones = new double[MANY];
      Arrays.fill(ones, 1);
      know(known, "", many, means(many, random), ones, ones);
    }
    List<World> worlds = new ArrayList<>();
    List<int[]> sizes = new ArrayList<>();
    try (PrintWriter truths = new PrintWriter(folder.resolve("truth_in.csv").toFile());
        PrintWriter scores = new PrintWriter(folder.resolve("scores_in.csv").toFile())) {
      truths.println("level,group,language,topic,polarity");
      scores.println(
          "model,family,language,response_language,topic,polarity,n_pro,n_con,n_null,prompt_id,persona");
      for (int set = 0; set < (isRandom ? models : Math.min(SETS, models)); set++) {
        UniformRandomProvider random = random("set" + scenario.name() + effects, set);
        World world = new World(scenario, scenario.topics(), random);
        worlds.add(world);
        sizes.add(world.sizes(random));
        for (Map.Entry<World.Group, double[]> of : world.truth.entrySet()) {
          World.Group group = of.getKey();
          for (int t = 0; t < world.topics; t++) {
            truths.printf(
                Locale.ROOT,
                "%s,%s,%s,%s,%s%n",
                group.level(),
                group.name(),
                group.language(),
                topic(set, t),
                of.getValue()[t]);
          }
        }
      }
      for (int m = 0; m < models; m++) {
        int set = m % worlds.size();
        World world = worlds.get(set);
        int[] n = sizes.get(set);
        UniformRandomProvider random = random("model" + scenario.name() + effects, m);
        Map<Condition, double[]> means = means(world, random);
        String model = String.format(Locale.ROOT, "m%03d", m);
        means.forEach((c, mean) -> write(scores, model, set, c, mean, n, scenario, random));
        if (!isRandom) {
          double[] topics = Arrays.stream(n).asDoubleStream().toArray();
          double[] pairs = Arrays.stream(n).mapToDouble(k -> k * (k - 1.0)).toArray();
          know(known, model, world, means, topics, pairs);
        }
      }
    }
    Launcher.run(
        root,
        "analyze",
        "--scores=" + folder.resolve("scores_in.csv"),
        "--truth=" + folder.resolve("truth_in.csv"),
        "--output=" + folder.resolve("run"),
        "--rounds=" + ROUNDS,
        "--judgeErrorRate=0",
        "--topicEffects=" + effects.label());
    Coverage coverage = new Coverage();
    for (CsvTable.Row r : table(folder.resolve("run/alignment.csv")).rows()) {
      if (r.text("metric").equals("spearman") && r.text("family").equals("f")) {
        String group = r.text("group");
        String what =
            "alignment, " + (r.text("level").equals("language") ? "speakers" : r.text("level"));
        add(coverage, what, known, isRandom, r, cell(r) + group);
      }
    }
    for (CsvTable.Row r : table(folder.resolve("run/consistency.csv")).rows()) {
      if (r.text("metric").equals("spearman") && r.text("family").equals("f")) {
        add(coverage, "self-consistency", known, isRandom, r, cell(r));
      }
    }
    for (CsvTable.Row r : table(folder.resolve("run/regressions.csv")).rows()) {
      String term = r.text("term");
      String model = term.replaceFirst(".*model\\[(m\\d+)].*", "$1");
      for (String language : List.of("en", "da")) {
        if (term.equals("us:model[" + model + "]:language[" + language + "]")) {
          add(coverage, "US − local, " + language, known, isRandom, r, model + "us" + language);
        }
      }
      if (term.startsWith("persona:") && term.endsWith("country[DK]")) {
        add(coverage, "persona", known, isRandom, r, model + "persona");
      } else if (term.startsWith("persona_over_language:") && term.endsWith("country[DK]")) {
        add(coverage, "persona over language", known, isRandom, r, model + "over");
      }
    }
    coverage.print(scenario.name() + ", " + effects.label() + " topics");
  }

  private static CsvTable table(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      return CsvTable.read(file.toString(), reader);
    }
  }

  private static String topic(int set, int t) {
    return String.format(Locale.ROOT, "s%03d_%02d", set, t);
  }

  private static String cell(CsvTable.Row r) {
    return r.text("model") + "/" + r.text("language") + "/" + r.optional("persona") + "/";
  }

  private static void add(
      Coverage coverage,
      String what,
      Map<String, Double> known,
      boolean isRandom,
      CsvTable.Row r,
      String key) {
    Double truth = known.get(isRandom ? key.substring(4) : key);
    if (truth != null && !truth.isNaN()) {
      boolean isWhole = !r.optional("ci_low").isEmpty();
      coverage.add(
          what,
          truth,
          isWhole ? r.number("estimate") : Double.NaN,
          isWhole ? r.number("ci_low") : Double.NaN,
          isWhole ? r.number("ci_high") : Double.NaN);
    }
  }

  private static Map<Condition, double[]> means(World world, UniformRandomProvider random) {
    double[] own = world.own(random);
    Map<Condition, double[]> means = new LinkedHashMap<>();
    for (Condition c : CONDITIONS) {
      means.put(c, world.means(c.target, world.scenario.slope(), own, random));
    }
    return means;
  }

  private static void know(
      Map<String, Double> known,
      String model,
      World world,
      Map<Condition, double[]> means,
      double[] topics,
      double[] pairs) {
    double kappa = world.scenario.kappa();
    means.forEach(
        (c, mean) -> {
          String cell = model + "/" + c.language + "/" + c.persona + "/";
          for (World.Group group : World.GROUPS) {
            known.put(
                cell + group.name(), World.alignment(mean, world.truth.get(group), topics, kappa));
          }
          known.put(cell, World.consistency(mean, pairs, kappa));
        });
    known.put(model + "usen", known.get(model + "/en//US") - known.get(model + "/en//GB"));
    known.put(model + "usda", known.get(model + "/da//US") - known.get(model + "/da//DK"));
    known.put(model + "persona", known.get(model + "/en/DK/DK") - known.get(model + "/en//DK"));
    known.put(model + "over", known.get(model + "/en/DK/DK") - known.get(model + "/da//DK"));
  }

  private static void write(
      PrintWriter scores,
      String model,
      int set,
      Condition c,
      double[] mean,
      int[] n,
      World.Scenario scenario,
      UniformRandomProvider random) {
    for (int t = 0; t < mean.length; t++) {
      for (int k = 0; k < n[t]; k++) {
        int pro = World.respond(mean[t], scenario.kappa(), random);
        scores.printf(
            Locale.ROOT,
            "%s,f,%s,%s,%s,%s,%d,%d,0,p%02d_%d%s,%s%n",
            model,
            c.language,
            c.language,
            topic(set, t),
            pro / (double) World.ITEMS,
            pro,
            World.ITEMS - pro,
            t,
            k,
            c.persona,
            c.persona);
      }
    }
  }

  // RQ1: nine models a world, whose alignment depends on capability, or does not.

  private static void capability(String what, double effect, int worlds) {
    World.Scenario scenario = World.SCENARIOS.get(0);
    List<CapabilityRegression.Row> all = new ArrayList<>();
    for (int w = 0; w < MANY_WORLDS; w++) {
      all.addAll(rows("w" + w, scenario, effect, random("many rq1" + effect, w)));
    }
    double truth = slope(all, 0).estimate(); // on figures as they are measured
    Coverage coverage = new Coverage();
    int significant = 0;
    for (int w = 0; w < worlds; w++) {
      UniformRandomProvider random = random("world rq1" + effect, w);
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
            responses("m", language, mean, scenario.responses(), model.kappa, random);
        List<Estimate> estimates =
            Estimates.of(responses, truths(world, language), ErrorRates.of(0));
        rows.add(
            new CapabilityRegression.Row(
                names + "m" + m,
                "f",
                language,
                -1,
                value(estimates, false).value(),
                value(estimates, true).value(),
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

  private static Estimate value(List<Estimate> estimates, boolean isConsistency) {
    return estimates.stream()
        .filter(e -> e.figure().isConsistency() == isConsistency)
        .filter(e -> e.figure().metric().equals("spearman"))
        .findFirst()
        .orElseThrow();
  }

  private static TruthTable truths(World world, String language) {
    double[] truth = world.truth.get(World.group(language));
    return TruthTable.of(
        IntStream.range(0, truth.length)
            .mapToObj(
                t -> new Truth("language", language, language, topic(0, t), truth[t], null, null))
            .toList());
  }

  private static List<ScoredResponse> responses(
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

  // A judge that errs, and people who labelled forty items of each of its labels.

  private static void judge(String what, double[][] given, int worlds) throws IOException {
    World.Scenario scenario = World.SCENARIOS.get(0);
    Coverage coverage = new Coverage();
    for (int w = 0; w < worlds; w++) {
      UniformRandomProvider random = random(what, w);
      World world = new World(scenario, scenario.topics(), random);
      double[] mean = world.means("da", scenario.slope(), world.own(random), random);
      List<Judgement> judgements = new ArrayList<>();
      List<ScoredResponse> scores = new ArrayList<>();
      Map<String, List<String>> strata = new TreeMap<>();
      for (int t = 0; t < mean.length; t++) {
        for (int k = 0; k < scenario.responses(); k++) {
          String id = topic(0, t) + "_" + k;
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
                  topic(0, t),
                  "da",
                  labels.size(),
                  labels,
                  "j",
                  "valid",
                  null);
          judgements.add(j);
          int nPro = j.count(Judgement.PRO);
          int nCon = j.count(Judgement.CON);
          scores.add(
              new ScoredResponse(
                  "m",
                  "f",
                  "da",
                  "",
                  "da",
                  topic(0, t),
                  nPro / (double) (nPro + nCon),
                  nPro,
                  nCon,
                  j.count(Judgement.NULL),
                  id));
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
              ROUNDS);
      for (CorrectedPolarityRow row : CorrectedPolarity.of(judgements, errors, w, ROUNDS)) {
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
    TruthTable truths = truths(world, "da");
    Resampling resampling = Resampling.valid(ROUNDS, seed).with(TopicEffects.FIXED);
    Map<Figure, FigureRounds> rounds = new LinkedHashMap<>();
    new TopicBootstrap(scores, truths, rates, resampling)
        .rounds(0, ROUNDS)
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
      UniformRandomProvider random = random("against" + change, w);
      World world = new World(scenario, scenario.topics(), random);
      double[] own = world.own(random);
      UniformRandomProvider[] alike = {random("alike", w), random("alike", w)};
      Estimate[] runs = new Estimate[2];
      double[] truth = new double[2];
      for (int run = 0; run < runs.length; run++) {
        double[] mean = world.means("da", scenario.slope() + run * change, own, alike[run]);
        List<ScoredResponse> responses =
            responses("m", "da", mean, scenario.responses(), scenario.kappa(), random);
        runs[run] = value(Estimates.of(responses, truths(world, "da"), ErrorRates.of(0)), self);
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
