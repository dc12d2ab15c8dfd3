package org.polarbeam.model.paid;

import java.util.HashSet;
import java.util.Locale;
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
    String other = null;
    if (answers == 1 && isOther(model, answer.servedBy())) {
      other =
          "the server of "
              + model
              + " says that it is "
              + answer.servedBy()
              + ". One that serves a single model takes any name: results are told as those of the name"
              + " that was asked for";
    }
    int length = length(request);
    if (answer.promptTokens() != null && !TokenEstimate.isPossible(answer.promptTokens(), length)) {
      tooFew++;
    }
    if (request.schema().isEmpty()) { // labels are often alike
      questions.add(request.user());
      texts.add(answer.text());
    }
    if (answers < MANY) {
      return other;
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

  /** Whether two names are of different models, paths, versions and files aside. */
  static boolean isOther(String asked, String served) {
    String a = bare(asked);
    String b = bare(served);
    int shorter = Math.min(a.length(), b.length());
    int same = 0;
    while (same < shorter && a.charAt(same) == b.charAt(same)) {
      same++;
    }
    return shorter > 0 && !a.contains(b) && !b.contains(a) && 2 * same < shorter;
  }

  private static String bare(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return last.replaceAll("\\.(gguf|bin|safetensors)$|[^\\p{L}\\p{Nd}]", "");
  }

  private static int length(ChatRequest request) {
    return request.system().length() + request.user().length();
  }
}
