package org.polarbeam.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.polarbeam.study.Study;
import org.polarbeam.study.StudyReader;
import org.polarbeam.study.Wording;

class PromptsTest {
  private static final Study STUDY = StudyReader.bundled();

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
  void givenFewerCombinations_thenAllOfThem() {
    assertEquals(1850, prompts("pt", 5125, 100_000).size());
  }
}
