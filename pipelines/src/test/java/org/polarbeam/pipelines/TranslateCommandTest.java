package org.polarbeam.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.CsvTable;
import org.polarbeam.model.ChatServer;
import org.polarbeam.pipelines.setup.Inputs;
import org.polarbeam.prompt.JudgeInstruction;
import org.polarbeam.prompt.TranslationInstruction;
import org.polarbeam.prompt.VariationInstruction;
import org.polarbeam.record.Judgement;
import org.polarbeam.study.Study;
import org.polarbeam.study.StudyReader;
import org.polarbeam.study.Wording;
import org.polarbeam.transforms.internal.BeamFiles;

/** A study is translated, checked, and asked, at a real server, in scripts of all directions. */
class TranslateCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEMPLATE =
      "Person A interviews 10 citizens about {topic}. Answer with a list: 1. <summary> 2. <summary>";
  private static final String STUDY =
      """
      study: small
      # a comment of mine
      languages:
        en: {name: English, written_by: person, verified: true}
      templates:
        - id: t1
          items: 2
          en: "%s"
      topics:
        - key: f120
          question: Abortion
          pro: {en: Abortion is acceptable.}
          con: {en: Abortion is not acceptable.}
          variations:
            - {id: f120-a, en: the right to abortion}
            - {id: f120-b, en: ending a pregnancy}
      """
          .formatted(TEMPLATE);

  /** By language: the template, the two variations, and an answer of two items. */
  private static final Map<String, List<String>> TEXTS =
      Map.of(
          "ar",
          List.of(
              "يجري الشخص أ مقابلات مع 10 مواطنين حول {topic}. أجب بقائمة: 1. <ملخص> 2. <ملخص>",
              "الحق في الإجهاض",
              "إنهاء الحمل",
              "\u200f١. تقول فاطمة إنها تؤيد هذا الحق لأن كل امرأة تعرف وضعها.\n"
                  + "\u200f٢. يقول عمر إنه يعارض ذلك لأسباب دينية.\n"),
          "hi",
          List.of(
              "व्यक्ति क {topic} के बारे में 10 नागरिकों का साक्षात्कार लेता है। सूची में उत्तर दें: १. <सारांश> २. <सारांश>",
              "गर्भपात का अधिकार",
              "गर्भावस्था को समाप्त करना",
              "१. मीरा कहती है कि वह इस अधिकार का समर्थन करती है।\n२. राज इसके खिलाफ है और चिंतित है।\n"),
          "ja",
          List.of(
              "Aさんは{topic}について10人の市民にインタビューします。番号付きの一覧で答えてください：1. <要約> 2. <要約>",
              "中絶の権利",
              "妊娠を終わらせること",
              "１．佐藤さんはこの権利に賛成だと言います。\n２．鈴木さんは反対で、心配しています。\n"),
          "el",
          List.of(
              "Το άτομο Α παίρνει συνέντευξη από 10 πολίτες για {topic}. Απάντησε με λίστα: 1."
                  + " <περίληψη> 2. <περίληψη>",
              "το δικαίωμα στην άμβλωση",
              "τη διακοπή της εγκυμοσύνης",
              "1. Η Μαρία λέει ότι υποστηρίζει αυτό το δικαίωμα.\n2. Ο Νίκος είναι αντίθετος.\n"));

  @TempDir Path folder;
  private ChatServer server;
  private Path study;

  @BeforeEach
  void start() throws IOException {
    server = ChatServer.start(TranslateCommandTest::answer, ChatServer.FLAWLESS);
    study = Files.writeString(folder.resolve("study.yaml"), STUDY);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String answer(JsonNode request) {
    JsonNode messages = request.get("messages");
    String system = messages.get(0).get("content").asText();
    String user = messages.get(messages.size() - 1).get("content").asText();
    try {
      if (system.equals(TranslationInstruction.SYSTEM)) {
        JsonNode asked = JSON.readTree(user);
        return JSON.createObjectNode()
            .put(
                "text",
                translation(
                    asked.get("from").asText(),
                    asked.get("to").asText(),
                    asked.get("text").asText()))
            .toString();
      }
      if (system.equals(VariationInstruction.SYSTEM)) {
        return "{\"texts\":[\"whether abortion should be allowed\"]}";
      }
      if (system.equals(JudgeInstruction.SYSTEM)) {
        return JudgeInstruction.answer("xx", List.of("pro", "con"));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    return TEXTS.values().stream()
        .filter(
            t ->
                t.get(0).replace("{topic}", t.get(1)).equals(user)
                    || t.get(0).replace("{topic}", t.get(2)).equals(user))
        .findFirst()
        .orElseThrow()
        .get(3);
  }

  private static String translation(String from, String to, String text) {
    List<String> english = List.of(TEMPLATE, "the right to abortion", "ending a pregnancy");
    List<String> source = from.equals("en") ? english : TEXTS.get(from);
    List<String> target = to.equals("en") ? english : TEXTS.get(to);
    int place = source.indexOf(text);
    return place >= 0 ? target.get(place) : target.get(1); // what is new gets the first wording
  }

  private Cli.Outcome translate(Path from, String output, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("translate", "--study=" + from, "--output=" + folder.resolve(output)));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private String translator() {
    return "--translator=openai:t@" + server.endpoint();
  }

  private Study read(String file) throws IOException {
    return StudyReader.read(file, Files.readString(folder.resolve(file)));
  }

  @Test
  void givenNewLanguages_thenTheyAreTranslatedCheckedAndAsked() throws IOException {
    Cli.Outcome made = translate(study, "made", translator(), "--languages=ar,hi,ja,el");
    assertEquals(0, made.status(), made.err());
    Study whole = read("made/study.yaml");
    assertEquals(java.util.Set.of("ar", "el", "en", "hi", "ja"), whole.wordedLanguages());
    assertEquals("Japanese", whole.languages().get("ja"));
    for (Wording w : whole.wordings()) {
      assertEquals(w.language().equals("en"), w.verified());
      if (!w.language().equals("en")) {
        assertEquals(1.0, w.similarity(), "the back-translation is the original");
        assertTrue(TEXTS.get(w.language()).contains(w.text()));
      }
    }
    String[] elicit = {
      "elicit",
      "--study=" + folder.resolve("made/study.yaml"),
      "--models=openai:m@" + server.endpoint(),
      "--languages=ar,hi,ja,el",
      "--verifiedOnly",
      "--output=" + folder.resolve("asked")
    };
    Cli.Outcome refused = Cli.run(elicit);
    assertEquals(2, refused.status());
    assertTrue(refused.err().contains("ar, el, hi, ja"), refused.err());

    fillIn("made/review.csv", "checked.csv");
    Cli.Outcome checked =
        translate(
            folder.resolve("made/study.yaml"),
            "checked",
            "--languages=ar,hi,ja,el",
            "--reviewed=" + folder.resolve("checked.csv"));
    assertEquals(0, checked.status(), checked.err());
    assertTrue(read("checked/study.yaml").wordings().stream().allMatch(Wording::verified));
    assertTrue(
        read("checked/study.yaml").wordings().stream()
            .anyMatch(w -> w.text().equals("τη διακοπή κύησης") && w.origin().equals("person")));

    elicit[1] = "--study=" + folder.resolve("checked/study.yaml");
    elicit[3] = "--languages=ar,hi,ja";
    Cli.Outcome asked = Cli.run(elicit);
    assertEquals(0, asked.status(), asked.err());
    Cli.Outcome judged =
        Cli.run(
            "judge",
            "--study=" + folder.resolve("checked/study.yaml"),
            "--responses=" + folder.resolve("asked/responses/*.jsonl"),
            "--judge=openai:j@" + server.endpoint(),
            "--output=" + folder.resolve("judged"));
    assertEquals(0, judged.status(), judged.err());
    List<Judgement> judgements =
        new Inputs()
            .lines(
                BeamFiles.list(folder.resolve("judged/judgements/*.jsonl").toString()),
                Judgement.class);
    assertEquals(6, judgements.size());
    for (Judgement j : judgements) {
      assertEquals("valid", j.validity(), j.language());
      assertEquals(List.of("pro", "con"), j.labels());
    }
  }

  /** Verifies everything and corrects one text. */
  private void fillIn(String sheet, String filled) throws IOException {
    CsvTable table =
        CsvTable.read(sheet, new StringReader(Files.readString(folder.resolve(sheet))));
    List<List<String>> rows = new ArrayList<>();
    rows.add(table.columns());
    assertEquals(12, table.rows().size());
    for (CsvTable.Row row : table.rows()) {
      List<String> cells = new ArrayList<>();
      table.columns().forEach(c -> cells.add(row.optional(c)));
      cells.set(table.columns().indexOf("verified"), "yes");
      if (row.text("text").equals("τη διακοπή της εγκυμοσύνης")) {
        cells.set(table.columns().indexOf("correction"), "τη διακοπή κύησης");
      }
      rows.add(cells);
    }
    Files.writeString(folder.resolve(filled), CsvFormat.lines(rows));
  }

  @Test
  void givenOneEnglishTextThatChanged_thenOnlyItIsTranslatedAgain() throws IOException {
    assertEquals(0, translate(study, "made", translator(), "--languages=el").status());
    int before = server.requests();
    assertEquals(6, before, "three wordings there and back");
    Path changed =
        Files.writeString(
            folder.resolve("changed.yaml"),
            Files.readString(folder.resolve("made/study.yaml"))
                .replace("ending a pregnancy", "ending an unwanted pregnancy"));
    Cli.Outcome again = translate(changed, "again", translator(), "--languages=el");
    assertEquals(0, again.status(), again.err());
    assertEquals(2, server.requests() - before);
    assertTrue(again.err().contains("1 wordings new or changed"), again.err());
    int then = server.requests();
    assertEquals(
        0,
        translate(folder.resolve("again/study.yaml"), "thrice", translator(), "--languages=el")
            .status());
    assertEquals(then, server.requests(), "nothing to do");
  }

  @Test
  void givenMoreVariationsWanted_thenTheyAreWrittenAndTranslated() throws IOException {
    Cli.Outcome made =
        translate(study, "varied", translator(), "--languages=en,el", "--variations=3");
    assertEquals(0, made.status(), made.err());
    Study whole = read("varied/study.yaml");
    List<Wording> added =
        whole.wordings().stream()
            .filter(w -> w.id().length() > 8)
            .sorted(java.util.Comparator.comparing(Wording::language))
            .toList();
    assertEquals(2, added.size());
    assertEquals("whether abortion should be allowed", added.get(1).text());
    assertFalse(added.get(0).verified());
  }

  @Test
  void givenNoTranslatorOrLanguage_thenOneClearMessage() {
    assertTrue(translate(study, "x").err().contains("--languages"));
    Cli.Outcome none = translate(study, "x", "--languages=sv");
    assertEquals(2, none.status());
    assertTrue(none.err().contains("--translator"), none.err());
    assertFalse(Files.exists(folder.resolve("x")));
    assertTrue(translate(study, "x", "--languages=zz").err().contains("no language"));
  }

  @Test
  void givenASheetOfAnotherStudy_thenTheLineIsNamed() throws IOException {
    Path sheet =
        Files.writeString(
            folder.resolve("sheet.csv"),
            "kind,id,language,text,verified,correction\nvariation,f120-a,en,something else,yes,\n");
    Cli.Outcome refused = translate(study, "x", "--reviewed=" + sheet);
    assertEquals(2, refused.status());
    assertTrue(
        refused.err().contains("line 2") && refused.err().contains("another text"), refused.err());
  }
}
