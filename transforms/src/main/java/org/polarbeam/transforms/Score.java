package org.polarbeam.transforms;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.alignment.ErrorRates;
import org.polarbeam.alignment.Estimates;
import org.polarbeam.alignment.NoiseCeilings;
import org.polarbeam.alignment.RandomBaseline;
import org.polarbeam.alignment.TopicBiases;
import org.polarbeam.record.Estimate;
import org.polarbeam.record.Figure;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.NoiseCeiling;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.record.TopicBias;
import org.polarbeam.record.Validity;
import org.polarbeam.survey.TruthTable;
import org.polarbeam.transforms.internal.RecordSchemas;

/**
 * Aligns scored responses with truth at country, language and global level, and measures their
 * self-consistency: one {@link Estimate} a figure.
 */
public final class Score extends PTransform<PCollection<ScoredResponse>, PCollection<Estimate>> {
  private static final long serialVersionUID = 1L;

  private final TruthTable truths;
  private final ErrorRates judgeErrors;

  private Score(TruthTable truths, ErrorRates judgeErrors) {
    this.truths = truths;
    this.judgeErrors = judgeErrors;
  }

  /**
   * Compares with these truths.
   *
   * @param judgeErrors how often the judge errs
   */
  public static Score against(TruthTable truths, ErrorRates judgeErrors) {
    return new Score(truths, judgeErrors.estimate());
  }

  /** The polarity of each valid judgement: pro / (pro + con). */
  public static PTransform<PCollection<? extends Judgement>, PCollection<ScoredResponse>>
      polarities() {
    return ParDo.of(new PolarityFn());
  }

  /**
   * Adds, in each language, a baseline of uniformly random polarities on the prompts of the model
   * with most responses that name no country, unless there is one.
   */
  public static PTransform<PCollection<ScoredResponse>, PCollection<ScoredResponse>>
      withRandomBaseline(long seed) {
    return new WithRandomBaseline(seed);
  }

  /** How much more pro than the speakers of their language the responses are, by topic. */
  public static PTransform<PCollection<ScoredResponse>, PCollection<TopicBias>> biases(
      TruthTable truths) {
    return new OfCells<>(TopicBias.class, cell -> TopicBiases.of(cell, truths));
  }

  /** How far a perfect respondent would get on the prompts of each cell. */
  public static PTransform<PCollection<ScoredResponse>, PCollection<NoiseCeiling>> ceilings(
      TruthTable truths, long seed) {
    return new OfCells<>(NoiseCeiling.class, cell -> NoiseCeilings.of(cell, truths, seed));
  }

  /** What is worked out of each cell for itself. */
  private static final class OfCells<R extends Record>
      extends PTransform<PCollection<ScoredResponse>, PCollection<R>> {
    private static final long serialVersionUID = 1L;
    private final Class<R> type;
    private final SerializableFunction<List<ScoredResponse>, List<R>> of;

    OfCells(Class<R> type, SerializableFunction<List<ScoredResponse>, List<R>> of) {
      this.type = type;
      this.of = of;
    }

    @Override
    public PCollection<R> expand(PCollection<ScoredResponse> scores) {
      SerializableFunction<List<ScoredResponse>, List<R>> each = of;
      return scores
          .apply("ByCell", new ByCell())
          .apply(
              "OfCell",
              FlatMapElements.into(TypeDescriptor.of(type))
                  .via(cell -> each.apply(list(cell.getValue()))))
          .setCoder(RecordSchemas.coder(type));
    }
  }

  @Override
  public PCollection<Estimate> expand(PCollection<ScoredResponse> scores) {
    return scores
        .apply("ByCell", new ByCell())
        .apply(
            "Estimate",
            ParDo.of(
                new DoFn<KV<String, Iterable<ScoredResponse>>, Estimate>() {
                  private static final long serialVersionUID = 1L;

                  @ProcessElement
                  public void process(ProcessContext c) {
                    List<ScoredResponse> cell = list(c.element().getValue());
                    Estimates.of(cell, truths, judgeErrors).forEach(c::output);
                  }
                }));
  }

  /** The key of a cell. Work is keyed by cell, not by figure: a runner has a cost a key. */
  static String cell(String model, String language, String persona) {
    return model + "\0" + language + "\0" + persona;
  }

  /** The key of a figure's cell. */
  static String cell(Figure figure) {
    return cell(figure.model(), figure.language(), figure.persona());
  }

  /** The elements of a group; not every runner lets a group be gone through twice. */
  static <T> List<T> list(Iterable<T> elements) {
    List<T> list = new ArrayList<>();
    elements.forEach(list::add);
    return list;
  }

  /** Brings the responses of one model in one language under one persona together. */
  static final class ByCell
      extends PTransform<
          PCollection<ScoredResponse>, PCollection<KV<String, Iterable<ScoredResponse>>>> {
    private static final long serialVersionUID = 1L;

    @Override
    public PCollection<KV<String, Iterable<ScoredResponse>>> expand(
        PCollection<ScoredResponse> scores) {
      return scores
          .apply(
              "Key",
              WithKeys.of((ScoredResponse s) -> cell(s.model(), s.language(), s.persona()))
                  .withKeyType(TypeDescriptors.strings()))
          .setCoder(KvCoder.of(StringUtf8Coder.of(), RecordSchemas.coder(ScoredResponse.class)))
          .apply("Group", GroupByKey.create());
    }
  }

  private static final class PolarityFn extends DoFn<Judgement, ScoredResponse> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Judgement j, OutputReceiver<ScoredResponse> out) {
      if (j.validity().equals(Validity.VALID.label())) {
        out.output(ScoredResponse.of(j));
      }
    }
  }

  private static final class WithRandomBaseline
      extends PTransform<PCollection<ScoredResponse>, PCollection<ScoredResponse>> {
    private static final long serialVersionUID = 1L;
    private final long seed;

    WithRandomBaseline(long seed) {
      this.seed = seed;
    }

    @Override
    public PCollection<ScoredResponse> expand(PCollection<ScoredResponse> scores) {
      long drawSeed = seed;
      PCollection<ScoredResponse> baseline =
          scores
              .apply(
                  "ByLanguage",
                  WithKeys.of(ScoredResponse::language).withKeyType(TypeDescriptors.strings()))
              .setCoder(KvCoder.of(StringUtf8Coder.of(), RecordSchemas.coder(ScoredResponse.class)))
              .apply("Group", GroupByKey.create())
              .apply(
                  "Draw",
                  FlatMapElements.into(TypeDescriptor.of(ScoredResponse.class))
                      .via(language -> RandomBaseline.in(list(language.getValue()), drawSeed)));
      return PCollectionList.of(scores).and(baseline).apply("Add", Flatten.pCollections());
    }
  }
}
