package org.polarbeam.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Wait;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.record.DeadLetter;
import org.polarbeam.transforms.internal.Shards;

/**
 * Asks questions, those to models that workers serve themselves one model after the other: a
 * worker's GPU holds one, and is to load each once.
 *
 * @param models who is asked
 * @param coder of a question
 * @param model of a question, as its place among the models
 * @param key that spreads questions over shards
 * @param fn what asks
 */
record InTurn<I, O>(
    Asking asking,
    List<ModelSpec> models,
    Coder<I> coder,
    SerializableFunction<I, Integer> model,
    SerializableFunction<I, String> key,
    Supplier<AskFn<I, O>> fn) {

  /**
   * The answers and failures.
   *
   * @param answerCoder of an answer
   */
  PCollectionTuple ask(
      PCollection<I> questions,
      Coder<O> answerCoder,
      TupleTag<O> answers,
      TupleTag<DeadLetter> failures) {
    List<List<Integer>> turns = asking.turns(models);
    if (turns.size() == 1) {
      return ask("", questions, models, answers, failures);
    }
    SerializableFunction<I, Integer> place = model;
    List<PCollection<O>> all = new ArrayList<>();
    List<PCollection<DeadLetter>> failed = new ArrayList<>();
    for (int turn = 0; turn < turns.size(); turn++) {
      ArrayList<Integer> own = new ArrayList<>(turns.get(turn));
      String name = turn == 0 ? "" : Integer.toString(turn + 1);
      PCollection<I> its =
          questions.apply("Turn" + name, Filter.by(q -> own.contains(place.apply(q))));
      if (turn > 0) {
        its = its.apply("After" + turn, Wait.on(all.get(turn - 1), failed.get(turn - 1)));
      }
      PCollectionTuple asked =
          ask(name, its.setCoder(coder), own.stream().map(models::get).toList(), answers, failures);
      all.add(asked.get(answers).setCoder(answerCoder));
      failed.add(asked.get(failures));
    }
    return PCollectionTuple.of(
            answers, PCollectionList.of(all).apply("Asked", Flatten.pCollections()))
        .and(failures, PCollectionList.of(failed).apply("NotAsked", Flatten.pCollections()));
  }

  private PCollectionTuple ask(
      String name,
      PCollection<I> questions,
      List<ModelSpec> own,
      TupleTag<O> answers,
      TupleTag<DeadLetter> failures) {
    return questions
        .apply("Shard" + name, new Shards<>(asking.shards(), coder, key))
        .apply(
            "Ask" + name,
            ParDo.of(fn.get())
                .withOutputTags(answers, TupleTagList.of(failures))
                .setResourceHints(asking.hints(own)));
  }
}
