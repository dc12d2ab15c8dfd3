package org.polarbeam.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.polarbeam.Shared;
import org.polarbeam.stats.Draws;

class NumberedListTest {

  @Test
  void givenAPlainList_thenItsItems() {
    assertEquals(
        List.of("Anna is for it.", "Bo is against it."),
        NumberedList.read("Here they are:\n\n1. Anna is for it.\n2. Bo is against it.\n"));
  }

  @Test
  void givenTheWaysModelsMarkNumbers_thenTheSameItems() {
    List<String> expected = List.of("Anna, 31: yes", "Bo, 44: no");
    for (String text :
        List.of(
            "**1. Anna, 31:** yes\n\n**2. Bo, 44:** no",
            "1. **Anna, 31:** yes\n2. **Bo, 44:** no",
            "1) Anna, 31: yes\n2) Bo, 44: no",
            "### 1. Anna, 31:\n\nyes\n\n### 2. Bo, 44:\n\nno",
            "**1.** Anna, 31: yes\n**2.** Bo, 44: no",
            "１．Anna, 31: yes\n２．Bo, 44: no")) {
      assertEquals(expected, NumberedList.read(text), text);
    }
  }

  @Test
  void givenAClosingRemark_thenItBelongsToNoItem() {
    List<String> items =
        NumberedList.read("1. Anna says that it is fine.\n2. Bo doubts it.\n\nI hope this helps!");
    assertEquals("Bo doubts it.", items.get(1));
  }

  @Test
  void givenNestedBullets_thenTheyBelongToTheirItem() {
    List<String> items =
        NumberedList.read("1. **Anna**\n   - is for it\n   - since long\n2. **Bo**\n   - is not");
    assertEquals(2, items.size());
    assertTrue(items.get(0).contains("since long"));
  }

  @Test
  void givenNumbersInsideTheText_thenTheyStartNoItem() {
    List<String> items =
        NumberedList.read("1. Anna was born in\n1964. She is for it.\n2. Bo is against it.");
    assertEquals(2, items.size());
    assertTrue(items.get(0).contains("1964"));
    assertEquals(1, NumberedList.read("1. It costs 1.5 million.\n1.5 million is a lot.").size());
  }

  @Test
  void givenNoList_thenNothing() {
    assertTrue(NumberedList.read("I cannot answer this.").isEmpty());
    assertTrue(NumberedList.read("").isEmpty());
    assertTrue(NumberedList.read("3. Starts too late.").isEmpty());
    assertTrue(NumberedList.read("A. Smith has said no.\nI. Berlin agrees.").isEmpty());
  }

  @Test
  void givenNumbersOfOtherScriptsAndMarks_thenTheSameItems() {
    List<String> expected = List.of("yes of course", "no not at all");
    for (String text :
        List.of(
            "\u200f١. yes of course\n\u200f٢. no not at all",
            "१) yes of course\n२) no not at all",
            "1、yes of course\n2、no not at all",
            "①yes of course\n②no not at all",
            "(1) yes of course\n(2) no not at all",
            "1 – yes of course\n2 – no not at all",
            "- 1. yes of course\n- 2. no not at all",
            "1\ufe0f\u20e3 yes of course\n2\ufe0f\u20e3 no not at all",
            "1. yes of course\n1. no not at all",
            "> **1.** _yes of course_\n>\n> **2.** _no not at all_",
            "**Interview 1:** yes of course\n\n**Interview 2:** no not at all",
            "### Person 1\nyes of course\n### Person 2\nno not at all",
            "<think>1. what\n2. is\n3. this</think>\n1. yes of course\n2. no not at all")) {
      assertEquals(expected, NumberedList.read(text), text);
    }
  }

  @Test
  void givenANumberLeftOut_thenTheNextOneStillStartsAnItem() {
    assertEquals(
        List.of("a is for it.", "b is for it.", "d is not.", "e is not."),
        NumberedList.read("1. a is for it.\n2. b is for it.\n4. d is not.\n5. e is not."));
  }

  @Test
  void givenTwoPartsThatBothCountFromOne_thenTheItemsOfBothWithoutTheTitles() {
    assertEquals(
        List.of("a is for it.", "b is for it.", "c is not."),
        NumberedList.read(
            "**For:**\n1. a is for it.\n2. b is for it.\n\n**Against:**\n1. c is not."));
  }

  @Test
  void givenANestedNumberedList_thenItBelongsToItsItem() {
    List<String> items =
        NumberedList.read("1. Anna:\n   1. is for it\n   2. always\n2. Bo:\n   1. is not");
    assertEquals(List.of("Anna: 1. is for it 2. always", "Bo: 1. is not"), items);
  }

  @Test
  void givenAParagraphBetweenItems_thenItBelongsToTheFirst() {
    List<String> items =
        NumberedList.read("1. Anna is for it.\n\nShe has said so.\n\n2. Bo is not.\n\nBye!");
    assertEquals(List.of("Anna is for it. She has said so.", "Bo is not."), items);
  }

  @Test
  void givenALastItemThatHasHardlyBegun_thenItIsLeftOut() {
    String two = "1. Anna is for it, she says, and always was.\n2. Bo is against it, for now.\n";
    assertEquals(2, NumberedList.read(two + "3. Cleo").size());
    assertEquals(2, NumberedList.read(two + "**3.").size());
    assertEquals(3, NumberedList.read(two + "3. No.").size());
  }

