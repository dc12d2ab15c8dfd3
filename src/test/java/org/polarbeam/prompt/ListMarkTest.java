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
        "一人目：賛成です。\n二人目：反対です。\n三人目：わかりません。",
        "第1位受访者（女，34岁）：同意。\n第2位受访者（男）：不同意。\n第3位受访者：不知道。",
        "1번: 찬성합니다.\n2번: 반대합니다.\n3번째 사람: 모르겠습니다.",
        "Nr. 1\nJa, gern.\nNr. 2\nNein, nie.\nNr. 3\nVielleicht.",
        "№1:Да, конечно.\n№2:Нет, никогда.\n№3:Не знаю.",
        "N.º 1: Sim, claro.\nN.º 2: Não, nunca.\nN.º 3: Depende.",
        "\ud835\udfcf. Yes, I do.\n\ud835\udfd0. No, never.\n\ud835\udfd1. It depends.",
        "1/ Oui, bien sûr.\n2/ Non, jamais.\n3/ Cela dépend.",
        "أولًا: أؤيد ذلك.\n\nثانيًا: أعارض ذلك.\n\nثالثًا: لا أدري.",
        "【1人目】会社員（32歳）\n賛成です。\n\n【2人目】農業\n反対です。\n\n【3人目】主婦\nわかりません。",
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
        "1、甲认为好；2、乙认为不好；3、丙说不知道",
        "1. Այո։ 2. Ոչ։ 3. Չգիտեմ։",
        "1. አዎ። 2. አይ። 3. አላውቅም።",
        "Here they are: (1) Yes, I do. (2) No, never. (3) It depends.",
        "<h2>People</h2><p><strong>1.</strong> Yes.</p><p><strong>2.</strong> No.</p><p>3. Both.</p>",
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
        "| Who | Age | Says |\n|---|---|---|\n| Ana | 34 | Yes, I do. |\n| Rui | 50 | No, never. |\n| Zé | 19 | Perhaps so. |\n\nThat is all.",
        "・佐藤さん（41歳）「賛成です。」\n・鈴木さん「反対です。」\n・高橋さん「わかりません。」",
        "**Ana (34):**\nSim, claro.\n\n**Rui (50):**\nNunca.\n\n**Zé (19):**\nDepende."
      })
  void itemsMayHaveNoNumber(String text) {
    assertEquals(3, size(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"language\":\"en\",\"answer\":\"1. Yes, I do.\\n2. No, never.\\n3. It depends.\"}",
        "{\"topic\":\"Trust\",\"interviews\":[\"Yes, I do.\",\"No, never.\",\"It depends.\"]}",
        "{\"language\":\"da\",\"interviews\":[{\"id\":1,\"name\":\"Anna Marie Louise Hansen\","
            + "\"summary\":\"Ja.\"},{\"id\":2,\"summary\":\"Nej.\"},{\"id\":3,\"summary\":\"Ved ej.\"}]}",
        "Here you go:\n[\n  \"Yes, I do.\",\n  \"No, never.\",\n  \"It depends.\"\n]\nI hope it helps.",
        "{\"1\":\"Yes, I do.\",\"2\":\"No, never.\",\"3\":\"It depends.\"}",
        "[\"Anna\",\"Bert\"] were asked.\n1. Anna says yes.\n2. Bert says no.\n3. Both laugh."
      })
  void jsonIsReadForTheListInIt(String text) {
    assertEquals(3, size(text), NumberedList.read(text).toString());
  }

  @Test
  void whatPeopleSayIsNotChanged() {
    List<String> items =
        NumberedList.read(
            "1. Anna is for it.\n   No 2 people agree here.\n2. Bert is against it.\n3. Carl, too.");
    assertEquals(3, items.size());
    assertEquals("Anna is for it. No 2 people agree here.", items.get(0));
    assertEquals(0, size("{\"status\":\"refused\",\"reason\":\"I cannot help\"}"));
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
