package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.model.ChatServer;

/** Faults that nobody would see in the results: each is told, before anybody is asked. */
class QuietFaultsTest {
  private static final String RESPONSE =
      "{\"id\":\"r1\",\"promptId\":\"p1\",\"model\":\"m\",\"family\":\"f\",\"language\":\"en\","
          + "\"persona\":\"\",\"topic\":\"f120\",\"variation\":\"f120-x\",\"template\":\"t\","
          + "\"sample\":0,\"sampling\":{},\"text\":\"1. Ann: I think that this is right.\\n2. Bob:"
          + " No, it is not.\",\"finishReason\":\"stop\",\"promptTokens\":9,\"completionTokens\":9}";

  private static final String TOPIC =
      "topics: [{key: \"KEY\", question: x, pro: {en: a, da: b}, con: {en: c, da: d}, variations:"
          + " [{id: v, en: e, da: f}]}]";

  @TempDir Path folder;

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  private void assertTold(Cli.Outcome outcome, String... mentioned) {
    assertEquals(2, outcome.status(), outcome.err());
    for (String text : mentioned) {
      assertTrue(outcome.err().contains(text), "'" + text + "' in: " + outcome.err());
    }
    assertFalse(Files.exists(Path.of(out(), "manifest.json")), "something was written");
  }

  @Test
  void inAStudy() throws IOException {
    for (List<String> each :
        List.of(
            List.of("topics: [{key: f120, question: !!binary QWJvcnRpb24=}]", "tag"),
            List.of(TOPIC.replace("KEY", "=f120"), "spreadsheet"),
            List.of(TOPIC.replace("KEY", "f\u200b120"), "nobody sees"),
            List.of(
                "models: [{name: m, family: f, provider: simulate, parameters: {noise: -0.6}}]",
                "noise"),
            List.of(
                "topics: [{key: f120, question: \"" + "x".repeat(300_000) + "\"}]", "longer"))) {
      String study = write("s.yaml", "extends: values\nlanguages: [en, da]\n" + each.get(0) + "\n");
      assertTold(Cli.run("study", "--check", "--study=" + study), each.get(1));
    }
    Path utf16 = folder.resolve("u.yaml");
    Files.write(utf16, "extends: values\n".getBytes(StandardCharsets.UTF_16BE));
    assertTold(Cli.run("study", "--check", "--study=" + utf16), "u.yaml, line 1", "UTF-8");
  }

  private Cli.Outcome truth(String csv, String format) throws IOException {
    List<String> args = new ArrayList<>(List.of("truth", "--survey=" + write("md.csv", csv)));
    args.add("--topics=f120");
    if (!format.isEmpty()) {
      args.add("--surveyFormat=" + write("f.yaml", "extends: evs-wvs-joint\n" + format));
    }
    args.add("--output=" + out());
    return Cli.run(args.toArray(String[]::new));
  }

  @Test
  void inASurvey() throws IOException {
    StringBuilder rows = new StringBuilder("cntry_AN,lnge_iso,gwght,pwght,F120,E035,X003,sex\n");
    for (int i = 0; i < 80; i++) {
      rows.append(i % 2 == 0 ? "DK,da,0" : "US,en,1").append(",1,").append(1 + i % 10);
      rows.append(",3,").append(20 + i).append(',').append(1 + i % 2).append('\n');
    }
    String csv = rows.toString();
    assertTold(
        truth(csv, "levels: {sex: {column: sex, values: {1: men, \"1.0\": women}}}\n"),
        "levels.sex.values.1.0",
        "another group");
    assertTold(truth("\n" + csv, ""), "first line is blank");
    assertTold(truth("<!DOCTYPE html>\n<p>login</p>\n", ""), "the header has [<!DOCTYPE html>]");
    Cli.Outcome weightless = truth(csv, "");
    assertEquals(0, weightless.status(), weightless.err());
    assertTrue(weightless.err().contains("weight 0"), weightless.err());
    assertTrue(weightless.err().contains("country DK"), weightless.err());
    Files.delete(Path.of(out(), "manifest.json"));
    assertEquals(2, truth(csv + "US,en,1,1,1,3,20,\"1", "").status(), "it ends inside quotes");
  }

