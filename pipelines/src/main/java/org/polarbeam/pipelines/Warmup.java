package org.polarbeam.pipelines;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Uses the commands once, in small, so that the archive of classes that the launcher makes holds
 * what they need to start.
 */
public final class Warmup {
  private Warmup() {}

  /** Does it; prints only what went wrong. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("polarbeam-warmup");
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream quiet = new PrintStream(said, true, StandardCharsets.UTF_8);
    System.setOut(quiet);
    System.setErr(quiet);
    boolean done = false;
    try {
      done = commands(folder);
    } finally {
      System.setOut(out);
      System.setErr(err);
      delete(folder);
    }
    if (!done) {
      System.err.print(said.toString(StandardCharsets.UTF_8));
      System.exit(1);
    }
  }

  private static boolean commands(Path folder) {
    String run = folder.resolve("run").toString();
    String few = "--prompts=6";
    String models = "--models=sim-aurora-small,sim-aurora-large,sim-borealis-small";
    String languages = "--languages=en,da";
    List<String[]> bad =
        List.of(
            new String[] {"runn"},
            new String[] {"run", "--promts=3"},
            new String[] {"run", "--prompts=none"},
            new String[] {"run", "--study=" + folder.resolve("nothing.yaml")},
            new String[] {
              "analyze", "--scores=" + folder.resolve("nothing.csv"), "--output=" + run
            });
    boolean fine = bad.stream().allMatch(args -> Polarbeam.run(args) == 2);
    return fine
        && Polarbeam.run("--help") == 0
        && Polarbeam.run("--version") == 0
        && Polarbeam.run("run", "--help") == 0
        && Polarbeam.run("plan", few, languages) == 0
        && Polarbeam.run("run", few, models, languages, "--rounds=3", "--output=" + run) == 0
        && Polarbeam.run(
                "analyze",
                "--scores=" + run + "/scores.csv",
                "--truth=" + run + "/truth.csv",
                "--benchmarks=" + run + "/benchmarks.csv",
                "--rounds=3",
                "--output=" + folder.resolve("analysis"))
            == 0;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
