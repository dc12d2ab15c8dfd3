package org.polarbeam.model.openai;

import java.util.List;

/**
 * A batch's record.
 *
 * @param mark by which the batch itself is known
 * @param model whose it is
 * @param endpoint where it is
 * @param batch its id; empty while it is being created
 * @param created when, to tell the newest
 * @param keys the questions in it
 * @param ended whether nothing is to be had from it any more
 */
record SentBatch(
    String mark,
    String model,
    String endpoint,
    String batch,
    long created,
    List<String> keys,
    boolean ended) {
  SentBatch with(String id) {
    return new SentBatch(mark, model, endpoint, id, created, keys, ended);
  }

  SentBatch asEnded() {
    return new SentBatch(mark, model, endpoint, batch, created, keys, true);
  }
}
