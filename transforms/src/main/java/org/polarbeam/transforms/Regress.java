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
import org.polarbeam.alignment.ConsistencyMetric;
import org.polarbeam.alignment.FigureRounds;
import org.polarbeam.alignment.Inference;
import org.polarbeam.alignment.Metric;
import org.polarbeam.alignment.Resampling;
import org.polarbeam.record.Figure;
import org.polarbeam.record.Regression;
import org.polarbeam.regression.BiasRegression;
import org.polarbeam.regression.Capabilities;
import org.polarbeam.regression.CapabilityEffect;
import org.polarbeam.regression.CapabilityRegression;
import org.polarbeam.regression.PersonaEffect;
import org.polarbeam.regression.RoundRows;
import org.polarbeam.study.Study;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;
import org.polarbeam.transforms.internal.RecordSchemas;

/**
 * Fits RQ1 (linear mixed model) and RQ2 (ordinary least squares) to the figures of prompts that
 * name no country, with intervals from their bootstrap rounds, and compares prompts that name one
 * with them.
 */
public final class Regress extends PTransform<PCollection<FigureRounds>, PCollection<Regression>> {
  private static final long serialVersionUID = 1L;

  private final TruthTable truths;
  private final Capabilities capabilities;
  private final Metric metric;
  private final ConsistencyMetric consistencyMetric;
  private final Resampling resampling;
  private final HashSet<String> personas;
  private final Level level;
  private final ArrayList<String> references;
  private final String source;

  private Regress(
      TruthTable truths,
      Capabilities capabilities,
      Metric metric,
      ConsistencyMetric consistencyMetric,
      Resampling resampling,
      Set<String> personas,
      Level level,
      List<String> references,
      String source) {
    this.level = level;
    this.personas = new HashSet<>(personas);
    this.references = new ArrayList<>(references);
    this.source = source;
    this.truths = truths;
    this.capabilities = capabilities;
    this.metric = metric;
    this.consistencyMetric = consistencyMetric;
    this.resampling = resampling;
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
      Resampling resampling,
      Set<String> personas) {
    return new Regress(
        truths,
        capabilities,
        metric,
        consistencyMetric,
        resampling,
        personas,
        Level.COUNTRY,
        List.of(TruthTable.US),
        Study.SOURCE_LANGUAGE);
  }

  /**
   * The same for a study of its own.
   *
   * @param among populations of this level bias is measured
   * @param towards which of them
   * @param language in which all prompts are worded first
   */
  public Regress towards(Level among, List<String> towards, String language) {
    return new Regress(
        truths,
        capabilities,
        metric,
        consistencyMetric,
        resampling,
        personas,
        among,
        towards,
        language);
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
                    settings
                        .fit(c.element().getKey(), Score.list(c.element().getValue()), truths)
                        .forEach(c::output);
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
    if (!f.isOnAllTopics()) {
      return names;
    }
    boolean isCompared = f.level().equals(level.label()) && f.metric().equals(metric.label());
    if (f.isPlain() && isCompared && truths.hasAny(level, references)) {
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
    return resampling.inference() == Inference.PUBLISHED
        ? f.firstRounds(Inference.PUBLISHED_REGRESSION_ROUNDS)
        : f;
  }

  private List<Regression> fit(String name, List<FigureRounds> figures, TruthTable table) {
    boolean isPublished = resampling.inference() == Inference.PUBLISHED;
    RoundRows.Which rounds = RoundRows.Which.ROUNDS;
    if (name.equals(PersonaEffect.NAME)) {
      Resampling its =
          isPublished ? resampling.withRounds(Inference.PUBLISHED_REGRESSION_ROUNDS) : resampling;
      return List.of(PersonaEffect.of(figures, metric, table, source, its));
    }
    if (name.equals(CapabilityRegression.NAME)) {
      return isPublished
          ? List.of(
              CapabilityRegression.published(capabilityRows(figures, rounds), resampling.seed()))
          : CapabilityEffect.of(
              capabilityRows(figures, RoundRows.Which.ESTIMATES), resampling.seed());
    }
    List<BiasRegression.Row> rows =
        RoundRows.forBias(figures, metric, table, level, references, rounds);
    return List.of(
        isPublished
            ? BiasRegression.pooled(rows)
            : BiasRegression.of(
                RoundRows.forBias(
                    figures, metric, table, level, references, RoundRows.Which.ESTIMATES),
                rows,
                resampling,
                RoundRows.basisOfBias(figures, metric, table, level, references)));
  }

  private List<CapabilityRegression.Row> capabilityRows(
      List<FigureRounds> figures, RoundRows.Which which) {
    return RoundRows.forCapability(figures, metric, consistencyMetric, capabilities, which);
  }
}
