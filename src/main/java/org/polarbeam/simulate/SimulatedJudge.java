package org.polarbeam.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.rng.UniformRandomProvider;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.prompt.JudgeInstruction;
import org.polarbeam.record.Judgement;
import org.polarbeam.stats.Draws;

/**
 * A judge that knows the stance of every sentence simulated respondents speak, and tells another
 * one at a known rate. Anything else it labels {@code null}.
 */
final class SimulatedJudge implements ChatModel {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final double errorRate;
  private final long seed;

  SimulatedJudge(double errorRate, long seed) {
    this.errorRate = errorRate;
    this.seed = seed;
  }

  @Override
  public CompletableFuture<ChatResponse> ask(ChatRequest request) {
    UniformRandomProvider random = Draws.of(seed, "judge\0" + request.id(), 0);
    List<String> labels = new ArrayList<>();
    String language = request.tags().getOrDefault("language", "");
    try {
      for (JsonNode item : JSON.readTree(request.user()).path(JudgeInstruction.ITEMS)) {
        String sentence = sentence(item.asText());
        labels.add(label(sentence, random));
        language = Objects.requireNonNullElse(Phrases.language(sentence), language);
      }
    } catch (JsonProcessingException e) {
      return CompletableFuture.failedFuture(
          new ModelException(ModelException.Kind.PERMANENT, "the items are no JSON", e));
    }
    return CompletableFuture.completedFuture(
        new ChatResponse(JudgeInstruction.answer(language, labels), "stop", null, null));
  }

  /** What the interviewee says, without the name. */
  private static String sentence(String item) {
    return item.substring(item.indexOf(": ") + 1).strip();
  }

  private String label(String sentence, UniformRandomProvider random) {
    String stance = Phrases.stance(sentence);
    String label = stance == null ? Judgement.NULL : stance;
    if (random.nextDouble() >= errorRate) {
      return label;
    }
    List<String> others = Judgement.LABELS.stream().filter(l -> !l.equals(label)).toList();
    return others.get(random.nextInt(others.size()));
  }
}
