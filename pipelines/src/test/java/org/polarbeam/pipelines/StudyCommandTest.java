package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.model.ChatServer;
import org.polarbeam.study.StudyReader;

/** A small study, checked and printed by {@code study}, and asked by the others. */
class StudyCommandTest {
  private static final Path ROOT =
      Path.of(System.getProperty("polarbeam.root", "..")).toAbsolutePath().normalize();
  private static final String SMALL =
      """
      extends: values
      languages: [en, da]
      topics: [f120, e035]
      models: [{name: m, family: f, provider: openai, sampling: {temperature: 0.3}}]
      """;

  @TempDir Path folder;

  private String file(String name, String text) throws IOException {
    return "--study=" + Files.writeString(folder.resolve(name), text);
  }

  private static void refused(String told, String... args) {
    Cli.Outcome outcome = Cli.run(args);
    assertEquals(2, outcome.status(), outcome.out() + outcome.err());
    assertTrue(outcome.err().contains(told), outcome.err());
    assertEquals("", outcome.out());
  }

  @Test
  void itSaysWhatIsInAStudy() throws IOException {
    Cli.Outcome outcome = Cli.run("study", "--check", file("mine.yaml", SMALL));
    assertEquals(0, outcome.status(), outcome.err());
    for (String part :
        List.of(
            "The study mine is sound.",
            "2 topics (e035, f120)",
            "10 templates and 10 topic variations make 100 prompts a language",
            "2 languages (da, en)",
            "1 model (openai:m of f at temperature=0.3)",
            "judged by simulate:judge")) {
      assertTrue(outcome.out().contains(part), part + " in: " + outcome.out());
    }
    Cli.Outcome bundled = Cli.run("study", "--check");
    assertTrue(bundled.out().contains("make 1,850 prompts a language"), bundled.out());
  }

  @Test
  void whatItPrintsIsReadAsTheSame() throws IOException {
    String mine = file("mine.yaml", SMALL);
    Cli.Outcome printed = Cli.run("study", "--print", mine);
    assertEquals(0, printed.status(), printed.err());
    assertFalse(printed.out().contains("extends"), printed.out());
    String whole = file("whole.yaml", printed.out());
    assertEquals(Cli.run("study", "--check", mine).out(), Cli.run("study", "--check", whole).out());
    assertEquals(printed.out(), Cli.run("study", "--print", whole).out());
    assertEquals(StudyReader.bundledYaml(), Cli.run("study", "--print").out());
  }

  @Test
  void mistakesAreBadInput() throws IOException {
    refused(
        "line 2, topics[0]", "study", "--check", file("a.yaml", "extends: values\ntopics: [x1]"));
    refused(
        "Did you mean openai?",
        "study",
        "--check",
        file("a.yaml", SMALL.replace("openai", "opnai")));
    refused("a.yaml, line 1, extends", "study", "--print", file("a.yaml", "extends: b.yaml\n"));
    refused(
        "nothing is read or written by https",
        "study",
        "--check",
        file("a.yaml", "extends: https://a.org/b.yaml"));
    refused("Give one of --check, --print and --schema", "study");
    refused("Give one of --check", "study", "--check", "--print");
    file("a.yaml", "extends: sub/b.yaml\n");
    Files.createDirectory(folder.resolve("sub"));
    refused("a.yaml → ", "study", "--check", file("sub/b.yaml", "extends: ../a.yaml\n"));
  }

  @Test
  void theSchemaIsThePublishedOne() throws IOException {
    assertEquals(
        Files.readString(ROOT.resolve("docs/study.schema.json")),
        Cli.run("study", "--schema").out());
  }

  @Test
  void theStudiesOfTheDocumentationAreSound() throws IOException {
    int found = 0;
    for (String page : List.of("docs/studies.md", "README.md")) {
      for (var block :
          Pattern.compile("(?ms)^```yaml\n(.*?)^```")
              .matcher(Files.readString(ROOT.resolve(page)))
              .results()
              .toList()) {
        Cli.Outcome told = Cli.run("study", "--check", file("s.yaml", block.group(1)));
        assertEquals(0, told.status(), block.group(1) + told.err());
        assertFalse(told.out().contains("Not everything"), told.out());
        found++;
      }
    }
    assertTrue(found >= 4, "studies found: " + found);
  }

