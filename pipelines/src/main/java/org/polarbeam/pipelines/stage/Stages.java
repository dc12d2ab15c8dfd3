package org.polarbeam.pipelines.stage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.polarbeam.judge.Vote;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.pipelines.rundir.Sinks;
import org.polarbeam.pipelines.setup.JudgingOptions;
import org.polarbeam.pipelines.setup.Participants;
import org.polarbeam.pipelines.setup.Questions;
import org.polarbeam.pipelines.setup.RespondentOptions;
import org.polarbeam.record.DeadLetter;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.Ledger;
import org.polarbeam.record.Prompt;
import org.polarbeam.record.Response;
import org.polarbeam.record.Tables;
import org.polarbeam.study.Wording;
import org.polarbeam.transforms.Agree;
import org.polarbeam.transforms.Asking;
import org.polarbeam.transforms.BuildPrompts;
import org.polarbeam.transforms.Elicit;
import org.polarbeam.transforms.Judge;
import org.polarbeam.transforms.TallyCanaries;
import org.polarbeam.transforms.Translate;
import org.polarbeam.transforms.internal.RecordSchemas;

/** The stages that ask models, each with the files it leaves in the run's directory. */
public final class Stages {
  private static final int AGREEMENT_ROUNDS = 1_000;

  private final Participants participants;
  private final Asking asking;
  private final Sinks sinks;
  private final List<PCollection<KV<String, String>>> steps = new ArrayList<>();
  private final List<PCollection<DeadLetter>> letters = new ArrayList<>();

  public Stages(Participants participants, Asking asking, Sinks sinks) {
    this.participants = participants;
    this.asking = asking;
    this.sinks = sinks;
  }

  /** From the study to the answers: Translate, the prompts, Elicit. */
  public PCollection<Response> elicit(
      Pipeline pipeline, RespondentOptions options, Questions questions) {
    List<ModelSpec> models = participants.specs();
    PCollectionTuple translated =
        pipeline
            .apply(
                "Study",
                Create.of(participants.study().wordings())
                    .withCoder(RecordSchemas.coder(Wording.class)))
            .apply(
                "Translate",
                Translate.into(
                        participants.languages(), participants.translatorOfStaleWording(), asking)
                    .from(participants.study().source()));
    PCollection<Prompt> prompts =
        translated
            .get(Translate.WORDINGS)
            .apply(
                "Prompts",
                BuildPrompts.of(options.getSeed(), options.getPrompts(), questions.samples()));
    PCollectionTuple elicited =
        prompts.apply("Elicit", Elicit.of(models, asking).only(questions.first()));
    PCollection<Response> responses = elicited.get(Elicit.RESPONSES);
    sinks.lines(
        "prompts", Prompt.class, prompts, Prompt::language, (a, b) -> Prompt.ORDER.compare(a, b));
    sinks.lines(
        "responses",
        Response.class,
        responses,
        r -> r.model() + "." + r.language(),
        (a, b) -> Response.ORDER.compare(a, b),
        madeUp(participants.simulated(), Response::model));
    letters.add(translated.get(Translate.FAILURES));
    letters.add(elicited.get(Elicit.FAILURES));
    steps.add(Steps.ofResponses(responses));
    steps.add(Steps.ofDeadLetters(elicited.get(Elicit.FAILURES), Ledger.ASKED));
    return responses;
  }

  /** From answers to labels: Judge. */
  public PCollection<Judgement> judge(PCollection<Response> responses, JudgingOptions options) {
    PCollectionTuple judged =
        responses.apply(
            "Judge",
            Judge.of(participants.judges(), participants.study().topics(), asking)
                .withLists(participants.study().lists())
                .withLanguages(participants.languageRule(), participants.languages())
                .withCanaries(options.getCanaries())
                .withAnswers(options.getKeepJudgeAnswers()));
    PCollection<Judgement> judgements = judged.get(Judge.JUDGEMENTS);
    sinks.lines(
        "judgements",
        Judgement.class,
        judgements,
        j -> j.model() + "." + j.language(),
        (a, b) -> Judgement.ORDER.compare(a, b),
        labelled());
    if (participants.judges().size() > 1) {
      writeVotes(judged.get(Judge.VOTES), options.getSeed());
    }
    if (options.getKeepJudgeAnswers()) {
      SerializableFunction<Judgement, Boolean> isMadeUp = labelled();
      sinks.lines(
          "judge_answers",
          Vote.class,
          judged.get(Judge.VOTES),
          v -> v.judgement().judge() + "." + v.judgement().model() + "." + v.judgement().language(),
          (a, b) -> Vote.ORDER.compare(a, b),
          v -> isMadeUp.apply(v.judgement()));
    }
    if (options.getCanaries() > 0) {
      sinks.table(
          Tables.CANARIES, judged.get(Judge.VOTES).apply("Canaries", TallyCanaries.create()));
    }
    letters.add(judged.get(Judge.FAILURES));
    steps.add(Steps.ofJudgements(judgements));
    steps.add(Steps.ofDeadLetters(judged.get(Judge.UNJUDGED), Ledger.UNJUDGED));
    return judgements;
  }

  private static <T> SerializableFunction<T, Boolean> madeUp(
      Set<String> models, SerializableFunction<T, String> model) {
    HashSet<String> names = new HashSet<>(models);
    return record -> names.contains(model.apply(record));
  }

  /** Labels are made up where the answer or the judge is; answers from elsewhere are marked. */
  private SerializableFunction<Judgement, Boolean> labelled() {
    if (participants.isAnyJudgeSimulated() || participants.specs().isEmpty()) {
      boolean all = sinks.isSimulated();
      return judgement -> all;
    }
    return madeUp(participants.simulated(), Judgement::model);
  }

  /** What each of several judges said, and how far they agree. */
  private void writeVotes(PCollection<Vote> votes, long seed) {
    sinks.lines(
        "votes",
        Judgement.class,
        votes
            .apply("OfResponses", Filter.by(v -> !v.isCanary()))
            .apply(
                "Votes", MapElements.into(TypeDescriptor.of(Judgement.class)).via(Vote::judgement))
            .setCoder(RecordSchemas.coder(Judgement.class)),
        j -> j.judge() + "." + j.model() + "." + j.language(),
        (a, b) -> Judgement.ORDER.compare(a, b),
        labelled());
    sinks.table(Tables.AGREEMENT, votes.apply("Agree", Agree.with(seed, AGREEMENT_ROUNDS)));
  }

  /** Adds steps of the ledger that later stages have come to. */
  public void add(PCollection<KV<String, String>> further) {
    steps.add(further);
  }

  /**
   * Writes the ledger and the dead letters of the stages so far.
   *
   * @param last the last step of the ledger they come to
   * @param personas the countries that prompts name
   */
  public void finish(String last, Collection<String> personas) {
    Ledgers.write(PCollectionList.of(steps), last, personas, sinks);
    sinks.deadLetters(PCollectionList.of(letters));
  }
}
