package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.model.served.VllmStandIn;

/** A command whose model is served by a child process of its own. */
class ServedModelTest {
  @TempDir Path folder;

  private Cli.Outcome elicit(String model, String... more) throws IOException {
    String[] args = new String[6 + more.length];
    args[0] = "elicit";
    args[1] = "--models=" + model;
    args[2] = "--prompts=5";
    args[3] = "--languages=en,da";
    args[4] = "--output=" + folder.resolve("out");
    args[5] = "--vllmCommand=" + String.join(",", VllmStandIn.command(folder.resolve("journal")));
    System.arraycopy(more, 0, args, 6, more.length);
    return Cli.run(args);
  }

  @Test
  void everyPromptIsAnsweredByTheOneServer() throws IOException {
    Cli.Outcome elicit = elicit("vllm:gemma-2-9b-it", "--vllmFlags=--start-after,300");
    assertEquals(0, elicit.status(), elicit.err());
    assertEquals(1, Files.readAllLines(folder.resolve("journal")).size());
    for (String language : new String[] {"en", "da"}) {
      Path answers = folder.resolve("out/responses/gemma-2-9b-it." + language + ".jsonl");
      assertEquals(5, Files.readAllLines(answers).size());
    }
  }

  @Test
  void severalModelsAreServedOneAfterTheOtherEachLoadedOnce() throws IOException {
    Cli.Outcome elicit =
        elicit("vllm:gemma-2-9b-it,vllm:gemma-2-2b-it,vllm:gemma-3-1b-it", "--maxInFlight=2");
    assertEquals(0, elicit.status(), elicit.err());
    assertEquals(3, Files.readAllLines(folder.resolve("journal")).size());
    for (String model : new String[] {"gemma-2-9b-it", "gemma-2-2b-it", "gemma-3-1b-it"}) {
      assertEquals(
          5, Files.readAllLines(folder.resolve("out/responses/" + model + ".da.jsonl")).size());
    }
  }

  @Test
  void weightsOfABucketAreBroughtToTheMachine() throws IOException {
    Path bucket = Files.createDirectory(folder.resolve("weights"));
    Files.writeString(bucket.resolve("config.json"), "{}");
    Files.writeString(bucket.resolve("model.safetensors"), "weights");
    // Beam's file systems reach local folders by a URL too, as they do a bucket's.
    Cli.Outcome elicit = elicit("vllm:gemma-2-9b-it@" + bucket.toUri());
    assertEquals(0, elicit.status(), elicit.err());
    String[] start = Files.readString(folder.resolve("journal")).split(" ");
    Path served = null;
    for (int i = 0; i < start.length; i++) {
      if (start[i].equals("--served-model-name")) {
        served = Path.of(start[i - 1]);
      }
    }
    assertEquals("weights", Files.readString(served.resolve("model.safetensors")));
  }

  @Test
  void givenAFolderWithoutWeights_thenTheRunSaysSo() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Cli.Outcome elicit = elicit("vllm:gemma-2-9b-it@" + empty.toUri());
    assertEquals(1, elicit.status());
    assertTrue(elicit.err().contains("has no config.json"), elicit.err());
  }
}
