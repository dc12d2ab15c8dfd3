package org.polarbeam.pipelines;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.judge.Vote;
import org.polarbeam.prompt.DeadLetter;
import org.polarbeam.prompt.Judgement;
import org.polarbeam.prompt.Ledger;
import org.polarbeam.prompt.Prompt;
import org.polarbeam.prompt.Response;
import org.polarbeam.study.Wording;
import org.polarbeam.transforms.Agree;
import org.polarbeam.transforms.Asking;
import org.polarbeam.transforms.BuildPrompts;
import org.polarbeam.transforms.Elicit;
import org.polarbeam.transforms.Judge;
import org.polarbeam.transforms.RecordSchemas;
import org.polarbeam.transforms.TallyCanaries;
import org.polarbeam.transforms.Translate;

/** The stages that ask models, each with the files it leaves in the run's directory. */
final class Stages {
  private static final int AGREEMENT_ROUNDS = 1_000;

  private final Cast cast;
  private final Asking asking;
  private final RunDirectory directory;
  private final boolean simulated;
  private final List<PCollection<KV<String, String>>> steps = new ArrayList<>();
  private final List<PCollection<DeadLetter>> letters = new ArrayList<>();

  Stages(Cast cast, Asking asking, RunDirectory directory, boolean simulated) {
    this.cast = cast;
    this.asking = asking;
    this.directory = directory;
    this.simulated = simulated;
  }

  /** From the study to the answers: Translate, the prompts, Elicit. */
  PCollection<Response> elicit(Pipeline pipeline, CastOptions options) {
    PCollectionTuple translated =
        pipeline
            .apply(
                "Study",
                Create.of(cast.study.wordings()).withCoder(RecordSchemas.coder(Wording.class)))
            .apply("Translate", Translate.into(cast.languages, cast.translator, asking));
    PCollection<Prompt> prompts =
        translated
            .get(Translate.WORDINGS)
            .apply(
                "Prompts",
                BuildPrompts.of(options.getSeed(), options.getPrompts(), cast.samples()));
    PCollectionTuple elicited = prompts.apply("Elicit", Elicit.of(cast.specs(), asking));
    PCollection<Response> responses = elicited.get(Elicit.RESPONSES);
    directory.awaits(
        prompts.apply(
            "WritePrompts",
            WriteJsonLines.to(
                directory.file("prompts"),
                RecordSchemas.coder(Prompt.class),
                Prompt::language,
                (a, b) -> Prompt.ORDER.compare(a, b),
                simulated)));
    directory.awaits(
        responses.apply(
            "WriteResponses",
            WriteJsonLines.to(
                directory.file("responses"),
                RecordSchemas.coder(Response.class),
                r -> r.model() + "." + r.language(),
                (a, b) -> Response.ORDER.compare(a, b),
                simulated)));
    letters.add(translated.get(Translate.FAILURES));
    letters.add(elicited.get(Elicit.FAILURES));
    steps.add(Steps.ofResponses(responses));
    steps.add(Steps.ofDeadLetters(elicited.get(Elicit.FAILURES), Ledger.ASKED));
    return responses;
  }

  /** From answers to labels: Judge. */
  PCollection<Judgement> judge(PCollection<Response> responses, CastOptions options) {
    PCollectionTuple judged =
        responses.apply(
            "Judge",
            Judge.of(cast.judges, cast.study.topics(), asking)
                .withLanguages(cast.languageRule, cast.languages)
                .withCanaries(options.getCanaries()));
    PCollection<Judgement> judgements = judged.get(Judge.JUDGEMENTS);
    directory.awaits(
        judgements.apply(
            "WriteJudgements",
            WriteJsonLines.to(
                directory.file("judgements"),
                RecordSchemas.coder(Judgement.class),
                j -> j.model() + "." + j.language(),
                (a, b) -> Judgement.ORDER.compare(a, b),
                simulated)));
    if (cast.judges.size() > 1) {
      writeVotes(judged.get(Judge.VOTES), options.getSeed());
    }
    if (options.getCanaries() > 0) {
      directory.awaits(
          judged
              .get(Judge.VOTES)
              .apply("Canaries", TallyCanaries.create())
              .apply(
                  "CanaryRows",
                  MapElements.into(TypeDescriptors.lists(TypeDescriptors.strings()))
                      .via(Tables::canary))
              .apply(
                  "WriteCanaries", table("canaries.csv", Tables.CANARIES, Tables.CANARIES_ORDER)));
    }
    letters.add(judged.get(Judge.FAILURES));
    steps.add(Steps.ofJudgements(judgements));
    steps.add(Steps.ofDeadLetters(judged.get(Judge.UNJUDGED), Ledger.UNJUDGED));
    return judgements;
  }

  /** What each of several judges said, and how far they agree. */
  private void writeVotes(PCollection<Vote> votes, long seed) {
    directory.awaits(
        votes
            .apply("OfResponses", Filter.by(v -> !v.isCanary()))
            .apply(
                "Votes", MapElements.into(TypeDescriptor.of(Judgement.class)).via(Vote::judgement))
            .setCoder(RecordSchemas.coder(Judgement.class))
            .apply(
                "WriteVotes",
                WriteJsonLines.to(
                    directory.file("votes"),
                    RecordSchemas.coder(Judgement.class),
                    j -> j.judge() + "." + j.model() + "." + j.language(),
                    (a, b) -> Judgement.ORDER.compare(a, b),
                    simulated)));
    directory.awaits(
        votes
            .apply("Agree", Agree.with(seed, AGREEMENT_ROUNDS))
            .apply(
                "AgreementRows",
                MapElements.into(TypeDescriptors.lists(TypeDescriptors.strings()))
                    .via(Tables::agreement))
            .apply(
                "WriteAgreement",
                table("agreement.csv", Tables.AGREEMENT, Tables.AGREEMENT_ORDER)));
  }

  private WriteTable table(String name, String header, String order) {
    return WriteTable.to(directory.file(name), header, order, simulated);
  }

  /** Adds steps of the ledger that later stages have come to. */
  void add(PCollection<KV<String, String>> further) {
    steps.add(further);
  }

  /**
   * Writes the ledger and the dead letters of the stages so far.
   *
   * @param last the last step of the ledger they come to
   * @param personas the countries that prompts name
   */
  void finish(String last, Collection<String> personas) {
    directory.awaits(
        PCollectionList.of(steps)
            .apply("Steps", Flatten.pCollections())
            .apply(
                "Ledger",
                WriteLedger.to(
                    directory.file("validity.csv"), last, PersonaColumn.of(personas), simulated)));
    directory.awaits(
        PCollectionList.of(letters)
            .apply("DeadLetters", Flatten.pCollections())
            .apply("WriteDeadLetters", WriteJsonLines.deadLetters(directory, simulated)));
  }
}
