package org.polarbeam.transforms;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.polarbeam.files.Json;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ChatResponse;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.prompt.Thoughts;
import org.polarbeam.record.DeadLetter;
import org.polarbeam.record.Prompt;
import org.polarbeam.record.Response;
import org.polarbeam.stats.Draws;
import org.polarbeam.transforms.internal.RecordSchemas;

/**
 * Puts every prompt to every model; a model that is asked each prompt fewer times than others skips
 * the further samples.
 */
public final class Elicit extends PTransform<PCollection<Prompt>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;
  private static final String STAGE = "elicit";

  /** The answers. */
  public static final TupleTag<Response> RESPONSES = new TupleTag<>() {};

  /** What was not answered. */
  public static final TupleTag<DeadLetter> FAILURES = new TupleTag<>() {};

  private final ArrayList<ModelSpec> models;
  private final Asking asking;

  /** How often a question is put, by its place; null where models say it alone. */
  private final TreeMap<String, Integer> times;

  private Elicit(List<ModelSpec> models, Asking asking, Map<String, Integer> times) {
    this.models = new ArrayList<>(models);
    this.asking = asking;
    this.times = times == null ? null : new TreeMap<>(times);
  }

  /** Asks these models. */
  public static Elicit of(List<ModelSpec> models, Asking asking) {
    if (models.isEmpty()) {
      throw new IllegalArgumentException("models must not be empty");
    }
    models.forEach(asking.providers()::require);
    return new Elicit(models, asking, null);
  }

  /**
   * Puts a part of the questions alone.
   *
   * @param samples how often each is put, by its {@link #place}; those that are left out, never.
   *     Null for all
   */
  public Elicit only(Map<String, Integer> samples) {
    return new Elicit(models, asking, samples);
  }

  /** A question whatever the words it is put in: what it is about, to whom, in which language. */
  public static String place(ModelSpec model, Prompt prompt) {
    return String.join(
        "\0",
        model.name(),
        prompt.language(),
        prompt.persona(),
        prompt.template(),
        prompt.variation());
  }

  /** A prompt to one of the models. */
  record Question(Prompt prompt, int model) {}

  @Override
  public PCollectionTuple expand(PCollection<Prompt> prompts) {
    List<ModelSpec> all = models;
    TreeMap<String, Integer> most = times;
    PCollection<Question> questions =
        prompts
            .apply(
                "ToEachModel",
                FlatMapElements.into(TypeDescriptor.of(Question.class))
                    .via(
                        prompt ->
                            IntStream.range(0, all.size())
                                .filter(m -> isAsked(all.get(m), prompt, most))
                                .mapToObj(m -> new Question(prompt, m))
                                .toList()))
            .setCoder(RecordSchemas.coder(Question.class));
    return new InTurn<>(
            asking,
            models,
            RecordSchemas.coder(Question.class),
            Question::model,
            q -> q.prompt().id() + q.model(),
            () -> new Fn(all, asking))
        .ask(questions, RecordSchemas.coder(Response.class), RESPONSES, FAILURES);
  }

  private static boolean isAsked(ModelSpec model, Prompt prompt, Map<String, Integer> times) {
    return (model.samples() == null || prompt.sample() < model.samples())
        && (times == null || prompt.sample() < times.getOrDefault(place(model, prompt), 0));
  }

  private static final class Fn extends AskFn<Question, Response> {
    private static final long serialVersionUID = 1L;
    private final ArrayList<ModelSpec> models;

    Fn(List<ModelSpec> models, Asking asking) {
      super(STAGE, asking, FAILURES);
      this.models = new ArrayList<>(models);
    }

    @Override
    TupleTag<Response> mainTag() {
      return RESPONSES;
    }

    @Override
    Collection<ModelSpec> specs() {
      return models;
    }

    @Override
    CompletableFuture<Response> start(Question question, Asking.Models open) {
      Prompt prompt = question.prompt();
      ModelSpec spec = models.get(question.model());
      String id = id(question);
      ChatRequest request =
          ChatRequest.text(
              id,
              prompt.text(),
              spec.sampling(),
              prompt.sample(),
              tags(prompt.language(), prompt.persona(), prompt.topic(), prompt.id()));
      return open.rereading()
          .read(open.of(spec), request, answer -> response(id, prompt, spec, answer));
    }

    private static Response response(
        String id, Prompt prompt, ModelSpec spec, ChatResponse answer) {
      if (Thoughts.without(answer.text()).isBlank()) {
        if (answer.isCutOff()) { // the next would be no shorter
          throw new ModelException(
              ModelException.Kind.PERMANENT,
              "the model's thoughts used up the limit of tokens before it answered; raise the"
                  + " model's max_tokens",
              null);
        }
        throw new ModelException(
            ModelException.Kind.UNREADABLE,
            "the answer is empty (" + answer.finishReason() + ")",
            null);
      }
      return new Response(
          id,
          prompt.id(),
          spec.name(),
          spec.family(),
          prompt.language(),
          prompt.persona(),
          prompt.topic(),
          prompt.variation(),
          prompt.template(),
          prompt.sample(),
          spec.sampling(),
          answer.text(),
          answer.finishReason(),
          answer.promptTokens(),
          answer.completionTokens());
    }

    private String id(Question question) {
      return Draws.idOf(models.get(question.model()).key(), question.prompt().id());
    }

    @Override
    DeadLetter deadLetter(Question question, ModelException failure) {
      return new DeadLetter(
          STAGE,
          id(question),
          models.get(question.model()).name(),
          question.prompt().language(),
          question.prompt().persona(),
          failure.getMessage(),
          failure.attempts(),
          Json.write(question.prompt()));
    }
  }
}
