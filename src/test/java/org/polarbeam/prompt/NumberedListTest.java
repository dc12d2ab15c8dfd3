package org.polarbeam.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.polarbeam.Shared;

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
  }

  /** The counts were checked against the texts: fewer than ten are answers that break off. */
  @Test
  void givenRealAnswers_thenEveryItemIsFound() throws IOException {
    ObjectMapper json = new ObjectMapper();
    Map<Integer, Integer> counts = new TreeMap<>();
    for (String line : Files.readAllLines(Shared.path("study/responses-example.jsonl"))) {
      JsonNode response = json.readTree(line);
      List<String> items = NumberedList.read(response.get("response").asText());
      counts.merge(items.size(), 1, Integer::sum);
      for (String item : items) {
        assertFalse(item.isBlank() || item.contains("**"), item);
        assertTrue(item.length() < 1500, "more than one item: " + item);
      }
    }
    assertEquals(Map.of(10, 179, 9, 9, 8, 6, 7, 4, 6, 1, 0, 1), counts);
  }
}
