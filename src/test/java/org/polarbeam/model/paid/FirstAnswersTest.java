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
  void countsThatNoTextCanHaveAreNotBelieved() {
    assertFalse(TokenEstimate.isPossible(1, 1_400));
    assertTrue(TokenEstimate.isPossible(1, 20));
    assertTrue(TokenEstimate.isPossible(100, 1_400));
  }
}
