package org.polarbeam.transforms;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.alignment.FigureRounds;
import org.polarbeam.alignment.Intervals;
import org.polarbeam.alignment.Resampling;
import org.polarbeam.record.Estimate;
import org.polarbeam.record.Figure;
import org.polarbeam.record.FigureSummary;
import org.polarbeam.transforms.internal.RecordSchemas;

/** Puts the bootstrap's mean, standard deviation and interval beside each estimate. */
public final class Summarise extends PTransform<PCollection<Estimate>, PCollection<FigureSummary>> {
  private static final long serialVersionUID = 1L;
  private static final TupleTag<Estimate> ESTIMATES = new TupleTag<>() {};
  private static final TupleTag<FigureRounds> ROUNDS = new TupleTag<>() {};

  @SuppressWarnings("serial") // set and used while the pipeline is built only
  private final transient PCollection<FigureRounds> rounds;

  private final Intervals intervals;

  private Summarise(PCollection<FigureRounds> rounds, Intervals intervals) {
    this.rounds = rounds;
    this.intervals = intervals;
  }

  /** Summarises by these rounds, which were resampled so. */
  public static Summarise by(PCollection<FigureRounds> rounds, Resampling resampling) {
    return new Summarise(rounds, new Intervals(resampling));
  }

  @Override
  public PCollection<FigureSummary> expand(PCollection<Estimate> estimates) {
    Intervals its = intervals;
    return KeyedPCollectionTuple.of(
            ESTIMATES,
            estimates
                .apply(
                    "KeyEstimates",
                    WithKeys.of((Estimate e) -> Score.cell(e.figure()))
                        .withKeyType(TypeDescriptors.strings()))
                .setCoder(KvCoder.of(StringUtf8Coder.of(), RecordSchemas.coder(Estimate.class))))
        .and(
            ROUNDS,
            rounds
                .apply(
                    "KeyRounds",
                    WithKeys.of((FigureRounds f) -> Score.cell(f.figure()))
                        .withKeyType(TypeDescriptors.strings()))
                .setCoder(
                    KvCoder.of(StringUtf8Coder.of(), RecordSchemas.coder(FigureRounds.class))))
        .apply("Join", CoGroupByKey.create())
        .apply(
            "Summarise",
            ParDo.of(
                new DoFn<KV<String, CoGbkResult>, FigureSummary>() {
                  private static final long serialVersionUID = 1L;

                  @ProcessElement
                  public void process(ProcessContext c) {
                    CoGbkResult cell = c.element().getValue();
                    Map<Figure, double[]> byFigure = new HashMap<>();
                    cell.getAll(ROUNDS).forEach(f -> byFigure.put(f.figure(), f.values()));
                    for (Estimate estimate : cell.getAll(ESTIMATES)) {
                      c.output(
                          its.of(
                              estimate, byFigure.getOrDefault(estimate.figure(), new double[0])));
                    }
                  }
                }));
  }
}
