package org.polarbeam.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatServer;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.model.RateLimit;
import org.polarbeam.prompt.JudgeInstruction;
import org.polarbeam.prompt.Prompts;
import org.polarbeam.record.Prompt;
import org.polarbeam.record.Sampling;
import org.polarbeam.stats.Draws;
import org.polarbeam.study.Study;
import org.polarbeam.study.StudyReader;
import org.polarbeam.study.Wording;

/** A server whose model and judge are simulated respondents that know the bundled study. */
public final class SimulatedServer {
  private static final long SEED = 7;

  private final Map<String, Prompt> prompts = new HashMap<>();
  private final ChatModel respondent;
  private final ChatModel judge;

  private SimulatedServer() {
    Study study = StudyReader.bundled();
    for (String language : study.wordedLanguages()) {
      List<Wording> wordings =
          study.wordings().stream().filter(w -> w.language().equals(language)).toList();
      for (Prompt p : Prompts.build(wordings, SEED, Integer.MAX_VALUE, 1)) {
        prompts.put(p.text(), p);
      }
    }
    SimulateProvider provider = new SimulateProvider();
    ProviderContext context =
        ProviderContext.of(Map.of("seed", Long.toString(SEED), "judgeErrorRate", "0.02"));
    this.respondent =
        provider.open(
            new ModelSpec(
                "server",
                "server",
                SimulateProvider.NAME,
                "",
                Sampling.DEFAULT,
                null,
                RateLimit.NONE,
                Map.of("noise", 1.0, "wrong_language_rate", 0.0),
                "",
                ""),
            context,
            null);
    this.judge = provider.open(ModelSpec.parse("simulate:judge"), context, null);
  }

  /** Starts a server that answers the bundled study's prompts and judges the answers. */
  public static ChatServer start(ChatServer.Plan plan) {
    return ChatServer.start(new SimulatedServer()::answer, plan);
  }

  private String answer(JsonNode request) {
    List<String> texts = new ArrayList<>();
    request.get("messages").forEach(m -> texts.add(m.get("content").asText()));
    String user = texts.get(texts.size() - 1);
    String id = Draws.idOf(request.get("model").asText(), user);
    Prompt prompt = prompts.get(user);
    Map<String, String> tags =
        prompt == null
            ? Map.of("language", "en")
            : Map.of("language", prompt.language(), "topic", prompt.topic());
    boolean judged = texts.contains(JudgeInstruction.SYSTEM);
    if (!judged && prompt == null) {
      throw new IllegalArgumentException("no prompt of the study: " + user);
    }
    return (judged ? judge : respondent)
        .ask(ChatRequest.text(id, user, Sampling.DEFAULT, 0, tags))
        .join()
        .text();
  }
}
