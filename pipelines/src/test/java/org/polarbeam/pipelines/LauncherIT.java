package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.study.StudyReader;

/** The launcher as a user runs it, after the program has been packaged. */
class LauncherIT {

  @TempDir Path folder;

  private Cli.Outcome polarbeam(String... args) throws IOException, InterruptedException {
    return polarbeam(Map.of(), args);
  }

  private Cli.Outcome polarbeam(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    return start(Tools.ROOT.resolve("polarbeam"), environment, args);
  }

  private Cli.Outcome start(Path launcher, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    builder.environment().remove("HOME"); // schedulers have none
    Process process = builder.start();
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
  void itStartsThroughLinks() throws IOException, InterruptedException {
    Path bin = Files.createDirectory(folder.resolve("my bin"));
    Path link = Files.createSymbolicLink(bin.resolve("beam"), Tools.ROOT.resolve("polarbeam"));
    Path other = Files.createSymbolicLink(folder.resolve("again"), Path.of("my bin/beam"));
    for (Path launcher : List.of(link, other)) {
      Cli.Outcome version = start(launcher, Map.of("CDPATH", "/:" + folder), "--version");
      assertEquals(0, version.status(), version.err());
      assertEquals("", version.err());
    }
  }

  /** As cron and containers start programs: without a locale, among names of any letters. */
  @Test
  void itFindsFilesOfAnyNameInAnyLocale() throws IOException, InterruptedException {
    Path study =
        Files.writeString(
            Files.createDirectory(folder.resolve("dïr 模")).resolve("stüdy.yaml"),
            StudyReader.bundledYaml());
    for (String locale : List.of("C", "POSIX", "en_US.ISO-8859-1")) {
      Cli.Outcome plan =
          start(
              Tools.ROOT.resolve("polarbeam"),
              Map.of("LC_ALL", locale),
              "plan",
              "--study=" + study,
              "--models=simulate:us",
              "--prompts=2");
      assertEquals(0, plan.status(), locale + ": " + plan.err());
    }
  }

  @Test
  void itRaisesTheLimitOfOpenFilesOrSaysSo() throws IOException, InterruptedException {
    Path few = folder.resolve("few");
    Files.writeString(few, "#!/bin/bash\nulimit $1 60\nshift\nexec \"$@\"\n");
    String launcher = Tools.ROOT.resolve("polarbeam").toString();
    String[] plan = {launcher, "plan", "--models=simulate:us", "--prompts=2"};
    List<String> soft = new ArrayList<>(List.of(few.toString(), "-Sn"));
    soft.addAll(List.of(plan));
    Cli.Outcome raised = start(Path.of("/bin/bash"), Map.of(), soft.toArray(String[]::new));
    assertEquals(0, raised.status(), raised.err());
    soft.set(1, "-n");
    Cli.Outcome low = start(Path.of("/bin/bash"), Map.of(), soft.toArray(String[]::new));
    assertEquals(1, low.status(), low.err());
    assertTrue(low.err().startsWith("Only 60 files may be open"), low.err());
    assertEquals(1, low.err().strip().lines().count(), low.err());
  }

  @Test
  void itGivesTheStatusOfBadInput() throws IOException, InterruptedException {
    Cli.Outcome bad = polarbeam("analyze", "--output=" + folder.resolve("out"));
    assertEquals(2, bad.status());
    assertEquals(1, bad.err().strip().lines().count(), bad.err());
  }

  @Test
  void whatItsVariablesCannotMeanIsToldInASentence() throws IOException, InterruptedException {
    for (String[] each :
        new String[][] {
          {"POLARBEAM_JAVA_OPTS", "--nonsense"},
          {"POLARBEAM_JAVA_OPTS", "-Xmxlots"},
          {"POLARBEAM_LOG", "loud"},
          {"POLARBEAM_CLASSPATH", folder.resolve("none.jar").toString()}
        }) {
      Cli.Outcome bad = polarbeam(Map.of(each[0], each[1]), "--version");
      assertEquals(2, bad.status(), bad.err());
      assertEquals(1, bad.err().strip().lines().count(), bad.err());
      assertTrue(bad.err().contains(each[0]) && bad.err().contains(each[1]), bad.err());
    }
    String functions = "BASH_FUNC_cd%%";
    assertEquals(0, polarbeam(Map.of(functions, "() { :; }"), "--version").status());
  }

  @Test
  void itRunsFromAnyDirectory() throws IOException, InterruptedException {
    Cli.Outcome run =
        polarbeam(
            "run", "--models=simulate:local", "--prompts=40", "--rounds=20", "--languages=da");
    assertEquals(0, run.status(), run.err());
    assertTrue(Files.readString(folder.resolve("out/run/report.html")).contains("SIMULATED"));
  }

  /** With the libraries that work on this machine takes, which are not Google's. */
  @Test
  void aModelServedHereNeedsNothingOfGoogles() throws IOException, InterruptedException {
    Cli.Outcome elicit =
        polarbeam(
            "elicit",
            "--models=vllm:gemma-2-9b-it,vllm:gemma-2-2b-it",
            "--vllmCommand=/bin/false",
            "--languages=en",
            "--prompts=2",
            "--output=served");
    assertEquals(1, elicit.status(), elicit.err());
    assertTrue(elicit.err().contains("cannot be served: in 3 starts"), elicit.err());
  }

  @Test
  void aProviderThatOthersMadeIsAJarOnTheClassPath() throws IOException, InterruptedException {
    Path source =
        Files.writeString(
            folder.resolve("Parrot.java"),
"""
            import java.util.List;
import java.util.Map;
            import java.util.concurrent.CompletableFuture;
            import org.polarbeam.model.*;

            public final class Parrot implements ModelProvider {
              public String name() { return "parrot"; }
              public boolean isPaid() { return false; }
              public List<ProviderOption> options() {
                return List.of(
                    ProviderOption.whole("parrotWords", "How often it says it.", 1, 1, 9));
              }
              public ChatModel open(ModelSpec spec, ProviderContext context, Blobs store) {
                String text = "1. pretty " + "polly ".repeat((int) context.whole("parrotWords", 1));
                return request ->
                    CompletableFuture.completedFuture(new ChatResponse(text, "stop", null, null));
              }
            }
            """);
    Path local = Tools.ROOT.resolve("pipelines/target/local.jar");
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", local.toString(), source.toString());
    assertEquals(0, compiled);
    Path service = folder.resolve("META-INF/services/org.polarbeam.model.ModelProvider");
    Files.createDirectories(service.getParent());
    Files.writeString(service, "Parrot\n");
    Map<String, String> environment = Map.of("POLARBEAM_CLASSPATH", folder.toString());

    assertTrue(polarbeam(environment, "elicit", "--help").out().contains("--parrotWords"));
    Cli.Outcome bad = polarbeam(environment, "elicit", "--parrotWords=10", "--output=o");
    assertEquals(2, bad.status());
    assertTrue(bad.err().contains("--parrotWords"), bad.err());
    Cli.Outcome asked =
        polarbeam(
            environment,
            "elicit",
            "--models=parrot:ara",
            "--parrotWords=3",
            "--languages=en",
            "--prompts=5",
            "--output=o");
    assertEquals(0, asked.status(), asked.err());
    List<String> responses = Files.readAllLines(folder.resolve("o/responses/ara.en.jsonl"));
    assertEquals(5, responses.size());
    assertTrue(responses.get(0).contains("pretty polly polly polly"), responses.get(0));
  }
}
