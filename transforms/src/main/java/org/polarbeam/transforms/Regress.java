package org.polarbeam.transforms;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.alignment.BiasRegression;
import org.polarbeam.alignment.Capabilities;
import org.polarbeam.alignment.CapabilityRegression;
import org.polarbeam.alignment.ConsistencyMetric;
import org.polarbeam.alignment.FigureRounds;
import org.polarbeam.alignment.Inference;
import org.polarbeam.alignment.Metric;
import org.polarbeam.alignment.PersonaEffect;
import org.polarbeam.alignment.RoundRows;
import org.polarbeam.record.Figure;
import org.polarbeam.record.Regression;
import org.polarbeam.study.Study;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;
import org.polarbeam.transforms.internal.RecordSchemas;

/**
 * Fits RQ1 (linear mixed model) and RQ2 (ordinary least squares) to bootstrapped figures of prompts
 * that name no country, and compares those that do with them.
 */
public final class Regress extends PTransform<PCollection<FigureRounds>, PCollection<Regression>> {
  private static final long serialVersionUID = 1L;

  private final TruthTable truths;
  private final Capabilities capabilities;
  private final Metric metric;
  private final ConsistencyMetric consistencyMetric;
  private final Inference inference;
  private final HashSet<String> personas;
  private final ArrayList<String> references;
  private final String source;

  private Regress(
      TruthTable truths,
      Capabilities capabilities,
      Metric metric,
      ConsistencyMetric consistencyMetric,
      Inference inference,
      Set<String> personas,
      List<String> references,
      String source) {
    this.personas = new HashSet<>(personas);
    this.references = new ArrayList<>(references);
    this.source = source;
    this.truths = truths;
    this.capabilities = capabilities;
    this.metric = metric;
    this.consistencyMetric = consistencyMetric;
    this.inference = inference;
  }

  /**
   * Fits the regressions.
   *
   * @param truths for the language of each country
   * @param capabilities of the models; null to leave out RQ1
   * @param personas the countries that prompts name besides
   */
  public static Regress of(
      TruthTable truths,
      Capabilities capabilities,
      Metric metric,
      ConsistencyMetric consistencyMetric,
      Inference inference,
      Set<String> personas) {
    return new Regress(
        truths,
        capabilities,
        metric,
        consistencyMetric,
        inference,
        personas,
        List.of(TruthTable.US),
        Study.SOURCE_LANGUAGE);
  }

  /**
   * The same for a study of its own.
   *
   * @param countries that the bias is measured towards
   * @param language in which all prompts are worded first
   */
  public Regress towards(List<String> countries, String language) {
    return new Regress(
        truths, capabilities, metric, consistencyMetric, inference, personas, countries, language);
  }

  @Override
  public PCollection<Regression> expand(PCollection<FigureRounds> rounds) {
    Regress settings = this;
    return rounds
        .apply(
            "ByRegression",
            FlatMapElements.into(
                    TypeDescriptors.kvs(
                        TypeDescriptors.strings(),
                        org.apache.beam.sdk.values.TypeDescriptor.of(FigureRounds.class)))
                .via(
                    f ->
                        settings.namesOf(f.figure()).stream()
                            .map(name -> KV.of(name, settings.kept(f)))
                            .toList()))
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

  /** The regressions that a figure takes part in. */
  private List<String> namesOf(Figure f) {
    List<String> names = new ArrayList<>();
    boolean country = f.level().equals(Level.COUNTRY.label()) && f.metric().equals(metric.label());
    boolean language =
        f.isConsistency()
            ? f.metric().equals(consistencyMetric.label())
            : f.level().equals(Level.LANGUAGE.label()) && f.metric().equals(metric.label());
    if (f.isPlain() && country && truths.hasAny(references)) {
      names.add(BiasRegression.NAME);
    }
    if (f.isPlain() && language && capabilities != null) {
      names.add(CapabilityRegression.NAME);
    }
    if (country && personas.contains(f.group()) && (f.isPlain() || f.persona().equals(f.group()))) {
      names.add(PersonaEffect.NAME);
    }
    return names;
  }

  private FigureRounds kept(FigureRounds f) {
    return inference == Inference.PUBLISHED
        ? f.firstRounds(Inference.PUBLISHED_REGRESSION_ROUNDS)
        : f;
  }

  private Regression fit(String name, List<FigureRounds> figures, TruthTable table) {
    if (name.equals(PersonaEffect.NAME)) {
      return PersonaEffect.of(figures, metric, table, source);
    }
    if (name.equals(CapabilityRegression.NAME)) {
      List<CapabilityRegression.Row> rows =
          RoundRows.forCapability(figures, metric, consistencyMetric, capabilities);
      return inference == Inference.PUBLISHED
          ? CapabilityRegression.pooled(rows)
          : CapabilityRegression.overRounds(rows);
    }
    List<BiasRegression.Row> rows = RoundRows.forBias(figures, metric, table, references);
    return inference == Inference.PUBLISHED
        ? BiasRegression.pooled(rows)
        : BiasRegression.overRounds(rows);
  }
}
