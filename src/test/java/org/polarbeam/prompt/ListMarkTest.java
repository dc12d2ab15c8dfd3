package org.polarbeam.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that count by words and letters of many languages, and those that do not count. */
class ListMarkTest {
  private static int size(String text) {
    return NumberedList.read(text).size();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "First citizen: I like it.\nSecond citizen: I do not.\nThird citizen: Perhaps.",
        "The first one, a cook: I like it.\nThe second, a nurse: I do not.\nThe third: Perhaps.",
        "Erste Befragte (34): Ja, gern.\n\nZweiter Befragter: Nein.\n\nDritte Person: Mir egal.",
        "**Premier citoyen :** Oui.\n**Deuxième citoyenne :** Non.\n**Troisième :** Peut-être.",
        "Første borger: Ja tak.\nAnden borger: Nej tak.\nTredje borger: Måske.",
        "Первый: Я за.\nВторой: Я против.\nТретья: Не знаю.",
        "المواطن الأول: أؤيد ذلك.\nالمواطن الثاني: أعارض ذلك.\nالمواطن الثالث: لا أدري.",
        "প্রথম নাগরিক: আমি একমত।\nদ্বিতীয় নাগরিক: একমত নই।\nতৃতীয় নাগরিক: জানি না।",
        "Mtu wa kwanza: Naunga mkono.\nMtu wa pili: Napinga.\nMtu wa tatu: Sijui.",
        "첫 번째 시민: 찬성합니다.\n두 번째 시민: 반대합니다.\n세 번째 시민: 모르겠습니다."
      })
  void peopleMayBeCountedInWords(String text) {
    assertEquals(3, size(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "а) Я за это.\nб) Я против этого.\nв) Не знаю, что и сказать.",
        "α) Ναι, συμφωνώ.\nβ) Όχι, ποτέ.\nγ) Ίσως κάποτε.",
        "أ) أؤيد ذلك.\nب) أعارض ذلك.\nج) لا أدري.",
        "الف) موافقم.\nب) مخالفم.\nج) نمی‌دانم.",
        "क) मैं सहमत हूँ।\nख) सहमत नहीं हूँ।\nग) पता नहीं।",
        "가) 찬성합니다.\n나) 반대합니다.\n다) 잘 모르겠습니다.",
        "ア）賛成です。\nイ）反対です。\nウ）わかりません。",
        "市民A（看護師・32歳）：賛成です。\n市民B（無職）：反対です。\n市民C：わかりません。",
        "Person A (34): Yes, I do.\nPerson B (50): No, never.\nPerson C (18): Perhaps."
      })
  void lettersAreOfAnyAlphabet(String text) {
    assertEquals(3, size(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "**1.** Yes, I do. **2.** No, never. **3.** It depends.",
        "١- أؤيد ذلك. ٢- أعارض ذلك. ٣- لا أدري.",
        "①我同意。②我不同意。③不知道。",
        "1 – Yes, that is right. 2 – No, never. 3 – Perhaps."
      })
  void aLineMayHoldAListOfAnyMarks(String text) {
    assertEquals(3, size(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "What they said:\n\n- Yes, I do.\n- No, never.\n- It depends.\n\nThat is all.",
        "• Jeg er for.\n• Jeg er imod,\n  og det er min mand også.\n• Det ved jeg ikke.",
        "Anna (34, teacher): Yes, I do.\nBo, 50, cook: No, never.\nCarl (22): It depends.",
        "**Ana (34):**\nSim, claro.\n\n**Rui (50):**\nNunca.\n\n**Zé (19):**\nDepende."
      })
  void itemsMayHaveNoNumber(String text) {
    assertEquals(3, size(text));
  }

  @Test
  void whatStandsAmongOtherTextIsNoList() {
    String essay =
        "The question is hard.\nIn my view it needs thought.\nConsider these:\n- the cost\n- the time\n"
            + "- the people\nIn the end it depends.";
    assertEquals(0, size(essay));
    assertEquals(0, size("I'm sorry, I can't do that. Think of:\n- cost\n- time\n- people"));
    assertEquals(0, size("**For:** it is fair.\n**Against:** it is dear.\n**All in all:** both."));
    assertEquals(0, size("Second, I would say that: it depends.\nThird: no."));
  }

  @Test
  void wordsOfOneLanguageAreNotFoundWithinAnothers() {
    assertEquals(false, Refusals.isOne("Los cruceros llenan las calles y no dejan casi nada."));
    assertEquals(true, Refusals.isOne("Deja, negaliu to padaryti."));
    assertEquals(true, Refusals.isOne("Bir yapay zekayım, görüşüm yok."));
    assertEquals(List.of(), NumberedList.read("Deja, negaliu:\n- a b c\n- d e f\n- g h i"));
  }
}
