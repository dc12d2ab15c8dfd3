package org.polarbeam.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.polarbeam.record.Prompt;
import org.polarbeam.study.Study;
import org.polarbeam.study.StudyReader;
import org.polarbeam.study.Wording;

class PromptsTest {
  private static final Study WHOLE = StudyReader.bundled();
  private static final Study STUDY = WHOLE.withPersonas(List.of());

  private static List<Prompt> prompts(String language, long seed, int count) {
    List<Wording> wordings =
        STUDY.wordings().stream().filter(w -> w.language().equals(language)).toList();
    return Prompts.build(wordings, seed, count, 1);
  }

  @Test
  void givenTheBundledStudy_then300PromptsThatPairAcrossLanguages() {
    List<String> english = pairs(prompts("en", 5125, 300));
    assertEquals(300, new HashSet<>(english).size());
    for (String language : List.of("da", "nl", "pt")) {
      assertEquals(english, pairs(prompts(language, 5125, 300)));
    }
    assertNotEquals(english, pairs(prompts("en", 1, 300)));
  }

  private static List<String> pairs(List<Prompt> prompts) {
    return prompts.stream().map(p -> p.variation() + " " + p.template()).toList();
  }

  @Test
  void givenPrompts_thenTheTopicIsFilledInAndIdsDiffer() {
    Set<String> ids = new HashSet<>();
    for (Prompt p : prompts("nl", 5125, 300)) {
      assertFalse(p.text().contains(Wording.PLACEHOLDER), p.text());
      ids.add(p.id());
    }
    assertEquals(300, ids.size());
  }

  @Test
  void givenPersonas_thenTheSamePromptsOnceMoreForEachCountry() {
    for (String language : List.of("en", "da", "nl", "pt")) {
      List<Wording> wordings =
          WHOLE.withPersonas(List.of("DK", "US")).wordings().stream()
              .filter(w -> w.language().equals(language))
              .toList();
      List<Prompt> all = Prompts.build(wordings, 5125, 300, 1);
      List<Prompt> plain = all.stream().filter(p -> p.persona().isEmpty()).toList();
      assertEquals(prompts(language, 5125, 300), plain);
      for (Wording persona : wordings.stream().filter(Wording::isPersona).toList()) {
        List<Prompt> named = all.stream().filter(p -> p.persona().equals(persona.id())).toList();
        assertEquals(pairs(plain), pairs(named));
        for (int i = 0; i < named.size(); i++) {
          String without = named.get(i).text().replaceFirst(" " + persona.text() + "\\b", "");
          assertEquals(plain.get(i).text(), without);
          assertNotEquals(plain.get(i).id(), named.get(i).id());
        }
      }
      assertEquals(900, all.size());
    }
  }

  @Test
  void givenAPlaceWithoutBlanks_thenNothingElseGoes() {
    List<Wording> wordings =
        List.of(
            Wording.written("template", "t", "", "ja", "{persona}10人に{topic}を聞く。", "person", true),
            Wording.written("variation", "v", "f120", "ja", "中絶", "person", true),
            Wording.written("persona", "DK", "", "ja", "デンマークの", "person", true));
    assertEquals(
        List.of("10人に中絶を聞く。", "デンマークの10人に中絶を聞く。"),
        Prompts.build(wordings, 1, 1, 1).stream().map(Prompt::text).toList());
  }

  @Test
  void givenFewerCombinations_thenAllOfThem() {
    assertEquals(1850, prompts("pt", 5125, 100_000).size());
  }
}
