package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.cli.OptionSpec;
import org.polarbeam.pipelines.command.Commands;
import org.polarbeam.study.StudyReader;
import org.polarbeam.transforms.internal.BeamFiles;

/** What is too much, or no file, or out of reach, is told at once and not after hours. */
class BoundsTest {
  @TempDir Path folder;

  private void refused(String mentioned, String... args) {
    Path output = folder.resolve("out");
    Cli.Outcome outcome = Cli.run(with(args, "--output=" + output));
    assertEquals(2, outcome.status(), outcome.err());
    assertEquals(1, outcome.err().strip().lines().count(), outcome.err());
    assertTrue(outcome.err().contains(mentioned), outcome.err());
    assertFalse(Files.exists(output), "something was written");
  }

  @Test
  void everyNumberHasALeastAndAGreatestValue() {
    for (Command command : Commands.all()) {
      for (OptionSpec option : command.specs()) {
        boolean number =
            option.type() == OptionSpec.Type.WHOLE || option.type() == OptionSpec.Type.NUMBER;
        if (number && !option.name().equals("seed")) { // any is as good as another
          assertTrue(option.least() >= 0, command.name() + " --" + option.name());
          assertTrue(
              option.most() < Integer.MAX_VALUE
                  || option.name().matches("tokensPerMinute|maxTokens|samples"),
              command.name() + " --" + option.name());
          assertTrue(option.most() <= 1e15, command.name() + " --" + option.name());
        }
      }
    }
  }

  @Test
  void moreQuestionsThanARunCanHoldAreCountedByPlanAndRefusedByRun() {
    Cli.Outcome plan =
        Cli.run("plan", "--samples=2147483647", "--prompts=2", "--models=simulate:us");
    assertEquals(0, plan.status(), plan.err());
    assertTrue(plan.out().contains("4,294,967,294"), plan.out());
    refused("--samples=2147483647 is too large", "run", "--samples=2147483647");
    refused("--samples=1001 is too large", "elicit", "--samples=1001");
    refused("one run can have", "run", "--samples=1000", "--prompts=1000000");
  }

  @Test
  void numbersAreWrittenWithPlainDigits() {
    refused("--rounds=١٠ is no whole number", "analyze", "--rounds=١٠");
    refused("--prompts=２ is no whole number", "run", "--prompts=２");
    refused("--samples=1_0 is no whole number", "run", "--samples=1_0");
  }

  @Test
  void runnersHaveAtLeastOneThread() {
    refused("--targetParallelism=0", "run", "--prompts=2", "--targetParallelism=0");
    refused("--targetParallelism=", "run", "--prompts=2", "--targetParallelism=2147483647");
  }

