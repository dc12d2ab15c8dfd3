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
import org.polarbeam.files.Json;
import org.polarbeam.record.Response;
import org.polarbeam.record.Validity;
import org.polarbeam.study.ListRule;

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
    List<String> wrong = new ArrayList<>();
    for (String line : Files.readAllLines(Shared.path("field/real-kinds.jsonl"))) {
      Response kind = Json.read(Response.class, line, "kinds", 1);
      Reading reading = Reading.of(kind, null, ListRule.whole(Map.of()));
      String right = expected.get(kind.model());
      boolean ok =
          switch (right) {
            case "unread" -> reading.validity() == Validity.UNREAD;
            case "flag" -> !reading.flags().isEmpty();
            default ->
                reading.items().size() == Integer.parseInt(right)
                    && reading.validity() == Validity.VALID;
          };
      if (!ok) {
        wrong.add(kind.model() + ": " + reading + " for " + right);
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(expected.size() > 20);
  }
}
