package org.polarbeam.transforms;

import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.judge.CorrectedPolarity;
import org.polarbeam.judge.JudgeErrors;
import org.polarbeam.record.CorrectedPolarityRow;
import org.polarbeam.record.Judgement;
import org.polarbeam.transforms.internal.RecordSchemas;

/** Corrects the polarity of each model, language and topic for the judge's errors. */
public final class Correct
    extends PTransform<PCollection<Judgement>, PCollection<CorrectedPolarityRow>> {
  private static final long serialVersionUID = 1L;

  private final JudgeErrors errors;
  private final long seed;
  private final int rounds;

  private Correct(JudgeErrors errors, long seed, int rounds) {
    this.errors = errors;
    this.seed = seed;
    this.rounds = rounds;
  }

  /**
   * With these rates.
   *
   * @param rounds of the intervals, at least 1
   */
  public static Correct with(JudgeErrors errors, long seed, int rounds) {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be at least 1, not " + rounds);
    }
    return new Correct(errors, seed, rounds);
  }

  @Override
  public PCollection<CorrectedPolarityRow> expand(PCollection<Judgement> judgements) {
    JudgeErrors rates = errors;
    long drawSeed = seed;
    int all = rounds;
    return judgements
        .apply(
            "ByCell",
            WithKeys.of((Judgement j) -> Score.cell(j.model(), j.language(), j.persona()))
                .withKeyType(TypeDescriptors.strings()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), RecordSchemas.coder(Judgement.class)))
        .apply("Group", GroupByKey.create())
        .apply(
            "Correct",
            FlatMapElements.into(TypeDescriptor.of(CorrectedPolarityRow.class))
                .via(
                    cell ->
                        CorrectedPolarity.of(Score.list(cell.getValue()), rates, drawSeed, all)))
        .setCoder(RecordSchemas.coder(CorrectedPolarityRow.class));
  }
}