  @Test
  void inRecords() throws IOException {
    try (ChatServer server = ChatServer.start(r -> "", ChatServer.FLAWLESS)) {
      String judge = "--judge=openai:j@" + server.endpoint();
      for (List<String> each :
          List.of(
              List.of("\"f120-x\"", "\"e035-freedom\"", "wording of the topic"),
              List.of("\"model\":\"m\"", "\"model\":\"=1+1\"", "spreadsheet"),
              List.of("\"promptTokens\":9", "\"promptTokens\":-5", "number of tokens"))) {
        String bad = RESPONSE.replace(each.get(0), each.get(1));
        if (each.get(1).contains("e035")) {
          bad = bad.replace("e035-freedom", someVariationOf("e035"));
        }
        assertTold(
            Cli.run("judge", "--responses=" + write("r.jsonl", bad), judge, "--output=" + out()),
            "line 1",
            each.get(2));
      }
      assertTold(
          Cli.run(
              "judge",
              "--responses=" + write("r.jsonl", RESPONSE),
              judge,
              "--humanLabels=" + write("h.csv", "item,label\n" + "0".repeat(32) + ",pro\n"),
              "--output=" + out()),
          "h.csv, line 2, column item",
          "the responses have no item");
      assertEquals(0, server.requests(), "nobody was asked");
    }
    String judgement =
        "{\"id\":\"r\",\"promptId\":\"p\",\"model\":\"m\",\"family\":\"f\",\"language\":\"en\","
            + "\"persona\":\"\",\"topic\":\"f120\",\"responseLanguage\":\"en\",\"items\":1,"
            + "\"labels\":[\"pro\"],\"judge\":\"j\",\"validity\":\"refusal\",\"flags\":[]}";
    String truth = write("t.csv", "level,group,language,topic,polarity\nlanguage,en,en,f120,0.5\n");
    assertTold(
        Cli.run(
            "analyze",
            "--judgements=" + write("j.jsonl", judgement),
            "--truth=" + truth,
            "--output=" + out()),
        "validity",
        "there are labels");
  }

  private static String someVariationOf(String topic) {
    Cli.Outcome study = Cli.run("study", "--print");
    String from = study.out().substring(study.out().indexOf("key: " + topic));
    return from.substring(from.indexOf("id: ") + 4).split("[\\s,}]")[0].replace("\"", "");
  }

  @Test
  void inPlaces() throws IOException {
    Files.createDirectories(folder.resolve("out"));
    write("out/responses", "mine");
    try (ChatServer server = ChatServer.start(r -> "", ChatServer.FLAWLESS)) {
      assertTold(
          Cli.run(
              "elicit",
              "--models=openai:m@" + server.endpoint(),
              "--languages=en",
              "--prompts=4",
              "--output=" + out()),
          "out/responses",
          "it is a file");
      assertEquals(0, server.requests(), "nobody was asked");
    }
    assertTold(Cli.run("run", "--output=" + folder + "/x/../y"), "there is no folder");
    assertFalse(Files.exists(folder.resolve("y")));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("gone"));
    assertTold(Cli.run("run", "--output=" + link), "a link to what is not there");
    assertTold(Cli.run("run", "--licence=a\nb", "--output=" + out()), "control characters");
    assertTold(Cli.run("study", "--check", "--study=s\ufffd.yaml"), "no UTF-8");
  }

  @Test
  void inTables() throws IOException {
    String fit = "y,x\n1e300,0\n2e300,1\n3e300,4\n4e300,9\n";
    assertTold(
        Cli.run("fit", "--table=" + write("t.csv", fit), "--formula=y ~ x", "--output=" + out()),
        "t.csv, line 2, column y",
        "too large");
    String scores =
        write(
            "s.csv", "model,family,language,topic,polarity\nm,f,en," + "x".repeat(9_000) + ",2\n");
    String truth =
        write(
            "t.csv",
            "level,group,language,topic,polarity,std_err\nlanguage,en,en,f120,0.5,-0.01\n");
    Cli.Outcome outcome =
        Cli.run("analyze", "--scores=" + scores, "--truth=" + truth, "--output=" + out());
    assertTold(outcome, "t.csv, line 2, column std_err", "no standard error");
    Files.writeString(Path.of(truth), Files.readString(Path.of(truth)).replace("-0.01", "0.01"));
    outcome = Cli.run("analyze", "--scores=" + scores, "--truth=" + truth, "--output=" + out());
    assertTold(outcome, "s.csv");
    assertTrue(outcome.err().length() < 5_000, "a message fits a terminal");
  }

  @Test
  void inARunsTables() throws IOException {
    String run = folder.resolve("run").toString();
    Cli.Outcome made =
        Cli.run("run", "--languages=en,da", "--prompts=12", "--rounds=10", "--output=" + run);
    assertEquals(0, made.status(), made.err());
    Path alignment = Path.of(run, "alignment.csv");
    String good = Files.readString(alignment);
    for (String bad : List.of("a,b\n", good.replaceFirst(",0\\.\\d+,", ",Infinity,"))) {
      Files.writeString(alignment, bad);
      assertTold(
          Cli.run("report", "--run=" + run, "--output=" + folder.resolve("page.html")),
          "alignment.csv");
    }
    Files.delete(alignment);
    Cli.Outcome without =
        Cli.run("report", "--run=" + run, "--output=" + folder.resolve("page.html"));
    assertEquals(0, without.status(), without.err());
    assertTrue(without.err().contains("had the table alignment.csv"), without.err());
  }
}
