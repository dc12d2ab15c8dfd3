package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.model.ChatServer;
import org.polarbeam.simulate.SimulatedServer;
import org.polarbeam.simulate.SyntheticSurvey;
import org.polarbeam.study.StudyReader;

/** What a person has stays: inputs, other runs, the run that a failed start was to replace. */
class OwnFilesTest {
  private static final List<String> TOPICS =
      List.copyOf(StudyReader.bundled().topics().keySet()).subList(0, 8);

  @TempDir Path folder;
  private Path survey;

  @BeforeEach
  void makeASurvey() throws IOException {
    survey = Files.writeString(folder.resolve("people.csv"), SyntheticSurvey.csv(TOPICS, 20, 3));
  }

  private Cli.Outcome truth(Path from, String output, String... more) {
    String[] args = {"truth", "--survey=" + from, "--output=" + folder.resolve(output)};
    return Cli.run(concat(args, more));
  }

  private static String[] concat(String[] first, String... more) {
    return Stream.of(first, more).flatMap(Arrays::stream).toArray(String[]::new);
  }

  private Map<String, String> files(String name) {
    return Cli.files(folder.resolve(name));
  }

  private static void assertRefused(Cli.Outcome outcome, String saying) {
    assertEquals(2, outcome.status(), outcome.err());
    assertTrue(outcome.err().contains(saying), outcome.err());
    assertFalse(outcome.err().contains("\tat "), outcome.err());
  }

  @Test
  void givenSignsOfAPatternInAPath_thenTheyAreSigns() {
    for (String name : List.of("run1", "run2", "runs[12]", "run{1,2}", "run*", "run?")) {
      assertEquals(0, truth(survey, name).status(), name);
    }
    Map<String, String> before = files("");
    before.keySet().removeIf(file -> file.startsWith("run*"));
    assertEquals(0, truth(survey, "run*", "--overwrite", "--topics=" + TOPICS.get(0)).status());
    Map<String, String> after = files("");
    after.keySet().removeIf(file -> file.startsWith("run*"));
    assertEquals(before, after);
    assertEquals(0, truth(survey, "run[12]", "--overwrite").status());
    assertEquals(0, Cli.run("plan", "--truth=" + folder.resolve("run{1,2}/truth.csv")).status());
  }

  @Test
  void givenARefusedInput_thenItStays() throws IOException {
    Path mine = Files.createDirectory(folder.resolve("mine"));
    String bad = Files.readString(survey) + "DK,da,nonsense\n";
    for (String name : List.of("survey.csv", "microdata.csv")) {
      Path file = Files.writeString(mine.resolve(name), bad);
      Files.writeString(mine.resolve("notes.txt"), "mine");
      assertEquals(2, truth(file, "mine").status(), name);
      assertEquals(Map.of(name, bad, "notes.txt", "mine"), files("mine"), name);
      Files.delete(file);
    }
  }

