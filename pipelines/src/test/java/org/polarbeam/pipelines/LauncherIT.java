package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a user runs it, after the program has been packaged. */
class LauncherIT {
  private static final Path ROOT =
      Path.of(System.getProperty("polarbeam.root", "..")).toAbsolutePath().normalize();

  @TempDir Path folder;

  private Cli.Outcome polarbeam(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("polarbeam").toString()));
    command.addAll(List.of(args));
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertTrue(process.waitFor(5, TimeUnit.MINUTES), "it does not end");
    return new Cli.Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void itStartsAtOnceAndHelps() throws IOException, InterruptedException {
    Cli.Outcome help = polarbeam("--help");
    assertEquals(0, help.status(), help.err());
    assertTrue(help.out().contains("Usage: ./polarbeam COMMAND"));
    assertFalse(help.err().contains("Building"), "the build has just been made");
  }

  @Test
  void itGivesTheStatusOfBadInput() throws IOException, InterruptedException {
    Cli.Outcome bad = polarbeam("analyze", "--output=" + folder.resolve("out"));
    assertEquals(2, bad.status());
    assertEquals(1, bad.err().strip().lines().count(), bad.err());
  }

  @Test
  void itRunsFromAnyDirectory() throws IOException, InterruptedException {
    Cli.Outcome run =
        polarbeam(
            "run", "--models=simulate:local", "--prompts=40", "--rounds=20", "--languages=da");
    assertEquals(0, run.status(), run.err());
    assertTrue(Files.readString(folder.resolve("out/run/report.html")).contains("SIMULATED"));
  }
}
