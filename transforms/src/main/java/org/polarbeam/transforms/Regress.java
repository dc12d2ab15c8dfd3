package org.polarbeam.transforms;

import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.alignment.Capabilities;
import org.polarbeam.alignment.CapabilityRegression;
import org.polarbeam.alignment.ConsistencyMetric;
import org.polarbeam.alignment.FigureRounds;
import org.polarbeam.alignment.Inference;
import org.polarbeam.alignment.Metric;
import org.polarbeam.alignment.Regression;
import org.polarbeam.alignment.RoundRows;
import org.polarbeam.alignment.UsBiasRegression;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

/** Fits RQ1 (linear mixed model) and RQ2 (ordinary least squares) to bootstrapped figures. */
public final class Regress extends PTransform<PCollection<FigureRounds>, PCollection<Regression>> {
  private static final long serialVersionUID = 1L;

  private final TruthTable truths;
  private final Capabilities capabilities;
  private final Metric metric;
  private final ConsistencyMetric consistencyMetric;
  private final Inference inference;

  private Regress(
      TruthTable truths,
      Capabilities capabilities,
      Metric metric,
      ConsistencyMetric consistencyMetric,
      Inference inference) {
    this.truths = truths;
    this.capabilities = capabilities;
    this.metric = metric;
    this.consistencyMetric = consistencyMetric;
    this.inference = inference;
  }

  /**
   * Fits both regressions.
   *
   * @param truths for the language of each country
   * @param capabilities of the models; null to leave out RQ1
   */
  public static Regress of(
      TruthTable truths,
      Capabilities capabilities,
      Metric metric,
      ConsistencyMetric consistencyMetric,
      Inference inference) {
    return new Regress(truths, capabilities, metric, consistencyMetric, inference);
  }

  @Override
  public PCollection<Regression> expand(PCollection<FigureRounds> rounds) {
    Regress settings = this;
    return rounds
        .apply("Used", Filter.by(settings::isUsed))
        .apply(
            "ByRegression",
            MapElements.into(
                    TypeDescriptors.kvs(
                        TypeDescriptors.strings(),
                        org.apache.beam.sdk.values.TypeDescriptor.of(FigureRounds.class)))
                .via(f -> KV.of(nameOf(f), settings.kept(f))))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), RecordSchemas.coder(FigureRounds.class)))
        .apply("Group", GroupByKey.create())
        .apply(
            "Fit",
            ParDo.of(
                new DoFn<KV<String, Iterable<FigureRounds>>, Regression>() {
                  private static final long serialVersionUID = 1L;

                  @ProcessElement
                  public void process(ProcessContext c) {
                    c.output(
                        settings.fit(
                            c.element().getKey(), Score.list(c.element().getValue()), truths));
                  }
                }));
  }

  private boolean isUsed(FigureRounds f) {
    return f.figure().isConsistency()
        ? capabilities != null && f.figure().metric().equals(consistencyMetric.label())
        : f.figure().metric().equals(metric.label())
            && (f.figure().level().equals(Level.COUNTRY.label())
                || (capabilities != null && f.figure().level().equals(Level.LANGUAGE.label())));
  }

  private static String nameOf(FigureRounds f) {
    return f.figure().level().equals(Level.COUNTRY.label())
        ? UsBiasRegression.NAME
        : CapabilityRegression.NAME;
  }

  private FigureRounds kept(FigureRounds f) {
    return inference == Inference.PUBLISHED
        ? f.firstRounds(Inference.PUBLISHED_REGRESSION_ROUNDS)
        : f;
  }

  private Regression fit(String name, List<FigureRounds> figures, TruthTable table) {
    if (name.equals(CapabilityRegression.NAME)) {
      List<CapabilityRegression.Row> rows =
          RoundRows.forCapability(figures, metric, consistencyMetric, capabilities);
      return inference == Inference.PUBLISHED
          ? CapabilityRegression.pooled(rows)
          : CapabilityRegression.overRounds(rows);
    }
    List<UsBiasRegression.Row> rows = RoundRows.forUsBias(figures, metric, table);
    return inference == Inference.PUBLISHED
        ? UsBiasRegression.pooled(rows)
        : UsBiasRegression.overRounds(rows);
  }
}
