package org.polarbeam.model.paid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.model.Blobs;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ChatServer;
import org.polarbeam.model.ChatServer.Reply;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.model.openai.OpenAiProvider;
import org.polarbeam.record.Sampling;

/**
 * A store that fails now and then: no answer that was paid for is thrown away or paid for twice.
 */
class StoreFailuresTest {
  @TempDir Path folder;

  private final ChatServer server =
      ChatServer.start(
          request -> "to " + request.at("/messages/0/content").asText(),
          (request, attempt, number) -> new Reply.Answer(0));
  private final AskingSession session =
      AskingSession.of(
          new AskingSession.Settings(
              4,
              3,
              1,
              "store failures",
              Double.POSITIVE_INFINITY,
              Double.POSITIVE_INFINITY,
              PriceTable.bundled()));

  @AfterEach
  void end() {
    session.close();
    server.close();
  }

  /** A directory whose next steps fail, before or after they are done. */
  private static final class Failing implements Blobs {
    private final Blobs whole;
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final boolean writesFirst;

    Failing(Path folder, int writes, int reads, boolean writesFirst) {
      this.whole = new LocalBlobs(folder);
      this.writes.set(writes);
      this.reads.set(reads);
      this.writesFirst = writesFirst;
    }

    @Override
    public byte[] read(String name) throws IOException {
      if (reads.getAndDecrement() > 0) {
        throw new IOException("503 try again");
      }
      return whole.read(name);
    }

    @Override
    public List<String> list(String prefix) throws IOException {
      return whole.list(prefix);
    }

    @Override
    public void write(String name, byte[] bytes) throws IOException {
      if (writesFirst) {
        whole.write(name, bytes);
      }
      if (writes.getAndDecrement() > 0) {
        throw new IOException("412 conditionNotMet");
      }
      whole.write(name, bytes);
    }

    @Override
    public void delete(String name) throws IOException {
      whole.delete(name);
    }
  }

  private ChatModel open(Blobs store) {
    ModelSpec spec = ModelSpec.of("m", "f", "openai", server.endpoint());
    return session.open(
        new OpenAiProvider(),
        spec,
        ProviderContext.of(Map.of("requestTimeoutSeconds", "5")),
        store);
  }

  private static ChatRequest question(int n) {
    return ChatRequest.text(
        "q" + n, "question " + n, new Sampling(null, null, 100L, null), 0, Map.of());
  }

  @Test
  void givenWritesAndReadsThatFailTwice_thenTheyAreTriedAThirdTime() {
    ChatModel model = open(new Failing(folder, 2, 2, false));
    assertEquals("to question 1", model.ask(question(1)).join().text());
    assertEquals("to question 1", open(new LocalBlobs(folder)).ask(question(1)).join().text());
    assertEquals(1, server.requests());
  }

  @Test
  void givenAConflictWithAnotherWriterOfTheSameEntry_thenItIsKept() {
    assertEquals(
        "to question 1",
        open(new Failing(folder, Integer.MAX_VALUE, 0, true)).ask(question(1)).join().text());
    assertEquals("to question 1", open(new LocalBlobs(folder)).ask(question(1)).join().text());
    assertEquals(1, server.requests());
  }

  @Test
  void givenAnOutage_whenTheWorkIsTriedAgain_thenThePaidAnswerIsKeptAndAskingGoesOn() {
    Failing store = new Failing(folder, 4, 0, false);
    ChatModel model = open(store);
    for (int tries = 0; tries < 2; tries++) {
      ModelException e =
          ModelException.of(
              assertThrows(CompletionException.class, () -> model.ask(question(1)).join()));
      assertEquals(ModelException.Kind.FATAL, e.kind());
      assertTrue(e.getMessage().contains("the response store cannot be written"), e.getMessage());
    }
    assertEquals("to question 2", model.ask(question(2)).join().text());
    assertEquals("to question 1", model.ask(question(1)).join().text());
    assertEquals(2, server.requests());
  }

  @Test
  void givenAStoreThatCannotBeReadForAWhile_thenAskingGoesOnAfterwards() {
    ChatModel model = open(new Failing(folder, 0, 3, false));
    assertThrows(CompletionException.class, () -> model.ask(question(1)).join());
    assertEquals("to question 1", model.ask(question(1)).join().text());
    assertEquals(1, server.requests());
  }

  @Test
  void givenARunThatWasStopped_thenAMendedStoreDoesNotStartItAgain() {
    ChatModel model = open(new Failing(folder, 3, 0, false));
    assertThrows(CompletionException.class, () -> model.ask(question(1)).join());
    session.stop(new ModelException(ModelException.Kind.FATAL, "the run was stopped", null));
    assertEquals("to question 1", model.ask(question(1)).join().text(), "it is kept by now");
    assertThrows(CompletionException.class, () -> model.ask(question(2)).join());
    assertEquals(1, server.requests());
  }

  @Test
  void givenAnotherAnswerInTheStoreByThen_thenThatIsTheAnswer() throws IOException {
    ChatModel first = open(new LocalBlobs(folder));
    assertEquals("to question 1", first.ask(question(1)).join().text());
    ResponseStore store = new ResponseStore(new Failing(folder, 9, 0, false), 1);
    ModelSpec spec = ModelSpec.of("m", "f", "openai", server.endpoint());
    String key = question(1).contentKey(spec);
    ChatResponse mine = new ChatResponse("mine", "stop", null, null);
    assertEquals("to question 1", store.put(key, spec, mine, 1).text());
    store.putLate(key, spec, mine, 1);
    assertEquals("to question 1", store.find(key).text());
  }
}
