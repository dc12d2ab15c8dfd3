package org.polarbeam.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Thoughts are no answer, and JSON is found wherever a model puts it. */
class ThoughtsTest {
  private static final String PLAN = "Plan:\n1. Name a person.\n2. Think.\n3. Write.\n";
  private static final String LIST = "1. I am for it.\n2. I am not.";

  @Test
  void givenThoughtsOfAnyMake_thenTheAnswerAlone() {
    for (String text :
        List.of(
            "<think>\n" + PLAN + "</think>\n\n" + LIST,
            "<thinking>" + PLAN + "</thinking>\n" + LIST,
            "The user wants interviews. " + PLAN + "</think>\n\n" + LIST,
            "Sure.\n<think>\n" + PLAN + "</think>\n\n" + LIST,
            "[THINK]" + PLAN + "[/THINK]\n" + LIST,
            "◁think▷" + PLAN + "◁/think▷\n" + LIST,
            "<reasoning>" + PLAN + "</reasoning>" + LIST,
            "<seed:think>" + PLAN + "</seed:think>" + LIST,
            "<|begin_of_thought|>" + PLAN + "<|end_of_thought|>\n" + LIST,
            "<think></think>\n" + LIST,
            "<think>a</think><think>b\n" + PLAN + "</think>" + LIST,
            LIST + "\n<think>" + PLAN + "</think>",
            LIST + "\n<think>" + PLAN,
            "<|channel|>analysis<|message|>"
                + PLAN
                + "<|end|><|start|>assistant<|channel|>final<|message|>"
                + LIST,
            "<|start|>assistant<|channel|>final<|message|>" + LIST + "<|return|>")) {
      assertEquals(List.of("I am for it.", "I am not."), NumberedList.read(text), text);
    }
    for (String thought :
        List.of(
            "<think>\n" + PLAN,
            "[THINK]" + PLAN,
            "<|channel|>analysis<|message|>" + PLAN,
            PLAN + "</think>",
            "<think>" + PLAN + "</think>\n")) {
      assertEquals("", Thoughts.without(thought).strip(), thought);
    }
    assertEquals("a <think b> [1] c", Thoughts.without("a <think b> [1] c"));
    assertEquals("x", Thoughts.without("</think>" + "<think>".repeat(100_000) + "</think>x"));
  }

  @Test
  void givenJsonWithThingsAround_thenTheJson() {
    String json = "{\"labels\": {\"1\": \"pro\"}}";
    for (String text :
        List.of(
            json,
            "```json\n" + json + "\n```",
            "```json " + json + "```",
            "~~~\n" + json + "\n~~~",
            "Here it is: " + json + "\n\nI labelled {each} item.",
            "<think>{\"labels\": {}}</think>\n" + json,
            "\"{\\\"labels\\\": {\\\"1\\\": \\\"pro\\\"}}\"",
            "\ufeff" + json,
            json + "\n" + json)) {
      assertEquals("pro", JsonAnswer.with("labels", text).at("/labels/1").asText(), text);
    }
    assertNull(JsonAnswer.with("labels", json + json.replace("pro", "con")));
    assertNull(JsonAnswer.with("labels", "{\"labels\": {\"1\": \"pro\", \"1\": \"con\"}}"));
    assertNull(JsonAnswer.with("labels", "no JSON"));
    assertNull(JsonAnswer.with("labels", "{".repeat(1_000_000)));
    assertNull(JsonAnswer.with("labels", "{\"other\": 1}"));
  }
}
