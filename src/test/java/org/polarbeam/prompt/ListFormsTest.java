package org.polarbeam.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.polarbeam.Shared;

/** Forms of lists that models write, collected from elsewhere. */
class ListFormsTest {
  @Test
  void everyFormHasItsItems() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> wrong = new ArrayList<>();
    for (String line : Files.readAllLines(Shared.path("field/list-forms.jsonl"))) {
      JsonNode form = json.readTree(line);
      List<String> items = NumberedList.read(form.get("text").asText());
      if (items.size() != 3 && items.size() != 5) {
        wrong.add(form.get("model").asText() + ": " + items);
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyKindOfRealAnswerHasItsItemsOrIsUnread() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    for (String line : Files.readAllLines(Shared.path("field/real-kinds-expected.csv"))) {
      expected.put(line.split(",")[0], line.split(",")[1]);
    }
    ObjectMapper json = new ObjectMapper();
    List<String> wrong = new ArrayList<>();
    for (String line : Files.readAllLines(Shared.path("field/real-kinds.jsonl"))) {
      JsonNode kind = json.readTree(line);
      String name = kind.get("model").asText();
      int items = NumberedList.read(kind.get("text").asText()).size();
      items -= name.endsWith("closing-tag-cut") ? 1 : 0; // what is cut off Reading takes away
      String right = expected.get(name);
      boolean ok =
          switch (right) {
            case "unread" -> items == 0;
            case "flag" -> items > 0;
            default -> items == Integer.parseInt(right);
          };
      if (!ok) {
        wrong.add(name + ": " + items + " for " + right);
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(expected.size() > 20);
  }
}
