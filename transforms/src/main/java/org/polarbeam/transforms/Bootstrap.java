package org.polarbeam.transforms;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.alignment.ErrorRates;
import org.polarbeam.alignment.FigureRounds;
import org.polarbeam.alignment.Inference;
import org.polarbeam.alignment.PublishedBootstrap;
import org.polarbeam.alignment.Resampling;
import org.polarbeam.alignment.TopicBootstrap;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;
import org.polarbeam.transforms.internal.RecordSchemas;

/**
 * Every alignment and self-consistency in every bootstrap round: one {@link FigureRounds} a figure,
 * with all rounds. The unit of work is a block of rounds on one cell (or, for the published scheme,
 * on one level); no resampled row is ever an element.
 */
public final class Bootstrap
    extends PTransform<PCollection<ScoredResponse>, PCollection<FigureRounds>> {
  private static final long serialVersionUID = 1L;
  private static final int BLOCK = 250;

  private final TruthTable truths;
  private final ErrorRates judgeErrors;
  private final Resampling resampling;

  private Bootstrap(TruthTable truths, ErrorRates judgeErrors, Resampling resampling) {
    this.truths = truths;
    this.judgeErrors = judgeErrors;
    this.resampling = resampling;
  }

  /**
   * Resamples against these truths.
   *
   * @param judgeErrors how often the judge errs
   */
  public static Bootstrap against(
      TruthTable truths, ErrorRates judgeErrors, Resampling resampling) {
    if (resampling.rounds() < 1) {
      throw new IllegalArgumentException("rounds must be at least 1, not " + resampling.rounds());
    }
    return new Bootstrap(truths, judgeErrors, resampling);
  }

  @Override
  public PCollection<FigureRounds> expand(PCollection<ScoredResponse> scores) {
    PCollection<KV<String, Iterable<ScoredResponse>>> units =
        resampling.inference() == Inference.VALID
            ? scores.apply("ByCell", new Score.ByCell())
            : scores.apply("ByLevel", new ByLevel(truths.levels()));
    return units
        .apply("IntoBlocks", ParDo.of(new BlockFn(resampling.rounds())))
        .setCoder(KvCoder.of(VarIntCoder.of(), unitCoder()))
        .apply(
            "Spread",
            Reshuffle.<KV<Integer, KV<String, Iterable<ScoredResponse>>>>viaRandomKey()
                .withNumBuckets(16))
        .apply("Resample", ParDo.of(new ResampleFn(this)))
        .apply(
            "FiguresByCell",
            WithKeys.of((FigureRounds f) -> Score.cell(f.figure()))
                .withKeyType(TypeDescriptors.strings()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), RecordSchemas.coder(FigureRounds.class)))
        .apply("Group", GroupByKey.create())
        .apply(
            "Join",
            FlatMapElements.into(TypeDescriptor.of(FigureRounds.class))
                .via(cell -> FigureRounds.join(cell.getValue())));
  }

  private static Coder<KV<String, Iterable<ScoredResponse>>> unitCoder() {
    return KvCoder.of(
        StringUtf8Coder.of(), IterableCoder.of(RecordSchemas.coder(ScoredResponse.class)));
  }

  /**
   * All responses under one persona once for each level, as the published scheme draws over
   * everything at once.
   */
  private static final class ByLevel
      extends PTransform<
          PCollection<ScoredResponse>, PCollection<KV<String, Iterable<ScoredResponse>>>> {
    private static final long serialVersionUID = 1L;
    private final ArrayList<Level> levels;

    ByLevel(List<Level> levels) {
      this.levels = new ArrayList<>(levels);
    }

    @Override
    public PCollection<KV<String, Iterable<ScoredResponse>>> expand(
        PCollection<ScoredResponse> scores) {
      List<Level> each = levels;
      return scores
          .apply("Key", WithKeys.of(ScoredResponse::persona).withKeyType(TypeDescriptors.strings()))
          .setCoder(KvCoder.of(StringUtf8Coder.of(), RecordSchemas.coder(ScoredResponse.class)))
          .apply("Group", GroupByKey.create())
          .apply(
              "EachLevel",
              ParDo.of(
                  new DoFn<
                      KV<String, Iterable<ScoredResponse>>,
                      KV<String, Iterable<ScoredResponse>>>() {
                    private static final long serialVersionUID = 1L;

                    @ProcessElement
                    public void process(ProcessContext c) {
                      List<ScoredResponse> all = Score.list(c.element().getValue());
                      for (Level level : each) {
                        c.output(KV.of(level.label(), all));
                      }
                    }
                  }))
          .setCoder(unitCoder());
    }
  }

  private static final class BlockFn
      extends DoFn<
          KV<String, Iterable<ScoredResponse>>, KV<Integer, KV<String, Iterable<ScoredResponse>>>> {
    private static final long serialVersionUID = 1L;
    private final int rounds;

    BlockFn(int rounds) {
      this.rounds = rounds;
    }

    @ProcessElement
    public void process(ProcessContext c) {
      List<ScoredResponse> all = Score.list(c.element().getValue());
      for (int first = 0; first < rounds; first += BLOCK) {
        c.output(KV.of(first, KV.of(c.element().getKey(), all)));
      }
    }
  }

  private static final class ResampleFn
      extends DoFn<KV<Integer, KV<String, Iterable<ScoredResponse>>>, FigureRounds> {
    private static final long serialVersionUID = 1L;
    private final Bootstrap settings;

    ResampleFn(Bootstrap settings) {
      this.settings = settings;
    }

    @ProcessElement
    public void process(ProcessContext c) {
      int first = c.element().getKey();
      int count = Math.min(BLOCK, settings.resampling.rounds() - first);
      String unit = c.element().getValue().getKey();
      List<ScoredResponse> responses = Score.list(c.element().getValue().getValue());
      List<FigureRounds> figures =
          settings.resampling.inference() == Inference.VALID
              ? new TopicBootstrap(
                      responses, settings.truths, settings.judgeErrors, settings.resampling)
                  .rounds(first, count)
              : new PublishedBootstrap(
                      responses, settings.truths, new Level(unit), settings.judgeErrors)
                  .rounds(settings.resampling.seed(), first, count);
      figures.forEach(c::output);
    }
  }
}
