package org.polarbeam.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.polarbeam.alignment.ScoreReader;
import org.polarbeam.files.CsvTable;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.record.Truth;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthReader;
import org.polarbeam.survey.TruthTable;

/**
 * The whole {@code analyze} command on the released study with 1,000 rounds, beside a
 * straightforward bootstrap loop in the same run, and the default {@code run}. Arguments: the
 * repository, the folder of the released study.
 */
public final class AnalysisBenchmark {
  private static final int ROUNDS = 1_000;
  private static final int NAIVE_ROUNDS = 50;

  private AnalysisBenchmark() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path root = Path.of(args[0]).toAbsolutePath().normalize();
    Path study = Path.of(args[1]).toAbsolutePath().normalize();
    Launcher.run(root, "--help"); // builds
    report("run, no options", Launcher.run(root, "run", "--overwrite", output("run")), 0);
    if (!Files.exists(study.resolve("scores.csv"))) {
      System.out.println("skipped: no released study at " + study);
      return;
    }
    double naive = naive(study);
    System.out.printf(
        Locale.ROOT,
        "%-36s %8.1f s   (one thread, %d of %d rounds, scaled; no regressions)%n",
        "straightforward loop",
        naive,
        NAIVE_ROUNDS,
        ROUNDS);
    for (String inference : List.of("published", "valid")) {
      Launcher.Cost cost =
          Launcher.run(
              root,
              "analyze",
              "--scores="
                  + study.resolve("scores.csv")
                  + ","
                  + study.resolve("scores-baselines.csv"),
              "--truth="
                  + study.resolve("truth_country.csv")
                  + ","
                  + study.resolve("truth_language.csv")
                  + ","
                  + study.resolve("truth_global.csv"),
              "--benchmarks=" + study.resolve("benchmarks.csv"),
              "--rounds=" + ROUNDS,
              "--inference=" + inference,
              "--overwrite",
              output("analyze-" + inference));
      report("analyze --inference=" + inference, cost, naive);
    }
  }

  private static String output(String name) {
    return "--output=out/benchmarks/" + name;
  }

  private static void report(String what, Launcher.Cost cost, double naive) {
    String ratio =
        naive == 0
            ? ""
            : String.format(Locale.ROOT, ", %.1f times the loop's speed", naive / cost.seconds());
    System.out.printf(
        Locale.ROOT,
        "%-36s %8.1f s   (%d MB at most%s)%n",
        what,
        cost.seconds(),
        cost.peakMegabytes(),
        ratio);
  }

  private static double naive(Path study) throws IOException {
    List<ScoredResponse> responses =
        ScoreReader.read(List.of(table(study, "scores.csv"), table(study, "scores-baselines.csv")))
            .scores();
    List<Truth> truths =
        TruthReader.read(
            List.of(
                table(study, "truth_country.csv"),
                table(study, "truth_language.csv"),
                table(study, "truth_global.csv")));
    TruthTable table =
        TruthTable.of(
            TruthTable.relevantTo(
                java.util.Set.of("da", "en", "nl", "pt"), java.util.Set.of("US"), truths));
    double sum = 0;
    for (Level level : Level.STANDARD) {
      sum += new NaiveBootstrap(responses, table, level).run(3); // warm
    }
    long start = System.nanoTime();
    for (Level level : Level.STANDARD) {
      sum += new NaiveBootstrap(responses, table, level).run(NAIVE_ROUNDS);
    }
    double seconds = (System.nanoTime() - start) / 1e9 * ROUNDS / NAIVE_ROUNDS;
    if (Double.isNaN(sum)) {
      System.out.println("(a figure of the straightforward loop is undefined)");
    }
    return seconds;
  }

  private static CsvTable table(Path study, String file) throws IOException {
    try (Reader reader = Files.newBufferedReader(study.resolve(file))) {
      return CsvTable.read(file, reader);
    }
  }
}
