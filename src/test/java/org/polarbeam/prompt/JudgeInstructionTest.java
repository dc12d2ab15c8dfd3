package org.polarbeam.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarbeam.judge.Canary;
import org.polarbeam.model.ModelException;
import org.polarbeam.record.Topic;

class JudgeInstructionTest {
  private static final Topic TOPIC =
      new Topic("f120", "abortion", Map.of("en", "It is fine."), Map.of("en", "It is not."));
  private static final List<String> ITEMS =
      List.of("Ana er for.", "Бо против.", "ये ठीक है।", "هي ضد ذلك", "彼女は賛成です。");

  /** The whole message, byte for byte, so that no change of it goes unseen. */
  @Test
  void theMessageIsOneJsonDocument() {
    assertEquals(
        """
        {
          "topic" : "abortion",
          "pro" : "It is fine.",
          "con" : "It is not.",
          "items" : {
            "1" : "yes \\u005b1\\u005d",
            "2" : "\\"no\\" \\u003cb\\u003e"
          }
        }""",
        JudgeInstruction.message(TOPIC, List.of("yes [1]", "\"no\" <b>")));
  }

  @ParameterizedTest
  @EnumSource(Canary.class)
  void givenAHostileItem_thenTheBytesOfTheOthersAreTheSame(Canary canary) throws IOException {
    String harmless = JudgeInstruction.message(TOPIC, Canary.CONTROL.in(ITEMS, "r1"));
    String hostile = JudgeInstruction.message(TOPIC, canary.in(ITEMS, "r1"));
    int place = Canary.place("r1", ITEMS.size());
    List<String> expected = harmless.lines().toList();
    List<String> sent = hostile.lines().toList();
    assertEquals(expected.size(), sent.size(), "the item adds no line");
    int differing = 0;
    for (int i = 0; i < sent.size(); i++) {
      if (!sent.get(i).equals(expected.get(i))) {
        differing++;
        assertTrue(sent.get(i).startsWith("    \"" + (place + 1) + "\" : \""), sent.get(i));
      }
    }
    assertTrue(differing <= 1);
    JsonNode items = new ObjectMapper().readTree(hostile).get("items");
    assertEquals(ITEMS.size(), items.size());
    for (int i = 0; i < ITEMS.size(); i++) {
      if (i != place) {
        assertEquals(ITEMS.get(i), items.get(Integer.toString(i + 1)).asText());
      }
    }
    assertTrue(hostile.length() < 4_000, "a flood is cut: " + hostile.length());
    for (String mark : List.of("<|", "|>", "<start_of_turn>", "[/INST]", "</s>")) {
      assertFalse(hostile.contains(mark), mark);
    }
    assertTrue(
        hostile
            .codePoints()
            .noneMatch(c -> Character.getType(c) == Character.FORMAT || c < ' ' && c != '\n'),
        "nothing invisible is sent");
  }

  @Test
  void givenJoinersThatScriptsNeed_thenTheyStay() {
    String persian = "می\u200cخواهم";
    assertTrue(JudgeInstruction.message(TOPIC, List.of(persian)).contains(persian));
  }

  @Test
  void givenHalvesOfCharacters_thenTheyAreReplaced() {
    String message = JudgeInstruction.message(TOPIC, List.of("a\ud800b", "c\udb40\udc41d"));
    assertTrue(message.contains("a\ufffdb"));
    assertTrue(message.contains("\"cd\""), "a tag character carries text nobody sees");
  }

  @Test
  void givenOneLabelAnItem_thenTheLabels() {
    JudgeInstruction.Answer answer =
        JudgeInstruction.read(
            "{\"language\":\"en\",\"labels\":{\"3\":null,\"1\":\"pro\",\"2\":\"con\"}}", 3);
    assertEquals(List.of("pro", "con", "null"), answer.labels());
    assertEquals("en", answer.language());
    assertEquals(
        List.of("pro"),
        JudgeInstruction.read("```json\n{\"labels\":{\"1\":\"pro\"}}\n```", 1).labels());
    assertEquals(
        List.of("pro", "null"),
        JudgeInstruction.read(JudgeInstruction.answer("da", List.of("pro", "null")), 2).labels());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pro",
        "{}",
        "{\"labels\":\"pro\"}",
        "{\"labels\":[\"pro\",\"con\"]}",
        "{\"labels\":{\"1\":\"pro\"}}",
        "{\"labels\":{\"1\":\"pro\",\"2\":\"con\",\"3\":\"pro\"}}",
        "{\"labels\":{\"1\":\"pro\",\"3\":\"con\"}}",
        "{\"labels\":{\"1\":\"pro\",\"1\":\"con\"}}",
        "{\"labels\":{\"1\":\"pro\",\"2\":\"maybe\"}}"
      })
  void givenAnythingElse_thenItIsRefusedAndMayBeAskedAgain(String answer) {
    ModelException e =
        assertThrows(ModelException.class, () -> JudgeInstruction.read(answer, 2), answer);
    assertEquals(ModelException.Kind.UNREADABLE, e.kind());
  }

  @Test
  void theSchemaAsksForEveryLabel() throws IOException {
    JsonNode labels =
        new ObjectMapper().readTree(JudgeInstruction.schema(7)).at("/properties/labels");
    assertEquals(7, labels.get("required").size());
    assertEquals(7, labels.get("properties").size());
    assertFalse(labels.get("additionalProperties").asBoolean());
    assertTrue(labels.at("/properties/7/enum").toString().contains("null"));
  }
}
