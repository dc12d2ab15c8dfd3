package org.polarbeam.model.paid;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.record.Sampling;

/** A server that never shows its model the question is told by what its first answers have. */
class FirstAnswersTest {
  private static String told(
      IntFunction<String> question, IntFunction<String> answer, Long promptTokens) {
    FirstAnswers first = new FirstAnswers();
    String told = null;
    for (int n = 0; n < 2 * FirstAnswers.MANY; n++) {
      ChatRequest request =
          ChatRequest.text(
              "q" + n, question.apply(n), new Sampling(null, null, null, null), 0, Map.of());
      String now =
          first.take("m", request, new ChatResponse(answer.apply(n), "stop", promptTokens, 9L));
      assertTrue(now == null || told == null, "it is told once");
      told = now == null ? told : now;
    }
    return told;
  }

  private static final String LONG = "Ten representative citizens are interviewed. ".repeat(20);

  @Test
  void tooFewTokensForTheQuestionAreTold() {
    String told = told(n -> LONG + n, n -> "answer " + n, 8L);
    assertTrue(told.contains("counts 8 tokens for a question of 901 characters"), told);
    assertNull(told(n -> LONG + n, n -> "answer " + n, 150L));
    assertNull(told(n -> LONG + n, n -> "answer " + n, null));
    assertNull(told(n -> "short", n -> "answer " + n, 8L));
    assertNull(told(n -> "价值".repeat(300), n -> "answer " + n, 310L));
  }

  @Test
  void theSameAnswerToDifferentQuestionsIsTold() {
    String told = told(n -> LONG + n, n -> "I am a helpful assistant.", null);
    assertTrue(told.contains("the very same answer to its first 10 different"), told);
    assertNull(told(n -> LONG + n, n -> n == 4 ? "other" : "same", null));
    assertNull(told(n -> LONG, n -> "same", null), "one question has one answer at temperature 0");
  }

  @Test
  void aServerOfAnotherModelIsTold() {
    for (String same :
        new String[] {
          "google/gemma-2-9b-it",
          "gemma-2-9b-it-Q4_K_M.gguf",
          "/models/gemma-2-9b-it.gguf",
          "gemma-2-9b",
          ""
        }) {
      assertFalse(FirstAnswers.isOther("gemma-2-9b-it", same), same);
    }
    assertFalse(FirstAnswers.isOther("mistral-small-latest", "mistral-small-2506"));
    assertFalse(FirstAnswers.isOther("gemma3:4b", "gemma-3-4b-it"));
    assertTrue(FirstAnswers.isOther("gpt-4.1", "qwen2.5-0.5b-instruct"));
    assertTrue(FirstAnswers.isOther("gemma-2-9b-it", "llama-3.1-8b"));
    String told =
        new FirstAnswers()
            .take(
                "gpt-4.1",
                ChatRequest.text("q", "hello", Sampling.DEFAULT, 0, Map.of()),
                new ChatResponse("yes", "stop", null, null, "qwen2.5", false));
    assertTrue(told.contains("says that it is qwen2.5"), told);
  }

  @Test
  void countsThatNoTextCanHaveAreNotBelieved() {
    assertFalse(TokenEstimate.isPossible(1, 1_400));
    assertTrue(TokenEstimate.isPossible(1, 20));
    assertTrue(TokenEstimate.isPossible(100, 1_400));
  }
}
