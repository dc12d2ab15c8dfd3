package org.polarbeam.pipelines.stage;

import java.util.HashSet;
import java.util.Set;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.polarbeam.alignment.FigureRounds;
import org.polarbeam.files.Table;
import org.polarbeam.pipelines.rundir.Sinks;
import org.polarbeam.record.FigureSummary;
import org.polarbeam.record.Ledger;
import org.polarbeam.record.Regression;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.record.Tables;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;
import org.polarbeam.transforms.Bootstrap;
import org.polarbeam.transforms.Regress;
import org.polarbeam.transforms.Score;
import org.polarbeam.transforms.Summarise;
import org.polarbeam.transforms.internal.RecordSchemas;

/**
 * Score, Bootstrap and Regress with their tables, from scored responses. Gives the steps that
 * responses used in alignment have come to, for the ledger.
 */
public final class Analysis
    extends PTransform<PCollection<ScoredResponse>, PCollection<KV<String, String>>> {
  private static final long serialVersionUID = 1L;

  private final transient AnalysisSettings settings;
  private final transient Sinks sinks;

  private Analysis(AnalysisSettings settings, Sinks sinks) {
    this.settings = settings;
    this.sinks = sinks;
  }

  public static Analysis of(AnalysisSettings settings, Sinks sinks) {
    return new Analysis(settings, sinks);
  }

  @Override
  public PCollection<KV<String, String>> expand(PCollection<ScoredResponse> scores) {
    TruthTable truths = settings.table();
    PCollection<ScoredResponse> withBaseline =
        scores.apply("Baseline", Score.withRandomBaseline(settings.seed()));
    PCollection<FigureRounds> rounds =
        withBaseline.apply(
            "Bootstrap", Bootstrap.against(truths, settings.judgeErrors(), settings.resampling()));
    PCollection<FigureSummary> summaries =
        withBaseline
            .apply("Score", Score.against(truths, settings.judgeErrors()))
            .apply("Summarise", Summarise.by(rounds, settings.resampling()));
    PCollection<Regression> regressions =
        rounds.apply(
            "Regress",
            Regress.of(
                    truths,
                    settings.capabilities(),
                    settings.metric(),
                    settings.consistencyMetric(),
                    settings.resampling(),
                    settings.personas())
                .towards(settings.level(), settings.references(), settings.source()));
    sinks.table(withPersona(Tables.SCORES), withBaseline);
    sinks.table(
        withPersona(Tables.ALIGNMENT),
        summaries.apply(
            "OfGroups", Filter.by(s -> !s.figure().isConsistency() && s.figure().isOnAllTopics())));
    sinks.table(
        withPersona(Tables.CATEGORIES),
        summaries.apply("ByKind", Filter.by(s -> !s.figure().isOnAllTopics())));
    sinks.table(withPersona(Tables.BIAS), withBaseline.apply("Biases", Score.biases(truths)));
    sinks.table(
        withPersona(Tables.CONSISTENCY),
        summaries.apply("OfSelf", Filter.by(s -> s.figure().isConsistency())));
    sinks.table(
        withPersona(Tables.CEILINGS),
        withBaseline.apply("Ceilings", Score.ceilings(truths, settings.seed())));
    sinks.table(
        Tables.REGRESSIONS,
        regressions
            .apply(
                "Coefficients",
                FlatMapElements.into(TypeDescriptor.of(Regression.CoefficientRow.class))
                    .via(Regression::coefficientRows))
            .setCoder(RecordSchemas.coder(Regression.CoefficientRow.class)));
    sinks.table(
        Tables.DIAGNOSTICS,
        regressions
            .apply(
                "Diagnostics",
                FlatMapElements.into(TypeDescriptor.of(Regression.DiagnosticRow.class))
                    .via(Regression::diagnosticRows))
            .setCoder(RecordSchemas.coder(Regression.DiagnosticRow.class)));
    sinks.table(
        Tables.RESIDUALS,
        regressions
            .apply(
                "Residuals",
                FlatMapElements.into(TypeDescriptor.of(Regression.ResidualRow.class))
                    .via(Regression::residualRows))
            .setCoder(RecordSchemas.coder(Regression.ResidualRow.class)));
    return used(scores);
  }

  private <R> Table<R> withPersona(Table<R> table) {
    return Tables.forPersonas(table, settings.personas());
  }

  private PCollection<KV<String, String>> used(PCollection<ScoredResponse> scores) {
    Set<String> topics = new HashSet<>();
    settings.truths().stream()
        .filter(t -> t.level().equals(Level.LANGUAGE.label()))
        .forEach(t -> topics.add(t.language() + "/" + t.topic()));
    return Steps.ofScores(
        "Used",
        scores.apply(
            "WithTruth",
            Filter.by(s -> !s.isBaseline() && topics.contains(s.language() + "/" + s.topic()))),
        Ledger.USED);
  }
}
