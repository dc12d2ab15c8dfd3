package org.polarbeam.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import opennlp.tools.langdetect.LanguageDetectorContextGenerator;
import opennlp.tools.langdetect.LanguageDetectorModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarbeam.Shared;
import org.polarbeam.files.CsvTable;
import org.polarbeam.prompt.NumberedList;

class LanguageIdentifierTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "da|Hun siger, at det er en dårlig idé, og at hun ikke kender nogen, der vil stemme for den.",
        "nb|Hun sier at det er en dårlig idé, og at hun ikke kjenner noen som vil stemme for den.",
        "sv|Hon säger att det är en dålig idé och att hon inte känner någon som vill rösta för den.",
        "pt|Ela diz que é uma má ideia e que não conhece ninguém que queira votar a favor disso.",
        "es|Ella dice que es una mala idea y que no conoce a nadie que quiera votar a favor de eso.",
        "gl|Ela di que é unha mala idea e que non coñece a ninguén que queira votar a favor diso.",
        "ar|تقول إنها فكرة سيئة وإنها لا تعرف أحدا يريد أن يصوت لها",
        "hi|वह कहती है कि यह एक बुरा विचार है और वह किसी को नहीं जानती जो इसके लिए मतदान करेगा।",
        "ja|彼女はそれは悪い考えであり、賛成票を投じたい人を誰も知らないと言います。",
        "el|Λέει ότι είναι κακή ιδέα και ότι δεν ξέρει κανέναν που θα ήθελε να την ψηφίσει.",
        "zh|她说这是个坏主意，她不认识任何愿意投赞成票的人。"
      })
  void givenASentence_thenItsLanguage(String language, String text) {
    assertEquals(language, LanguageIdentifier.open().identify(text));
  }

  /** Our features are the library's, so that we tell what it tells. */
  @Test
  void givenTexts_thenTheFeaturesAreTheLibrarys() throws IOException {
    LanguageDetectorModel model;
    try (InputStream file = getClass().getResourceAsStream("/langdetect-183.bin")) {
      model = new LanguageDetectorModel(file);
    }
    LanguageDetectorContextGenerator library = model.getFactory().getContextGenerator();
    for (String text :
        List.of(
            "1. Mette, 25, Barista: \"Det er en DÅRLIG idé!!!!\"\n2. Ole: nej, nej, nej ...",
            "see https://example.org/a?b=c or write to a.b@example.org #now @you RT: hahaha :-)",
            "İstanbul'da 3 kişi: ıIİi ẞß \uD83D\uDE00\uD83D\uDE00 çok güzel",
            "彼女はそれは悪い考えであり、\u3000\u3000賛成票を投じたい人を誰も知らないと言います。",
            "تقول إنها فكرة سيئة",
            "RT he said: heehee, JAJAJA; x-D ;) art: hej",
            "Mette -- 25 år: aaAa  bBb \t\n ja\uFF01\uFF01 \uD83D\uDE00- \uD83D\uDE01x",
            "well-known  ...\u00a0\u00a0\u00a0 ÅÅÅ åÅå \u2028\u2028\u2028 a\r\r\r\n\n\nb 12 345",
            "a",
            "")) {
      Set<String> theirs = new TreeSet<>();
      for (CharSequence gram : library.<CharSequence>getContext(text)) {
        theirs.add(gram.toString());
      }
      assertEquals(theirs, gramsOf(NormalText.of(text)), text);
      assertScores(model, theirs, NormalText.of(text));
    }
  }

  /** The library's expressions fail on these, which a model may well write. */
  @Test
  void givenBrokenSurrogates_thenALanguageAllTheSame() {
    for (String broken : List.of("\uD800\uD800\uD800", "\uDC00", "\uD835", "x\uD83C")) {
      assertEquals(
          "da",
          LanguageIdentifier.open()
              .identify("Hun siger, at hun ikke ved, hvad hun skal gøre. " + broken));
    }
  }

  private static Set<String> gramsOf(String plain) {
    Set<String> grams = new TreeSet<>();
    for (int length = 1; length <= 3; length++) {
      for (int begin = 0; begin + length <= plain.length(); begin++) {
        grams.add(plain.substring(begin, begin + length));
      }
    }
    return grams;
  }

  /** Our scores differ as the logarithms of the library's shares do. */
  private static void assertScores(LanguageDetectorModel model, Set<String> grams, String plain) {
    double[] theirs = model.getMaxentModel().eval(grams.toArray(String[]::new));
    double[] ours = GramModel.load().scores(plain);
    assertEquals(theirs.length, ours.length);
    for (int i = 0; i < ours.length; i++) {
      assertEquals(Math.log(theirs[i] / theirs[0]), ours[i] - ours[0], 1e-9, plain);
    }
  }

  @Test
  void givenAStudysLanguages_thenOneOfThemIsTold() {
    LanguageIdentifier restricted = LanguageIdentifier.among(List.of("da", "en"));
    String norwegian = "Hun sier at det er en dårlig idé, og at hun ikke kjenner noen.";
    assertEquals("da", restricted.identify(norwegian));
    assertEquals("nb", LanguageIdentifier.open().identify(norwegian));
    assertEquals("und", restricted.identify("  "));
  }

  @Test
  void givenOtherNamesOfALanguage_thenTheSame() {
    assertTrue(LanguageIdentifier.same("pt-BR", "pt"));
    assertTrue(LanguageIdentifier.same("no", "nb"));
    assertTrue(LanguageIdentifier.same("sr", "hr"), "Serbian in Latin script");
    assertTrue(LanguageIdentifier.same("fil", "tl"));
    assertFalse(LanguageIdentifier.same("da", "nb"));
    assertFalse(LanguageIdentifier.same("pt", "gl"));
  }

  @ParameterizedTest
  @CsvSource({"da,da", "DA,da", "Danish,da", "dan,da", "pt-BR,pt", "pt_BR,pt", "'',und", "?!,und"})
  void givenWhatAJudgeWrites_thenTheTag(String answer, String tag) {
    assertEquals(tag, LanguageIdentifier.named(answer));
  }

  /** All 199 real answers with a list; single items are harder (Danish against Norwegian). */
  @Test
  void givenRealAnswers_thenTheirLanguage() throws IOException {
    Map<String, String> languages = new HashMap<>();
    for (CsvTable.Row row :
        CsvTable.read("prompts.csv", Files.newBufferedReader(Shared.path("study/prompts.csv")))
            .rows()) {
      languages.put(row.text("topic"), row.text("language"));
    }
    LanguageIdentifier open = LanguageIdentifier.open();
    int items = 0;
    int right = 0;
    for (String line : Files.readAllLines(Shared.path("study/responses-example.jsonl"))) {
      JsonNode answer = new ObjectMapper().readTree(line);
      String language = languages.get(answer.get("topic").asText());
      List<String> list = NumberedList.read(answer.get("response").asText());
      if (!list.isEmpty()) {
        assertEquals(language, open.identify(String.join("\n", list)));
      }
      for (String item : list) {
        items++;
        right += open.identify(item).equals(language) ? 1 : 0;
      }
    }
    assertEquals(1947, items);
    assertTrue(right >= 1937, right + " of " + items);
  }
}
