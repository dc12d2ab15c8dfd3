package org.polarbeam.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ChatServer;
import org.polarbeam.model.ChatServer.Reply;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelProvider.InFlight;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.record.Sampling;

/** How long is waited for a server that has fewer places than it is sent requests. */
class PatienceTest {
  private static ProviderContext context(int seconds) {
    return ProviderContext.of(Map.of("requestTimeoutSeconds", Integer.toString(seconds)))
        .with(ApiKey.inEnvironment("POLARBEAM_TEST_NO_SUCH_KEY"));
  }

  private static ModelSpec spec(ChatServer server) {
    return ModelSpec.of("m", "f", "openai", server.endpoint());
  }

  private static ChatModel open(ChatServer server, int seconds) {
    return new OpenAiProvider().open(spec(server), context(seconds), null);
  }

  private static List<CompletableFuture<ChatResponse>> ask(ChatModel model, int questions) {
    return IntStream.range(0, questions)
        .mapToObj(
            n ->
                model.ask(
                    ChatRequest.text("q" + n, "question " + n, Sampling.DEFAULT, 0, Map.of())))
        .toList();
  }

  private static ModelException failure(CompletableFuture<ChatResponse> answer) {
    return ModelException.of(assertThrows(CompletionException.class, answer::join));
  }

  @Test
  void aQueueIsWaitedForLongerThanASilence() {
    try (ChatServer server = ChatServer.start(r -> "yes", ChatServer.inTurn(1, 200));
        ChatModel model = open(server, 1)) {
      // The last one's turn comes after two and a half times the limit.
      ask(model, 12).forEach(answer -> assertEquals("yes", answer.join().text()));
      assertEquals(12, server.requests());
    }
  }

  @Test
  void whoIsNotAnsweredInTheirTurnIsGivenUp() {
    try (ChatServer server =
            ChatServer.start(
                r -> "yes",
                (r, a, n) ->
                    r.toString().contains("question 0") ? new Reply.Hung() : new Reply.Answer(0));
        ChatModel model = open(server, 1)) {
      List<CompletableFuture<ChatResponse>> answers = ask(model, 3);
      assertEquals("yes", answers.get(1).join().text());
      assertEquals("yes", answers.get(2).join().text());
      ModelException e = failure(answers.get(0));
      assertTrue(e.isTimeout() && e.mayBePaid(), e.toString());
      assertTrue(e.getMessage().contains("no answer within 1 s"), e.getMessage());
    }
  }

  @Test
  void anAnswerThatTricklesIsGivenUp() {
    try (ChatServer server = ChatServer.start(r -> "yes", (r, a, n) -> new Reply.Slow(400));
        ChatModel model = open(server, 1)) {
      ModelException e = failure(ask(model, 1).get(0));
      assertTrue(e.isTimeout(), e.toString());
    }
  }

  @Test
  void aServerThatTellsItsSlotsIsSentAFewMore() {
    try (ChatServer server = ChatServer.start(r -> "yes", ChatServer.FLAWLESS)) {
      OpenAiProvider provider = new OpenAiProvider();
      InFlight sought = provider.inFlight(spec(server), context(1));
      assertTrue(sought.first() < sought.most(), sought.toString());
      server.tellSlots(8);
      assertEquals(new InFlight(10, 10), provider.inFlight(spec(server), context(1)));
      server.tellSlots(1);
      assertEquals(new InFlight(2, 2), provider.inFlight(spec(server), context(1)));
    }
  }
}
