package org.polarbeam.model.paid;

import java.util.HashSet;
import java.util.Set;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;

/**
 * What the first answers of a model give away: that it never sees what it is asked, as where a
 * server's chat template leaves the question out. It answers all the same, and every answer looks
 * like one.
 */
final class FirstAnswers {
  /** So many answers are enough to tell. */
  static final int MANY = 10;

  /** So many questions that differ do not have the very same answer by chance. */
  private static final int DIFFERENT = 3;

  private final Set<String> questions = new HashSet<>();
  private final Set<String> texts = new HashSet<>();
  private int answers;
  private int tooFew;

  /**
   * Takes an answer.
   *
   * @return what is to be told, once, when the first have come; null for nothing
   */
  synchronized String take(String model, ChatRequest request, ChatResponse answer) {
    if (answers == MANY) {
      return null;
    }
    answers++;
    int length = length(request);
    if (answer.promptTokens() != null && !TokenEstimate.isPossible(answer.promptTokens(), length)) {
      tooFew++;
    }
    if (request.schema().isEmpty()) { // labels are often alike
      questions.add(request.user());
      texts.add(answer.text());
    }
    if (answers < MANY) {
      return null;
    }
    if (tooFew == MANY) {
      return "the server of "
          + model
          + " counts "
          + answer.promptTokens()
          + " tokens for a question of "
          + length
          + " characters, and as few for others. Its chat template may leave the question out, so"
          + " that the answers are to nothing";
    }
    return texts.size() == 1 && questions.size() >= DIFFERENT
        ? model
            + " has given the very same answer to its first "
            + questions.size()
            + " different questions. Its server may leave the question out, or keep one answer for"
            + " all"
        : null;
  }

  private static int length(ChatRequest request) {
    return request.system().length() + request.user().length();
  }
}