  @Test
  void pipesDevicesAndDirectoriesAreNoFiles() throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/dev/zero")), "this system has no devices as files");
    Path pipe = folder.resolve("pipe");
    assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor() == 0,
        "this system makes no pipes");
    Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
    for (Object no : List.of(pipe, link, "/dev/zero")) {
      refused("this is a pipe or a device", "run", "--study=" + no);
      refused("this is a pipe or a device", "truth", "--survey=" + no);
      refused("this is a pipe or a device", "run", "--prices=" + no);
      refused("this is a pipe or a device", "analyze", "--scores=" + no, "--truth=" + no);
    }
    refused("this is a directory", "run", "--study=" + folder);
  }

  @Test
  void aBucketThatCannotBeReachedIsToldWithinHalfAMinute() throws IOException {
    int closed;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = free.getLocalPort();
    }
    Assertions.assertTimeout(Duration.ofSeconds(30), () -> refusedBucket("be reached", closed));
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Assertions.assertTimeout(
          Duration.ofSeconds(30), () -> refusedBucket("be reached", silent.getLocalPort()));
    }
  }

  @Test
  void aKeyInTheWrongPlaceIsNotRepeated() {
    for (String key :
        List.of("sk-SECRETkey0123456789abcdefXYZ", "Zk3SECRETT9vW1xY5bC8dF2gH4jL6nM0q")) {
      for (String option : List.of("--models=", "--judge=", "--translator=", "--languages=")) {
        Cli.Outcome outcome = Cli.run("plan", option + key);
        assertEquals(2, outcome.status(), outcome.err());
        assertFalse(outcome.err().contains("SECRET"), outcome.err());
      }
    }
  }

  /** A store that cannot be is told before the run has a directory that remembers it. */
  @Test
  void aStoreThatCannotBeLeavesNoDirectory() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    for (Object store : List.of(file, "/dev/full", file.resolve("below"))) {
      refused(
          "answers that are paid for cannot be kept there",
          "elicit",
          "--models=openai:m@http://127.0.0.1:9/v1",
          "--prompts=2",
          "--store=" + store);
    }
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void oneKeyIsNotSentToSeveralHosts() {
    String models = "openai:a@https://a.example/v1,openai:b@https://b.example/v1";
    String[] elicit = {"elicit", "--models=" + models, "--prompts=2"};
    refused("would be sent to a.example and b.example", with(elicit, "--apiKeyEnv=PATH"));
    refused("needs a key", with(elicit, "--apiKeyEnv=a.example=PATH"));
    refused("variable NO_SUCH_KEY", with(elicit, "--apiKeyEnv=a.example=NO_SUCH_KEY"));
    refused("is no name of an environment", with(elicit, "--apiKeyEnv=a.example=no key"));
  }

  @Test
  void aKeyAsTheValueOfAnyOptionIsRefusedAndNotRepeated() {
    for (String option : List.of("--licence=", "--store=", "--study=", "--output=x/")) {
      for (String key :
          List.of("sk-proj-SECRETAb12Cd34Ef56Gh78", "Zk3SECRETT9vW1xY5bC8dF2gH4jL6nM0q")) {
        Cli.Outcome outcome = Cli.run("elicit", "--models=simulate:us", option + key);
        assertEquals(2, outcome.status(), outcome.err());
        assertTrue(outcome.err().contains("looks like a key"), outcome.err());
        assertFalse(outcome.err().contains("SECRET"), outcome.err());
      }
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsToldInWords() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    for (Object no : List.of(file, "/dev/null", file.resolve("below"))) {
      Cli.Outcome outcome = Cli.run("run", "--prompts=2", "--output=" + no);
      assertEquals(2, outcome.status(), outcome.err());
      assertFalse(outcome.err().contains("Exception"), outcome.err());
      assertTrue(outcome.err().contains(no.toString()), outcome.err());
    }
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void aSingleFileThatCannotBeWrittenIsToldBeforeTheWork() throws IOException {
    Path run = folder.resolve("run");
    String[] args = {"run", "--prompts=2", "--rounds=2", "--languages=da", "--models=simulate:us"};
    assertEquals(0, Cli.run(with(args, "--output=" + run)).status());
    Path directory = Files.createDirectory(folder.resolve("directory"));
    List<String> places = List.of(directory.toString(), "/proc/sheet.csv", run + "/scores.csv/x");
    for (String no : places) {
      refused("", "judge", "--responses=" + run + "/responses/*", "--reviewSheet=" + no);
      Cli.Outcome report = Cli.run("report", "--run=" + run, "--output=" + no);
      assertEquals(2, report.status(), report.err());
      assertFalse(report.err().contains("Exception"), report.err());
    }
  }

  @Test
  void aDeviceIsNeverMovedOver() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe");
    assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor() == 0,
        "this system makes no pipes");
    assertThrows(IOException.class, () -> BeamFiles.write(pipe.toString(), "text"));
    assertFalse(Files.isRegularFile(pipe), "the pipe is gone");
    assertTrue(Files.exists(pipe));
  }

  private static String[] with(String[] args, String more) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 1);
    all[args.length] = more;
    return all;
  }

  @Test
  void aFieldOfAnotherKindIsNamed() throws IOException {
    Path lines = folder.resolve("responses.jsonl");
    String[][] wrong = {
      {"{\"id\":[1]}", "column id: it is not a text"},
      {"{\"text\":5}", "column text: it is not a text"},
      {"{\"sample\":\"ten\"}", "column sample: it is not a whole number"},
      {"[1,2]", "column (all): it is not an object"},
    };
    for (String[] one : wrong) {
      Files.writeString(lines, one[0] + "\n");
      refused(one[1], "judge", "--responses=" + lines);
    }
  }

  @Test
  void whatIsNoPlaceInABucketIsTold() {
    for (String no : List.of("gs://", "gs:///x", "gs://B/x")) {
      refused("no place in Cloud Storage", "truth", "--survey=" + no, "--project=p");
    }
  }

  @Test
  void aBucketForOthersOnlyIsToldWithTheRemedy() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    server.start();
    try {
      refusedBucket("does not accept this machine's", server.getAddress().getPort());
    } finally {
      server.stop(0);
    }
  }

  private void refusedBucket(String mentioned, int port) {
    refused(
        mentioned,
        "truth",
        "--survey=gs://somewhere/survey.csv",
        "--gcsEndpoint=http://127.0.0.1:" + port + "/storage/v1/",
        "--credentialFactoryClass=org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory",
        "--project=test");
  }

  @Test
  void aNameThatCannotBeShownOrIsAKeyIsNoName() {
    refused("control characters", "plan", "--models=openai:a\u001b[31mb@http://127.0.0.1:1/v1");
    for (String name : List.of("=1+1", "-m", "+2")) {
      refused("a spreadsheet", "plan", "--models=openai:" + name + "@http://127.0.0.1:1/v1");
    }
    String key = "sk-proj-" + "Ab3dEf6hIj9kLm2nOp5q";
    Cli.Outcome outcome = Cli.run("plan", "--models=openai:" + key + "@http://127.0.0.1:1/v1");
    assertEquals(2, outcome.status());
    assertTrue(outcome.err().contains("looks like a key"), outcome.err());
    assertFalse(outcome.err().contains(key.substring(10)), outcome.err());
  }

  @Test
  void aStudysNamesAreToldWithTheirPlace() throws IOException {
    String study = StudyReader.bundledYaml();
    for (String bad : List.of("\"a\\e[31mb\"", "\"=cmd\"")) {
      Path file =
          Files.writeString(
              folder.resolve("bad.yaml"),
              study.replaceFirst("name: sim-aurora-small", "name: " + bad.replace("\\", "\\\\")));
      refused("models[", "plan", "--study=" + file);
    }
  }

  @Test
  void aHomeThatTheShellHasNotWrittenOutIsToldAndMadeNowhere() {
    refused("$HOME/x", "truth", "--survey=~/x");
    refused("$HOME/s.csv", "truth", "--survey=~/s.csv");
    Cli.Outcome root = Cli.run("translate", "--languages=en", "--output=/");
    assertEquals(2, root.status());
    assertTrue(root.err().contains("no folder of its own"), root.err());
  }

  @Test
  void aVariableThatIsNamedHasAKey() {
    refused(
        "--apiKeyEnv=NO_SUCH_VARIABLE",
        "elicit",
        "--models=openai:m@http://127.0.0.1:1/v1",
        "--apiKeyEnv=NO_SUCH_VARIABLE");
  }

  @Test
  void aMarkOfSimulatedDataIsNotLostByItsSpelling() throws IOException {
    String header = "model,family,language,round,alignment,consistency,multilingual,";
    for (String[] bad :
        new String[][] {{"data", "simulated"}, {"DATA", "SIMULATED"}, {"data", "0"}}) {
      Path truth =
          Files.writeString(
              folder.resolve("truth.csv"),
              "level,group,topic,polarity," + bad[0] + "\ncountry,DK,f120,0.5," + bad[1] + "\n");
      refused(bad[0], "analyze", "--scores=" + truth, "--truth=" + truth);
    }
    for (String field : List.of("dat\\u0061", "d\u0430ta")) {
      Path line =
          Files.writeString(
              folder.resolve("judgements.jsonl"),
              "{\"" + field + "\":\"SIMULATED\",\"id\":\"x\"}\n");
      Cli.Outcome outcome =
          Cli.run(
              "elicit",
              "--models=replay:m@" + line,
              "--languages=en",
              "--output=" + folder.resolve("o"));
      assertEquals(2, outcome.status(), outcome.err());
    }
    Path twice =
        Files.writeString(
            folder.resolve("rounds.csv"),
            header.replaceFirst(",$", "\n") + "m,f,da,1,0.5,0.5,0.5\nm,f,da,1,0.5,0.5,0.5\n");
    refused("is there already", "fit", "--rounds=" + twice, "--regression=rq1");
    Files.writeString(twice, header.replaceFirst(",$", "\n") + "m,f,da,1,7.5,0.5,0.5\n");
    refused("outside [-1, 1]", "fit", "--rounds=" + twice, "--regression=rq1");
  }

  /** A dangling link is the user's, like one that leads somewhere. */
  @Test
  void aLinkInPlaceOfAFileIsNotReplaced() throws IOException {
    Path output = Files.createDirectory(folder.resolve("links"));
    Path link = Files.createSymbolicLink(output.resolve("report.html"), Path.of("../nowhere"));
    Cli.Outcome run =
        Cli.run(
            "run",
            "--prompts=2",
            "--rounds=2",
            "--languages=en",
            "--overwrite",
            "--output=" + output);
    assertEquals(2, run.status(), run.err());
    assertTrue(run.err().contains("it is a link"), run.err());
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  void aPlaceThatNoTemplateHasIsTold() throws IOException {
    Path study =
        Files.writeString(
            folder.resolve("place.yaml"),
            StudyReader.bundledYaml().replaceFirst("\\{topic}", "{topic} in {country}"));
    refused("no place {country}", "run", "--study=" + study);
  }

  @Test
  void aSecondRecordOnALineIsTold() throws IOException {
    String record =
        "{\"id\":\"r\",\"promptId\":\"p\",\"model\":\"m\",\"family\":\"f\",\"language\":\"en\",\"persona\":\"\","
            + "\"topic\":\"f120\",\"variation\":\"v\",\"template\":\"t\",\"sample\":0,\"sampling\":{},"
            + "\"text\":\"1. Yes.\",\"finishReason\":\"stop\"}";
    Path two = Files.writeString(folder.resolve("two.jsonl"), record + record + "\n");
    refused("line 1", "judge", "--responses=" + two, "--judge=openai:m@http://127.0.0.1:9/v1");
    Path junk = Files.writeString(folder.resolve("junk.jsonl"), record + " junk\n");
    refused("line 1", "judge", "--responses=" + junk, "--judge=openai:m@http://127.0.0.1:9/v1");
  }

  @Test
  void givenAPathOfAnotherScheme_thenTheOptionIsNamed() {
    for (String path : List.of("https://a.org/b.csv", "s3://bucket/b.csv", "file:///tmp/b.csv")) {
      Cli.Outcome told =
          Cli.run("fit", "--rounds=" + path, "--regression=rq1", "--output=" + folder + "/c.csv");
      assertEquals(2, told.status(), told.err());
      assertTrue(told.err().startsWith("--rounds=" + path), told.err());
    }
    Cli.Outcome out = Cli.run("run", "--output=file://" + folder.resolve("run"));
    assertEquals(2, out.status(), out.err());
    assertTrue(out.err().contains("Give the path behind it"), out.err());
  }
}
