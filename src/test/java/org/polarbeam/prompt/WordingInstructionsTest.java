package org.polarbeam.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarbeam.language.LanguageIdentifier;
import org.polarbeam.model.ModelException;
import org.polarbeam.study.Wording;

/** What a translator and a writer of variations answer, read and refused. */
class WordingInstructionsTest {
  private static final String TEMPLATE =
      "Person A interviews 10 citizens about {topic}. Answer so: 1. <summary> 2. <summary> ...";

  private static Wording wording(String kind, String text) {
    return Wording.written(kind, "w1", "f120", "en", text, Wording.PERSON, true);
  }

  private static String json(Object value) {
    return new ObjectMapper().valueToTree(value).toString();
  }

  private static String translated(String text) {
    return TranslationInstruction.read(json(Map.of("text", text)), TEMPLATE, "en");
  }

  @Test
  void givenATranslationInAnotherScript_thenItsNumbersAndBracketsCount() {
    String hindi =
        "व्यक्ति क {topic} पर 10 नागरिकों से पूछता है। उत्तर: १. <सारांश> २. <सारांश> ...";
    assertEquals(hindi, translated(hindi));
    String japanese = "Aさんは{topic}について10人の市民に聞きます。答え方：１．＜要約＞２．＜要約＞";
    assertEquals(japanese, translated(japanese));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Person A spørger 10 borgere. Svar: 1. <resumé> 2. <resumé>|{topic}",
        "Person A spørger 10 borgere om {topic}. Svar med en liste, tak.|0 of the 2 parts",
        "Person A spørger 10 borgere om {topic}. Svar: 1. <resumé> ...|1 of the 2 parts",
        "{topic}|characters long"
      })
  void givenATranslationThatLostSomething_thenItIsRefused(String text, String reason) {
    ModelException e = assertThrows(ModelException.class, () -> translated(text));
    assertEquals(ModelException.Kind.UNREADABLE, e.kind());
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @Test
  void givenTheOriginal_thenItIsNoTranslation() {
    assertTrue(
        assertThrows(ModelException.class, () -> translated(TEMPLATE))
            .getMessage()
            .contains("still in en"));
  }

  @Test
  void whatToLookAtIsTold() {
    LanguageIdentifier open = LanguageIdentifier.open();
    String source = "the right of every woman to decide for herself about having an abortion";
    String danish = "enhver kvindes ret til selv at bestemme, om hun vil have foretaget en abort";
    Wording good =
        new Wording("variation", "v", "f120", "da", danish, "machine", false, source, 0.9, "");
    assertEquals(List.of(), TranslationInstruction.doubts(good, source, open));
    Wording far =
        new Wording("variation", "v", "f120", "sv", danish, "machine", false, "other", 0.2, "");
    assertEquals(
        List.of("similarity", "language"), TranslationInstruction.doubts(far, source, open));
    Wording shorter =
        new Wording("variation", "v", "f120", "da", "abort", "machine", false, "", 0.9, "");
    assertEquals(List.of("length"), TranslationInstruction.doubts(shorter, source, open));
  }

  private static List<String> varied(Wording base, List<String> existing, String... texts) {
    return VariationInstruction.read(json(Map.of("texts", texts)), base, existing, 2);
  }

  @Test
  void givenNewWordings_thenTheyAreRead() {
    assertEquals(
        List.of("ending a pregnancy", "the choice to abort"),
        varied(
            wording(Wording.VARIATION, "abortion"),
            List.of("the right to abortion"),
            " ending a pregnancy ",
            "the choice to abort"));
    String other = "A asks 10 people about {topic}: 1. <summary> 2. <summary>";
    String third = "Imagine A meets 10 people to hear about {topic}: 1. <view> 2. <view>";
    assertEquals(
        List.of(other, third),
        varied(wording(Wording.TEMPLATE, TEMPLATE), List.of(), other, third));
  }

  @Test
  void givenATemplateWithAPersona_thenEveryNewOneAndEveryTranslationKeepsIt() {
    String base = "A asks 10 people {persona} about {topic}: 1. <view> 2. <view>";
    String kept = "Imagine A meets 10 people {persona} to hear about {topic}: 1. <view> 2. <view>";
    String other = "Picture 10 people {persona} who tell A about {topic}: 1. <view> 2. <view>";
    String lost = "Suppose A meets 10 people to hear about {topic}: 1. <view> 2. <view>";
    assertEquals(
        List.of(kept, other), varied(wording(Wording.TEMPLATE, base), List.of(), kept, other));
    assertThrows(
        ModelException.class, () -> varied(wording(Wording.TEMPLATE, base), List.of(), kept, lost));
    assertThrows(
        ModelException.class,
        () ->
            TranslationInstruction.read(
                "{\"text\": \"A spørger 10 om {topic}: 1. <svar> 2. <svar>\"}", base, "en"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ending a pregnancy|Ending a pregnancy!|twice",
        "ending a pregnancy|The right to abortion.|twice, or one that was there",
        "ending a pregnancy|abortion|twice, or one that was there",
        "ending a pregnancy|what about {topic}|where it belongs",
        "ending a pregnancy|' '|0 characters"
      })
  void givenAWordingThatIsNoVariation_thenAllAreRefused(String one, String two, String reason) {
    Wording base = wording(Wording.VARIATION, "abortion");
    ModelException e =
        assertThrows(
            ModelException.class, () -> varied(base, List.of("the right to abortion"), one, two));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @Test
  void givenTemplatesWithoutTheFormOrTooFew_thenTheyAreRefused() {
    Wording base = wording(Wording.TEMPLATE, TEMPLATE);
    String good = "A asks 10 people about {topic}: 1. <summary> 2. <summary>";
    for (String bad : List.of("A asks about {topic}.", "{topic} {topic} 1. <a> 2. <b>")) {
      assertThrows(ModelException.class, () -> varied(base, List.of(), good, bad));
    }
    assertTrue(
        assertThrows(ModelException.class, () -> varied(base, List.of(), good))
            .getMessage()
            .contains("1 where 2"));
  }
}
