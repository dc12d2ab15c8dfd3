package org.polarbeam.transforms;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.polarbeam.files.Json;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.prompt.Chrf;
import org.polarbeam.prompt.VariationInstruction;
import org.polarbeam.record.DeadLetter;
import org.polarbeam.stats.Draws;
import org.polarbeam.study.Wording;
import org.polarbeam.transforms.internal.RecordSchemas;
import org.polarbeam.transforms.internal.Shards;

/** Writes further wordings of a base wording by a model, for a person to verify. */
public final class Vary extends PTransform<PCollection<Vary.Base>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;
  private static final String STAGE = "vary";

  /** The new wordings. */
  public static final TupleTag<Wording> WORDINGS = new TupleTag<>() {};

  /** Bases that no further wordings were made of. */
  public static final TupleTag<DeadLetter> FAILURES = new TupleTag<>() {};

  private static final TupleTag<Made> MADE = new TupleTag<>() {};

  private final ModelSpec writer;
  private final Asking asking;

  private Vary(ModelSpec writer, Asking asking) {
    this.writer = writer;
    this.asking = asking;
  }

  /**
   * A wording to vary.
   *
   * @param wording the base
   * @param existing the texts of the wordings there are
   * @param count how many to write, from 1
   */
  public record Base(Wording wording, List<String> existing, int count) {}

  /** The texts written for a base. */
  record Made(Wording base, List<String> texts) {}

  /** By this model. */
  public static Vary by(ModelSpec writer, Asking asking) {
    asking.providers().require(writer);
    return new Vary(writer, asking);
  }

  @Override
  public PCollectionTuple expand(PCollection<Base> bases) {
    PCollectionTuple asked =
        bases
            .apply(
                "Shard",
                new Shards<>(
                    asking.shards(), RecordSchemas.coder(Base.class), b -> b.wording().id()))
            .apply(
                "Ask",
                ParDo.of(new Fn(writer, asking))
                    .withOutputTags(MADE, TupleTagList.of(FAILURES))
                    .setResourceHints(asking.hints(List.of(writer))));
    PCollection<Wording> wordings =
        asked
            .get(MADE)
            .setCoder(RecordSchemas.coder(Made.class))
            .apply(
                "Wordings",
                FlatMapElements.into(TypeDescriptor.of(Wording.class))
                    .via(m -> m.texts().stream().map(t -> wording(m.base(), t)).toList()));
    return PCollectionTuple.of(WORDINGS, wordings.setCoder(RecordSchemas.coder(Wording.class)))
        .and(FAILURES, asked.get(FAILURES));
  }

  /** A new wording, named by its content, as like its base as {@link Wording#similarity} says. */
  private static Wording wording(Wording base, String text) {
    String name = (base.isTemplate() ? "t" : base.topic()) + "-" + Wording.digest(text);
    return new Wording(
        base.kind(),
        name,
        base.topic(),
        base.language(),
        text,
        Wording.MACHINE,
        false,
        "",
        Chrf.of(text, base.text()),
        "");
  }

  private static final class Fn extends AskFn<Base, Made> {
    private static final long serialVersionUID = 1L;
    private final ModelSpec writer;

    Fn(ModelSpec writer, Asking asking) {
      super(STAGE, asking, FAILURES);
      this.writer = writer;
    }

    @Override
    TupleTag<Made> mainTag() {
      return MADE;
    }

    @Override
    Collection<ModelSpec> specs() {
      return List.of(writer);
    }

    @Override
    CompletableFuture<Made> start(Base base, Asking.Models open) {
      String message = VariationInstruction.message(base.wording(), base.existing(), base.count());
      ChatRequest request =
          ChatRequest.structured(
                  Draws.idOf(writer.key(), VariationInstruction.SYSTEM, message),
                  VariationInstruction.SYSTEM,
                  message,
                  writer.sampling(),
                  VariationInstruction.SCHEMA,
                  java.util.Map.of())
              .withUsual(VariationInstruction.sampling(base.wording(), base.count()));
      return open.rereading()
          .read(
              open.of(writer),
              request,
              answer ->
                  new Made(
                      base.wording(),
                      VariationInstruction.read(
                          answer.text(), base.wording(), base.existing(), base.count())));
    }

    @Override
    DeadLetter deadLetter(Base base, ModelException failure) {
      return new DeadLetter(
          STAGE,
          base.wording().id(),
          writer.name(),
          base.wording().language(),
          "",
          failure.getMessage(),
          failure.attempts(),
          Json.write(base.wording()));
    }
  }
}
