package org.polarbeam.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.rng.UniformRandomProvider;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.prompt.Judgement;
import org.polarbeam.stats.Draws;

/**
 * A judge that knows the stance of every sentence simulated respondents speak, and tells another
 * one at a known rate. Anything else it labels {@code null}.
 */
final class SimulatedJudge implements ChatModel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> LABELS = List.of(Judgement.PRO, Judgement.CON, Judgement.NULL);

  private final double errorRate;
  private final long seed;

  SimulatedJudge(double errorRate, long seed) {
    this.errorRate = errorRate;
    this.seed = seed;
  }

  @Override
  public CompletableFuture<ChatResponse> ask(ChatRequest request) {
    UniformRandomProvider random = Draws.of(seed, "judge\0" + request.id(), 0);
    ObjectNode answer = JSON.createObjectNode();
    answer.put("language", request.tags().getOrDefault("language", ""));
    ArrayNode labels = answer.putArray("labels");
    try {
      for (JsonNode item : JSON.readTree(request.user()).path("items")) {
        labels.add(label(item.asText(), random));
      }
    } catch (JsonProcessingException e) {
      return CompletableFuture.failedFuture(
          new ModelException(ModelException.Kind.PERMANENT, "the items are no JSON", e));
    }
    return CompletableFuture.completedFuture(
        new ChatResponse(answer.toString(), "stop", null, null));
  }

  private String label(String item, UniformRandomProvider random) {
    String stance = Phrases.stance(item.substring(item.indexOf(": ") + 1).strip());
    String label = stance == null ? Judgement.NULL : stance;
    if (random.nextDouble() >= errorRate) {
      return label;
    }
    List<String> others = LABELS.stream().filter(l -> !l.equals(label)).toList();
    return others.get(random.nextInt(others.size()));
  }
}