  @Test
  void whatTheCommandLineSaysOfModelsIsAskedAndRecorded() throws IOException {
    Set<String> asked = new TreeSet<>();
    try (ChatServer server =
        ChatServer.start(
            r -> {
              asked.add(
                  r.path("model").asText()
                      + " "
                      + r.path("temperature")
                      + " "
                      + r.path("max_tokens").asText(r.path("max_completion_tokens").asText()));
              return "1. Yes.\n2. No.\n3. Yes.";
            },
            ChatServer.FLAWLESS)) {
      String study = file("mine.yaml", SMALL);
      String models = "--models=m,openai:n@" + server.endpoint();
      // The study's own model is served here, too.
      Files.writeString(
          folder.resolve("mine.yaml"),
          SMALL.replace(
              "provider: openai", "provider: openai, endpoint: \"" + server.endpoint() + "\""));
      String output = "--output=" + folder.resolve("out");
      List<String> args =
          new ArrayList<>(
              List.of(
                  "elicit",
                  study,
                  models,
                  output,
                  "--languages=en",
                  "--topics=F120",
                  "--prompts=4",
                  "--temperature=0.25",
                  "--maxTokensPerAnswer=321",
                  "--family=f,g"));
      Cli.Outcome outcome = Cli.run(args.toArray(String[]::new));
      assertEquals(0, outcome.status(), outcome.err());
      assertEquals(Set.of("m 0.25 321", "n 0.25 321"), asked);
      for (String line : Files.readAllLines(folder.resolve("out/responses/n.en.jsonl"))) {
        JsonNode response = new ObjectMapper().readTree(line);
        assertEquals("g", response.path("family").asText());
        assertEquals("f120", response.path("topic").asText());
        assertEquals(0.25, response.path("sampling").path("temperature").asDouble());
      }
      int requests = server.requests();
      for (String other :
          List.of("--temperature=0.5", "--maxTokensPerAnswer=9", "--family=h", "--topics=e035")) {
        List<String> changed = new ArrayList<>(args);
        changed.removeIf(arg -> arg.startsWith(other.replaceAll("=.*", "=")));
        changed.add(other);
        Cli.Outcome refused = Cli.run(changed.toArray(String[]::new));
        assertEquals(2, refused.status(), other + refused.err());
      }
      assertEquals(requests, server.requests());
      assertEquals(0, Cli.run(args.toArray(String[]::new)).status(), "the same goes on");
    }
  }

  @Test
  void optionsThatDoNotFitAreRefused() {
    String models = "--models=openai:a@http://127.0.0.1:1/v1,openai:b@http://127.0.0.1:1/v1";
    String judge = "--judge=openai:j@http://127.0.0.1:1/v1";
    refused(
        "--temperature=2.5 is too large. It must be at most 2",
        "plan",
        models,
        "--temperature=2.5");
    refused("--temperature=-1 is too small", "plan", models, "--temperature=-1");
    refused("--temperature=0,7 is no number", "plan", models, "--temperature=0,7");
    refused("is too small", "plan", models, "--maxTokensPerAnswer=0");
    refused("--family has 3 families, and --models has 2", "plan", models, "--family=a,b,c");
    refused("a spreadsheet", "plan", models, "--family==x");
    refused("Give it, or write them into the models' entries", "plan", "--temperature=0.7");
    refused("Did you mean f120?", "plan", models, judge, "--topics=e035,f12");
    Cli.Outcome plan =
        Cli.run(
            "plan", models, judge, "--topics=f120", "--languages=en", "--maxTokensPerAnswer=100");
    assertEquals(0, plan.status(), plan.err());
    String line = plan.out().lines().filter(l -> l.matches("elicit +a .*")).findFirst().get();
    assertTrue(line.matches("elicit +a +en +50 .* 5,000 .*"), line);
  }

  /** A run goes on with the study written out, and not with one whose base has changed. */
  @Test
  void anotherStudyIsOneWhoseBaseHasChanged() throws IOException {
    file("base.yaml", "extends: values\nmodels: [sim-aurora-small]\n");
    String study = file("mine.yaml", "extends: base.yaml\nlanguages: [en]\ntopics: [f120, e035]\n");
    String whole = file("whole.yaml", Cli.run("study", "--print", study).out());
    String truth = folder.resolve("truth.csv").toString();
    Files.writeString(
        Path.of(truth),
        """
        level,group,language,topic,polarity,n,weight
        country,US,en,f120,0.5,10,10.0
        country,US,en,e035,0.4,10,10.0
        language,en,en,f120,0.5,10,10.0
        language,en,en,e035,0.4,10,10.0
        global,global,,f120,0.5,10,10.0
        global,global,,e035,0.4,10,10.0
        """);
    String output = "--output=" + folder.resolve("out");
    String[] rest = {"--truth=" + truth, "--prompts=3", output};
    Cli.Outcome first = Cli.run("elicit", study, rest[0], rest[1], rest[2]);
    assertEquals(0, first.status(), first.err());
    assertEquals(
        3, Files.readAllLines(folder.resolve("out/responses/sim-aurora-small.en.jsonl")).size());
    file("base.yaml", "extends: values\nmodels: [sim-aurora-small]\njudge_language: answer\n");
    Cli.Outcome other = Cli.run("elicit", study, rest[0], rest[1], rest[2]);
    assertEquals(2, other.status(), other.err());
    assertTrue(other.err().contains("study"), other.err());
    Cli.Outcome same = Cli.run("elicit", whole, rest[0], rest[1], rest[2]);
    assertEquals(0, same.status(), same.err());
  }
}
