package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.model.ChatServer;

class PlanTest {
  @TempDir Path folder;

  private static Cli.Outcome plan(String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "plan";
    args[1] = "--models=openai:gpt-4o,openai-batch:gpt-4o-mini,openai:ours@http://127.0.0.1:1/v1";
    args[2] = "--judge=openai:gpt-4.1";
    System.arraycopy(more, 0, args, 3, more.length);
    return Cli.run(args);
  }

  @Test
  void itNeedsNoKeyAndTellsRequestsTokensCostAndTime() {
    Cli.Outcome outcome = plan("--languages=da,en", "--throughput=12");
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(outcome.out().contains("In all 3,600 paid requests"), outcome.out());
    assertTrue(outcome.out().contains("about 5 min at 12 answers a second"), outcome.out());
    assertTrue(outcome.out().contains("No price is known for ours"), outcome.out());
    String gpt4o =
        outcome.out().lines().filter(l -> l.matches("elicit +gpt-4o +da.*")).findFirst().get();
    // 210,000 tokens out at 10 a million, and about 29,000 in at 2.50
    assertTrue(gpt4o.matches(".* 300 .* 210,000 +2\\.1\\d"), gpt4o);
    String batch =
        outcome.out().lines().filter(l -> l.matches("elicit +gpt-4o-mini +da.*")).findFirst().get();
    assertTrue(batch.endsWith("0.07"), "half of 0.126 and a bit: " + batch);
  }

  @Test
  void itTakesTheOptionsOfARun_andHelpsWithItsOwnOnly() {
    Cli.Outcome outcome =
        plan("--languages=en", "--truth=t.csv", "--output=o", "--rounds=10", "--avro");
    assertEquals(0, outcome.status(), outcome.err());
    Cli.Outcome misspelt = plan("--round=10");
    assertEquals(2, misspelt.status());
    assertTrue(misspelt.err().contains("Did you mean --rounds?"), misspelt.err());
    String help = Cli.run("plan", "--help").out();
    assertTrue(help.contains("--throughput"), help);
    assertFalse(help.contains("--avro"), help);
    assertFalse(help.contains("--rounds"), help);
  }

  /** 12 x 0.056 + 48 x 0.003557 + 0.672 + 200 x 0.000054 dollars, for 15 min and 600 answers. */
  @Test
  void itTellsWhatWorkersOnDataflowCost() {
    String out =
        Cli.run(
                "plan",
                "--runner=DataflowRunner",
                "--models=vllm:gemma-2-9b-it",
                "--judge=openai:gpt-4.1",
                "--languages=da,en",
                "--throughput=10")
            .out();
    assertTrue(
        out.contains(
            "g2-standard-12: 1.53 dollars an hour x (0.25 to start + 600 answers / (3,600 x 10.0 a"
                + " second)) = 0.41 dollars; each further 1,000 answers 0.042"),
        out);
    assertTrue(out.contains("read on 20"), out);
    assertFalse(plan("--languages=da").out().contains("On Dataflow"));
  }

  @Test
  void itSaysWhenTheBudgetIsTooSmall() {
    assertTrue(plan("--maxTokens=1000").out().contains("would end before its end"));
  }

  @Test
  void givenAPriceTable_thenItCounts() throws IOException {
    Path prices =
        Files.writeString(
            folder.resolve("p.csv"),
            "model,input_per_million,output_per_million\ngpt*,0,0\nours,0,100\n");
    Cli.Outcome outcome = plan("--prices=" + prices, "--languages=en");
    assertTrue(outcome.out().contains("cost about 21.00,"), outcome.out());
    assertFalse(outcome.out().contains("No price"), outcome.out());
    assertTrue(outcome.out().contains("is that of the row gpt*."), outcome.out());
    Files.writeString(prices, "model,input_per_million,output_per_million\nour,0,1\ngpt*,0,0\n");
    assertTrue(
        plan("--prices=" + prices).out().contains("No price is known for ours"),
        "a name that begins like another is another");
    Files.writeString(prices, "model,input_per_million,output_per_million\ngpt,-1,0\n");
    Cli.Outcome bad = plan("--prices=" + prices);
    assertEquals(2, bad.status());
    assertTrue(bad.err().contains("p.csv, line 2, column input_per_million"), bad.err());
  }

  @Test
  void givenAMaxCostWithoutAPrice_thenARunIsRefused() {
    Cli.Outcome outcome =
        Cli.run(
            "run",
            "--models=openai:ours@http://127.0.0.1:1/v1",
            "--maxCost=5",
            "--output=" + folder.resolve("out"));
    assertEquals(2, outcome.status());
    assertTrue(outcome.err().contains("--prices"), outcome.err());
    assertFalse(Files.exists(folder.resolve("out")));
  }

  /** The first prompts go to every model in every language, so that each is seen. */
  @Test
  void givenALimit_thenThatManyQuestionsArePut() throws IOException {
    try (ChatServer server =
        ChatServer.start(r -> "1. Yes.\n2. No.\n3. Yes.", ChatServer.FLAWLESS)) {
      String models = "--models=openai:m@" + server.endpoint() + ",openai:n@" + server.endpoint();
      String[] common = {"--languages=en,da", "--prompts=9", "--samples=2", "--limit=7", models};
      Cli.Outcome plan =
          Cli.run(
              "plan", "--judge=simulate:judge", common[0], common[1], common[2], common[3], models);
      assertEquals(0, plan.status(), plan.err());
      assertTrue(plan.out().contains("In all 7 paid requests"), plan.out());
      assertEquals(0, server.requests());
      String output = "--output=" + folder.resolve("out");
      Cli.Outcome asked =
          Cli.run("elicit", output, common[0], common[1], common[2], common[3], models);
      assertEquals(0, asked.status(), asked.err());
      assertEquals(7, server.requests());
      int answers = 0;
      for (String model : List.of("m", "n")) {
        for (String language : List.of("en", "da")) {
          Path lines = folder.resolve("out/responses/" + model + "." + language + ".jsonl");
          int here = Files.readAllLines(lines).size();
          assertTrue(here == 1 || here == 2, lines + " has " + here); // of one prompt
          answers += here;
        }
      }
      assertEquals(7, answers);
      String store = "--store=" + folder.resolve("out/store");
      String more = "--output=" + folder.resolve("more");
      asked = Cli.run("elicit", more, store, common[0], "--prompts=2", common[2], models);
      assertEquals(0, asked.status(), asked.err());
      assertEquals(16, server.requests(), "what was answered is not asked again");
    }
  }
}