  @Test
  void givenALongHostileLine_thenReadingEnds() {
    String line = "1. " + "*_ ".repeat(30_000) + "x";
    assertEquals(1, NumberedList.read(line + "\n").size());
    assertTrue(NumberedList.read(" >#*_".repeat(20_000)).isEmpty());
    String blanks = " ".repeat(50_000);
    assertEquals(0, NumberedList.read(blanks + "1" + blanks + "x").size());
    assertEquals(0, NumberedList.read(("1" + " ".repeat(1_000) + "x\n").repeat(100)).size());
    assertEquals(0, NumberedList.read("<a>" + blanks + "x").size());
    assertEquals(1, NumberedList.read("1. x" + blanks + "y").size());
    assertEquals(1, NumberedList.read("1. x" + " 5: y z".repeat(14_000)).size());
    assertEquals(0, NumberedList.read("{\"a\":".repeat(20_000)).size());
    String thinking = "<|channel|>analysis<|message|>" + "<|channel|>x ".repeat(8_000);
    assertEquals("", Thoughts.without(thinking));
    assertNull(JsonAnswer.with("labels", '"' + "{\\\"".repeat(30_000) + '"'));
  }

  /**
   * Each answer's items were looked at, and what stands around them; the digests keep that. Fewer
   * than ten are answers that break off.
   */
  @Test
  void givenRealAnswers_thenEveryItemIsFound() throws IOException {
    ObjectMapper json = new ObjectMapper();
    Map<Integer, Integer> counts = new TreeMap<>();
    StringBuilder found = new StringBuilder("answer,items,digest\n");
    int answer = 0;
    for (String line : Files.readAllLines(Shared.path("study/responses-example.jsonl"))) {
      JsonNode response = json.readTree(line);
      List<String> items = NumberedList.read(response.get("response").asText());
      counts.merge(items.size(), 1, Integer::sum);
      for (String item : items) {
        assertFalse(item.isBlank() || item.contains("**"), item);
        assertTrue(item.length() < 1500, "more than one item: " + item);
      }
      found
          .append(answer++ + "," + items.size() + ",")
          .append(Draws.idOf(items.toArray(String[]::new)).substring(0, 12))
          .append('\n');
    }
    assertEquals(Map.of(10, 177, 9, 8, 8, 8, 7, 5, 6, 1, 0, 1), counts);
    assertEquals(
        new String(
            NumberedListTest.class
                .getResourceAsStream("responses-example-items.csv")
                .readAllBytes(),
            StandardCharsets.UTF_8),
        found.toString());
  }

  /** As small real models write: a number over all, and the people below it. */
  @Test
  void givenANumberThatIsAHeading_thenThePeopleBelowAreTheItems() {
    String head = "1. **Summary of Interviews:**\n";
    String people =
        "   - **Person A:** She trusts them.\n   - **Person B:** He does not.\n"
            + "   - **Person C:** It depends.\n   - **Person D:** She was cheated once.\n";
    assertEquals(4, NumberedList.read(head + people).size());
    assertEquals("He does not.", NumberedList.read(head + people).get(1));
    assertEquals(4, NumberedList.read(people).size());
    String numbered =
        people.replaceAll("Person A", "Interview 1").replaceAll("Person B", "Interview 2");
    numbered = numbered.replaceAll("Person C", "Interview 3").replaceAll("Person D", "Interview 4");
    assertEquals(4, NumberedList.read(head + numbered).size());
    String dialogue = "Person A: What do you think?\nPerson B: I do not know.\n";
    assertEquals(List.of(), NumberedList.read(dialogue));
    String three = "1. She trusts them.\n2. He says:\n   - Person A: hm.\n3. It depends.\n";
    assertEquals(3, NumberedList.read(three).size());
  }

  @Test
  void givenTagsAroundItemsWithoutNumbers_thenTheyAreTheItems() {
    assertEquals(
        List.of("Ela confia neles.", "Ele não."),
        NumberedList.read("<resumo> Ela confia neles.</resumo>\n<resumo>Ele não.</resumo>\n"));
    assertEquals(List.of(), NumberedList.read("<resumo>Dez cidadãos.</resumo>"));
    assertEquals(List.of(), NumberedList.read("<summary></summary>\n<summary>...</summary>"));
  }

  @Test
  void givenNumbersByWordsAndSignsOfAnyLanguage_thenTheItems() {
    for (String form :
        List.of(
            "Nr. %d: ",
            "№%d ",
            "№ %d. ",
            "%dº ",
            "%d°. ",
            "Entretien n° %d — ",
            "**Nr. %d** ",
            "%d人目：",
            "第%d位受访者：",
            "Người được phỏng vấn %d: ")) {
      StringBuilder text = new StringBuilder();
      for (int n = 1; n <= 4; n++) {
        text.append(String.format(Locale.ROOT, form, n)).append("She trusts them ").append(n);
        text.append(".\n");
      }
      List<String> items = NumberedList.read(text.toString());
      assertEquals(4, items.size(), text + " as " + items);
      assertEquals("She trusts them 3.", items.get(2), form);
    }
    String han = "第一位受访者：她信任他们。\n第二位受访者：他不信任。\n第三位受访者：要看情况。\n";
    assertEquals(List.of("她信任他们。", "他不信任。", "要看情况。"), NumberedList.read(han));
  }

  @Test
  void givenAListOnALineOfAScriptWithoutFullStops_thenTheItems() {
    assertEquals(4, NumberedList.read("๑. ฉันเชื่อ ๒. ไม่เชื่อ ๓. แล้วแต่ ๔. เคยถูกโกง").size());
    assertEquals(4, NumberedList.read("1.她信任他们。2.他不信任。3.要看情况。4.她被骗过。").size());
    assertEquals(1, NumberedList.read("1. She paid 2. and then 3. of them").size());
    String fenced = "Here they are:\n```json\n[\"She trusts.\", \"He does not.\"]\n```\nDone.";
    assertEquals(List.of("She trusts.", "He does not."), NumberedList.read(fenced));
  }
}
