package org.polarbeam.transforms;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.polarbeam.files.Json;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.PaidModels;
import org.polarbeam.prompt.DeadLetter;
import org.polarbeam.prompt.JudgeInstruction;
import org.polarbeam.prompt.Judgement;
import org.polarbeam.prompt.LanguageIdentifier;
import org.polarbeam.prompt.Reading;
import org.polarbeam.prompt.Recordings;
import org.polarbeam.prompt.Response;
import org.polarbeam.prompt.Validity;
import org.polarbeam.stats.Draws;
import org.polarbeam.study.Topic;

/**
 * Labels every item of every response pro, con or null. Responses without a list or in another
 * language than the prompt's are judged invalid without asking the judge.
 */
public final class Judge extends PTransform<PCollection<Response>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;
  private static final String STAGE = "judge";

  /** One judgement a response, valid or with the reason why not. */
  public static final TupleTag<Judgement> JUDGEMENTS = new TupleTag<>() {};

  /** Responses the judge did not label. */
  public static final TupleTag<DeadLetter> FAILURES = new TupleTag<>() {};

  private final ModelSpec judge;
  private final TreeMap<String, Topic> topics;
  private final Asking asking;

  private Judge(ModelSpec judge, Map<String, Topic> topics, Asking asking) {
    this.judge = judge;
    this.topics = new TreeMap<>(topics);
    this.asking = asking;
  }

  /**
   * Asks this judge.
   *
   * @param topics the statements of each topic, by key
   */
  public static Judge of(ModelSpec judge, Map<String, Topic> topics, Asking asking) {
    asking.providers().require(judge);
    return new Judge(judge, topics, asking);
  }

  @Override
  public PCollectionTuple expand(PCollection<Response> responses) {
    return responses
        .apply(
            "Shard",
            new Shards<>(asking.shards(), RecordSchemas.coder(Response.class), Response::id))
        .apply("Ask", ParDo.of(new Fn(this)).withOutputTags(JUDGEMENTS, TupleTagList.of(FAILURES)));
  }

  private static final class Fn extends AskFn<Response, Judgement> {
    private static final long serialVersionUID = 1L;
    private final ModelSpec judge;
    private final TreeMap<String, Topic> topics;
    private transient LanguageIdentifier identifier;

    Fn(Judge transform) {
      super(STAGE, transform.asking, FAILURES);
      this.judge = transform.judge;
      this.topics = transform.topics;
    }

    @Override
    TupleTag<Judgement> mainTag() {
      return JUDGEMENTS;
    }

    @Override
    Collection<ModelSpec> specs() {
      return List.of(judge);
    }

    @Override
    CompletableFuture<Judgement> start(Response response, Asking.Models open) {
      if (identifier == null) {
        identifier = new LanguageIdentifier();
      }
      Reading reading = Reading.of(response, identifier);
      if (reading.validity() != Validity.VALID) {
        return CompletableFuture.completedFuture(reading.judgement(response, List.of(), ""));
      }
      Topic topic = topics.get(response.topic());
      if (topic == null) {
        return CompletableFuture.failedFuture(
            new ModelException(
                ModelException.Kind.PERMANENT, "the study has no topic " + response.topic(), null));
      }
      int items = reading.items().size();
      String message = JudgeInstruction.message(topic, reading.items());
      ChatRequest request =
          ChatRequest.structured(
              Draws.idOf(judge.key(), JudgeInstruction.SYSTEM, message, response.id()),
              JudgeInstruction.SYSTEM,
              message,
              judge.sampling(),
              JudgeInstruction.schema(items),
              tags(
                  reading.language(),
                  response.topic(),
                  Recordings.ofJudge(response.model(), response.promptId())));
      return PaidModels.read(
          open.of(judge),
          request,
          answer ->
              reading.judgement(
                  response, JudgeInstruction.labels(answer.text(), items), judge.name()),
          open.attempts(),
          open.usages());
    }

    @Override
    DeadLetter deadLetter(Response response, ModelException failure) {
      return new DeadLetter(
          STAGE,
          response.id(),
          response.model(),
          response.language(),
          failure.getMessage(),
          failure.attempts(),
          Json.write(response));
    }
  }
}
