package org.polarbeam.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.polarbeam.alignment.TopicEffects;
import org.polarbeam.files.CsvTable;

/** What the analyze command prints, of one run with many models that have worlds of their own. */
final class AnalysisRecovery {
  private static final int MANY = 20_000;
  private static final int SETS = 10;
  private static final String LOCAL_PERSONA = "DK";

  /** A language asked in, the country that is named, and whom the answers follow. */
  private record Condition(String language, String persona, String target) {}

  private static final List<Condition> CONDITIONS =
      List.of(
          new Condition("en", "", "en"),
          new Condition("da", "", "da"),
          new Condition("en", LOCAL_PERSONA, LOCAL_PERSONA));

  private AnalysisRecovery() {}

  static void run(Path root, World.Scenario scenario, TopicEffects effects, int models)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("polarbeam-recovery");
    Map<String, Double> known = new TreeMap<>();
    boolean isRandom = effects == TopicEffects.RANDOM;
    if (isRandom) {
      UniformRandomProvider random = Trials.random("many" + scenario.name(), 0);
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
        UniformRandomProvider random = Trials.random("set" + scenario.name() + effects, set);
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
                Trials.topic(set, t),
                of.getValue()[t]);
          }
        }
      }
      for (int m = 0; m < models; m++) {
        int set = m % worlds.size();
        World world = worlds.get(set);
        int[] n = sizes.get(set);
        UniformRandomProvider random = Trials.random("model" + scenario.name() + effects, m);
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
        "--rounds=" + Trials.ROUNDS,
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
    Double truth = known.get(isRandom ? key.replaceFirst("^m\\d+", "") : key);
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
            Trials.topic(set, t),
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
}