  @Test
  void givenAnInputWhereTheCommandWrites_thenItIsRefusedAndStays() throws IOException {
    assertEquals(0, truth(survey, "run").status());
    Map<String, String> before = files("run");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("run"));
    for (String output : List.of("run", "run/../run", "./run", link.getFileName().toString())) {
      Cli.Outcome outcome =
          Cli.run(
              "elicit",
              "--models=sim-aurora-small",
              "--truth=" + folder.resolve("run/truth.csv"),
              "--output=" + folder + "/" + output,
              "--overwrite");
      assertRefused(outcome, "--truth lies where this command writes");
      assertEquals(before, files("run"), output);
    }
    Path study = Files.createDirectory(folder.resolve("d")).resolve("study.yaml");
    Files.writeString(study, StudyReader.bundledYaml());
    assertRefused(
        Cli.run(
            "translate",
            "--study=" + study,
            "--languages=en",
            "--output=" + study.getParent(),
            "--overwrite"),
        "--study lies where");
    assertEquals(Map.of("study.yaml", StudyReader.bundledYaml()), files("d"));
  }

  @Test
  void givenFilesThatNoRunMade_thenTheyAreNotWrittenOver() throws IOException {
    Path mine = Files.createDirectory(folder.resolve("mine"));
    Files.writeString(mine.resolve("truth.csv"), "my own\n");
    assertRefused(truth(survey, "mine"), "no run made it");
    assertRefused(truth(survey, "mine", "--overwrite"), "no run made it");
    Files.writeString(mine.resolve("manifest.json"), "{\"version\": 3}\n");
    assertRefused(truth(survey, "mine", "--overwrite"), "not the manifest of a run");
    assertEquals("my own\n", files("mine").get("truth.csv"));
    assertEquals(2, files("mine").size());
  }

  @Test
  void givenAStartThatFails_thenTheRunItWasToReplaceStays() throws IOException {
    assertEquals(0, truth(survey, "run").status());
    Map<String, String> before = files("run");
    Path bad =
        Files.writeString(folder.resolve("bad.csv"), Files.readString(survey) + "DK,da,nonsense\n");
    assertEquals(2, truth(bad, "run", "--overwrite").status());
    assertEquals(before, files("run"));
    assertEquals(0, truth(survey, "run", "--overwrite", "--topics=" + TOPICS.get(0)).status());
    Map<String, String> after = files("run");
    assertEquals(before.keySet(), after.keySet());
    assertTrue(after.get("truth.csv").length() < before.get("truth.csv").length());
    assertTrue(after.get("manifest.json").contains("\"ended\""));
  }

  @Test
  void givenAnotherProcess_thenTheSecondIsToldWhoWritesThere() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    String holder = "process 7@elsewhere since Monday";
    try (FileChannel channel =
        FileChannel.open(
            run.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
      channel.lock();
      assertRefused(truth(survey, "run"), "this very process"); // another's is told in KilledRunIT
      assertEquals(Map.of(".lock", holder), files("run"));
    }
    assertEquals(0, truth(survey, "run").status(), "a lock ends with who has it");
    assertFalse(files("run").containsKey(".lock"));
  }

  @Test
  void givenOneFile_thenItIsNotWrittenOver() throws IOException {
    Path rounds = Files.writeString(folder.resolve("rounds.csv"), "model,language\nm,da\n");
    assertRefused(
        Cli.run("fit", "--rounds=" + rounds, "--regression=rq1", "--output=" + rounds),
        "no command of Polarbeam made it");
    assertEquals(0, truth(survey, "run").status());
    Path notes = Files.writeString(folder.resolve("notes.html"), "<p>mine</p>");
    assertRefused(
        Cli.run("report", "--run=" + folder.resolve("run"), "--output=" + notes),
        "no command of Polarbeam made it");
    assertEquals("<p>mine</p>", Files.readString(notes));
  }

  @Test
  void givenASheetThatPeopleFilledIn_thenItIsNotWrittenOver() throws IOException {
    String[] translate = {"translate", "--languages=en", "--output=" + folder.resolve("study")};
    assertEquals(0, Cli.run(translate).status());
    assertEquals(0, Cli.run(translate).status(), "nobody has written into the sheet");
    Path sheet = folder.resolve("study/review.csv");
    String filled = Files.readString(sheet).replaceFirst("(?m),([^,\n]*),$", ",yes,");
    Files.writeString(sheet, filled);
    assertRefused(Cli.run(translate), "people have written into it");
    assertRefused(Cli.run(concat(translate, "--overwrite")), "people have written into it");
    assertEquals(filled, Files.readString(sheet));
  }

  @Test
  void givenTwoRunsWithOneStore_thenNeitherFailsAndEachUsesWhatTheOtherStored() throws Exception {
    assertEquals(0, truth(survey, "truth").status());
    try (ChatServer server = SimulatedServer.start(ChatServer.FLAWLESS)) {
      String[] args = {
        "elicit",
        "--models=openai:m@" + server.endpoint(),
        "--prompts=40",
        "--languages=da,en",
        "--maxInFlight=4",
        "--store=" + folder.resolve("store")
      };
      Thread other = new Thread(() -> Cli.run(concat(args, "--output=" + folder.resolve("other"))));
      other.start();
      assertEquals(0, Cli.run(concat(args, "--output=" + folder.resolve("one"))).status());
      other.join();
      Map<String, String> one = files("one");
      one.keySet().removeIf(name -> !name.startsWith("responses/"));
      Map<String, String> two = files("other");
      two.keySet().removeIf(name -> !name.startsWith("responses/"));
      assertEquals(one, two);
      assertEquals(80, server.answered().size());
      // What both had in flight at the same moment was asked twice, and nothing more often.
      assertTrue(server.answered().values().stream().allMatch(n -> n <= 2));
    }
  }

  private Cli.Outcome replay(String recordings, String output, String... more) {
    String[] args = {
      "elicit",
      "--models=replay:sim-aurora-small@" + recordings,
      "--languages=en",
      "--prompts=4",
      "--output=" + folder.resolve(output)
    };
    return Cli.run(concat(args, more));
  }

  private void simulatedAnswers(String output) {
    assertEquals(0, truth(survey, "truth").status());
    Cli.Outcome made =
        Cli.run(
            "elicit",
            "--models=sim-aurora-small",
            "--truth=" + folder.resolve("truth/truth.csv"),
            "--languages=en",
            "--prompts=8",
            "--output=" + folder.resolve(output));
    assertEquals(0, made.status(), made.err());
  }

  @Test
  void givenRecordingsWhereTheCommandWrites_thenTheyStay() {
    simulatedAnswers("asked");
    Map<String, String> before = files("asked");
    String file = folder.resolve("asked/responses/sim-aurora-small.en.jsonl").toString();
    for (String place : List.of(file, folder.resolve("asked/responses") + "/*.jsonl")) {
      assertRefused(
          replay(place, "asked", "--overwrite"), "recordings lie where this command writes");
    }
    assertEquals(before, files("asked"));
  }

  @Test
  void givenRecordingsThatAreSimulated_thenSoIsWhatIsMadeOfThem() {
    simulatedAnswers("asked");
    String file = folder.resolve("asked/responses/sim-aurora-small.en.jsonl").toString();
    assertEquals(0, replay(file, "again").status());
    Map<String, String> made = files("again");
    assertTrue(made.get("manifest.json").contains("\"data\" : \"SIMULATED\""));
    assertTrue(
        made.get("responses/sim-aurora-small.en.jsonl")
            .lines()
            .allMatch(line -> line.contains("\"data\":\"SIMULATED\"")));
    Cli.Outcome other =
        Cli.run(
            "elicit",
            "--models=replay:gemma@" + file,
            "--languages=en",
            "--output=" + folder.resolve("other"));
    assertRefused(other, "no answers of gemma but of sim-aurora-small");
  }

  @Test
  void givenFilesThatNoRunMadeUnderTheNamesOfSome_thenNothingIsWrittenUntilTheyAreElsewhere()
      throws IOException {
    assertEquals(0, truth(survey, "run").status());
    for (String name : List.of("responses/mine.jsonl", "dead-letters/n.jsonl", "scores.csv")) {
      Path mine = folder.resolve("run").resolve(name);
      Files.createDirectories(mine.getParent());
      Files.writeString(mine, "mine");
      assertRefused(truth(survey, "run"), name);
      assertRefused(truth(survey, "run", "--overwrite"), "no run made it");
      assertEquals("mine", Files.readString(mine));
      Files.delete(mine);
    }
    assertEquals(0, truth(survey, "run", "--overwrite").status());
  }

  @Test
  void givenALinkOrAFolderWhereFilesGo_thenItIsToldBeforeTheWork() throws IOException {
    assertEquals(0, truth(survey, "run").status());
    Path keep = Files.createDirectory(folder.resolve("keep"));
    Files.writeString(keep.resolve("other.jsonl"), "mine");
    Path link = Files.createSymbolicLink(folder.resolve("run/responses"), keep);
    assertRefused(truth(survey, "run", "--overwrite"), "no run made it");
    Files.move(keep.resolve("other.jsonl"), folder.resolve("other.jsonl"));
    assertRefused(truth(survey, "run", "--overwrite"), "a link to another folder");
    Files.delete(link);
    Path report = Files.createDirectories(folder.resolve("run/report.html"));
    assertRefused(truth(survey, "run", "--overwrite"), "it is a folder");
    Files.delete(report);
    assertEquals(0, truth(survey, "run", "--overwrite").status());
  }

  @Test
  void givenALockThatNoRunMade_thenItIsNotWrittenOver() throws IOException {
    Path lock = Files.createDirectory(folder.resolve("run")).resolve(".lock");
    Files.writeString(lock, "of another program");
    assertRefused(truth(survey, "run"), "no run has made it");
    assertEquals("of another program", Files.readString(lock));
    Path mine = Files.move(lock, folder.resolve("mine.txt"));
    Files.createSymbolicLink(lock, mine);
    assertRefused(truth(survey, "run"), "a link to somewhere else");
    assertEquals("of another program", Files.readString(mine));
    Files.delete(lock);
    Path part = Files.writeString(folder.resolve("run/truth.csv.part"), "mine");
    assertEquals(0, truth(survey, "run").status());
    assertEquals("mine", Files.readString(part));
  }

  @Test
  void givenAStoreAmongOtherFiles_thenItIsRefusedAndAStoreThatIsGoneIsTold() throws IOException {
    try (ChatServer server = SimulatedServer.start(ChatServer.FLAWLESS)) {
      Path run = folder.resolve("run");
      String[] elicit = {
        "elicit",
        "--models=openai:m@" + server.endpoint(),
        "--languages=en",
        "--prompts=3",
        "--output=" + run
      };
      assertRefused(Cli.run(concat(elicit, "--store=" + folder)), "there is people.csv");
      assertRefused(Cli.run(concat(elicit, "--store=" + run)), "this is the output's");
      assertRefused(Cli.run(concat(elicit, "--store=" + run.resolve("responses"))), "output's");
      assertEquals(0, server.requests());
      assertEquals(0, Cli.run(elicit).status());
      Path elsewhere = Files.move(run.resolve("store"), folder.resolve("elsewhere"));
      assertRefused(Cli.run(elicit), "the answers that were paid for are gone from");
      Files.move(elsewhere, run.resolve("store"));
      assertEquals(0, Cli.run(elicit).status());
      assertEquals(3, server.requests());
    }
  }

  @Test
  void givenAnotherStoreThanTheRunHad_thenNothingIsPaidForTwice() throws IOException {
    try (ChatServer server = SimulatedServer.start(ChatServer.FLAWLESS)) {
      String[] elicit = {
        "elicit",
        "--models=openai:m@" + server.endpoint(),
        "--languages=en",
        "--prompts=6",
        "--output=" + folder.resolve("run")
      };
      String store = "--store=" + folder.resolve("answers");
      assertEquals(0, Cli.run(concat(elicit, store)).status());
      assertRefused(Cli.run(elicit), "--store=" + folder.resolve("answers"));
      assertEquals(6, server.requests());
      Cli.Outcome again = Cli.run(concat(elicit, store));
      assertEquals(0, again.status());
      assertTrue(again.err().contains("6 answers came from the store"), again.err());
      assertEquals(6, server.requests());
    }
  }
}
