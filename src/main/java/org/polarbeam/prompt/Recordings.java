package org.polarbeam.prompt;

import java.util.HashMap;
import java.util.Map;
import org.polarbeam.files.Json;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ReplayProvider;

/** Responses and judgements of an earlier run, as answers a replayed model gives again. */
public final class Recordings {
  private final Map<String, ChatResponse> byKey = new HashMap<>();

  /** By which a recorded judgement is found; a recorded response by its prompt's id. */
  public static String ofJudge(String model, String promptId) {
    return model + "\0" + promptId;
  }

  /**
   * Adds a line of a responses file.
   *
   * @throws org.polarbeam.files.InputException when it is no response
   */
  public void addResponse(String line, String file, long number) {
    Response r = Json.read(Response.class, line, file, number);
    byKey.put(
        ReplayProvider.key(r.model(), r.promptId()),
        new ChatResponse(r.text(), r.finishReason(), r.promptTokens(), r.completionTokens()));
  }

  /**
   * Adds a line of a judgements file, for the judge of the given name. Judgements made without
   * asking the judge are passed over: they will be made again.
   *
   * @throws org.polarbeam.files.InputException when it is no judgement
   */
  public void addJudgement(String judge, String line, String file, long number) {
    Judgement j = Json.read(Judgement.class, line, file, number);
    if (!j.labels().isEmpty()) {
      byKey.put(
          ReplayProvider.key(judge, ofJudge(j.model(), j.promptId())),
          new ChatResponse(
              JudgeInstruction.answer(j.responseLanguage(), j.labels()), "stop", null, null));
    }
  }

  /** What was added, for a {@link ReplayProvider}. */
  public Map<String, ChatResponse> byKey() {
    return Map.copyOf(byKey);
  }
}
