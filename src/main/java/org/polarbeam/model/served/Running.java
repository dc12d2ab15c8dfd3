package org.polarbeam.model.served;

import java.util.concurrent.CompletableFuture;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ModelException;

/** A start of the server, and the client that asks it. */
record Running(CompletableFuture<Server> process, CompletableFuture<ChatModel> client) {
  boolean isOver() {
    return process.isDone() && (process.isCompletedExceptionally() || !process.join().isAlive());
  }

  void stop() {
    process.thenAccept(Server::stop);
    client.thenAccept(ChatModel::close);
  }

  /** Why it never answered; null when it did, or may yet. */
  ModelException failure() {
    return client.isCompletedExceptionally()
        ? client.handle((c, failure) -> ModelException.of(failure)).join()
        : null;
  }
}
