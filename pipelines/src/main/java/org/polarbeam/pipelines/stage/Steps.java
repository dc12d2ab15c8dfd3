package org.polarbeam.pipelines.stage;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.record.DeadLetter;
import org.polarbeam.record.Flag;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.Ledger;
import org.polarbeam.record.Response;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.record.Validity;

/** The steps of the ledger that records have come to, as cell and step. */
public final class Steps {
  private static final TypeDescriptor<KV<String, String>> STEP =
      TypeDescriptors.kvs(TypeDescriptors.strings(), TypeDescriptors.strings());

  private Steps() {}

  public static PCollection<KV<String, String>> ofResponses(PCollection<Response> responses) {
    return responses.apply(
        "Answered",
        FlatMapElements.into(STEP)
            .via(
                r ->
                    List.of(
                        KV.of(cell(r.model(), r.language(), r.persona()), Ledger.ASKED),
                        KV.of(cell(r.model(), r.language(), r.persona()), Ledger.ANSWERED))));
  }

  static PCollection<KV<String, String>> ofJudgements(PCollection<Judgement> judgements) {
    return judgements.apply(
        "Validity", FlatMapElements.into(STEP).via(j -> steps(j, j.validity())));
  }

  /** Of judgements whose responses are not at hand: each stands for an answer. */
  public static PCollection<KV<String, String>> ofAnsweredJudgements(
      PCollection<Judgement> judgements) {
    return judgements.apply(
        "AnsweredAndValidity",
        FlatMapElements.into(STEP).via(j -> steps(j, Ledger.ANSWERED, j.validity())));
  }

  /** These of a judgement, and its flags. */
  private static List<KV<String, String>> steps(Judgement j, String... its) {
    List<KV<String, String>> steps = new ArrayList<>();
    String cell = cell(j.model(), j.language(), j.persona());
    for (String step : its) {
      steps.add(KV.of(cell, step));
    }
    for (Flag flag : Flag.values()) {
      if (j.flags().contains(flag.label())) {
        steps.add(KV.of(cell, Ledger.step(flag)));
      }
    }
    return steps;
  }

  static PCollection<KV<String, String>> ofDeadLetters(
      PCollection<DeadLetter> letters, String step) {
    return letters.apply(
        "Dead " + step,
        MapElements.into(STEP).via(d -> KV.of(cell(d.model(), d.language(), d.persona()), step)));
  }

  static PCollection<KV<String, String>> ofScores(
      String name, PCollection<ScoredResponse> scores, String step) {
    return scores.apply(
        name,
        MapElements.into(STEP).via(s -> KV.of(cell(s.model(), s.language(), s.persona()), step)));
  }

  public static PCollection<KV<String, String>> valid(PCollection<ScoredResponse> scores) {
    return ofScores("Valid", scores, Validity.VALID.label());
  }

  public static TypeDescriptor<KV<String, String>> type() {
    return STEP;
  }

  private static String cell(String model, String language, String persona) {
    return String.join(Ledgers.SEPARATOR, model, language, persona);
  }
}
