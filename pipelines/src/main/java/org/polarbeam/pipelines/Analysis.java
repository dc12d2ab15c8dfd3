package org.polarbeam.pipelines;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.alignment.FigureRounds;
import org.polarbeam.alignment.FigureSummary;
import org.polarbeam.alignment.Regression;
import org.polarbeam.alignment.ScoredResponse;
import org.polarbeam.prompt.Ledger;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.Truth;
import org.polarbeam.survey.TruthTable;
import org.polarbeam.transforms.Bootstrap;
import org.polarbeam.transforms.RecordSchemas;
import org.polarbeam.transforms.Regress;
import org.polarbeam.transforms.Score;
import org.polarbeam.transforms.Summarise;

/**
 * Score, Bootstrap and Regress with their tables: from scored responses to {@code scores.csv},
 * {@code alignment.csv}, {@code consistency.csv}, {@code ceilings.csv}, {@code regressions.csv},
 * {@code diagnostics.csv} and {@code residuals.csv}. Gives the steps that responses used in
 * alignment have come to, for the ledger.
 */
final class Analysis
    extends PTransform<PCollection<ScoredResponse>, PCollection<KV<String, String>>> {
  private static final long serialVersionUID = 1L;

  private final transient AnalysisSettings settings;
  private final transient RunDirectory directory;
  private final boolean simulated;

  private Analysis(AnalysisSettings settings, RunDirectory directory, boolean simulated) {
    this.settings = settings;
    this.directory = directory;
    this.simulated = simulated;
  }

  static Analysis of(AnalysisSettings settings, RunDirectory directory, boolean simulated) {
    return new Analysis(settings, directory, simulated);
  }

  @Override
  public PCollection<KV<String, String>> expand(PCollection<ScoredResponse> scores) {
    PCollection<Truth> truths = truths(scores.getPipeline());
    TruthTable table = TruthTable.of(settings.truths());
    PersonaColumn persona = PersonaColumn.of(settings.personas());
    PCollection<ScoredResponse> withBaseline =
        scores.apply("Baseline", Score.withRandomBaseline(settings.seed()));
    PCollection<FigureRounds> rounds =
        withBaseline.apply(
            "Bootstrap",
            Bootstrap.against(
                table,
                settings.judgeErrors(),
                settings.rounds(),
                settings.seed(),
                settings.inference()));
    PCollection<FigureSummary> summaries =
        withBaseline
            .apply("Score", Score.against(table, settings.judgeErrors()))
            .apply("Summarise", Summarise.by(rounds));
    PCollection<Regression> regressions =
        rounds.apply(
            "Regress",
            Regress.of(
                table,
                settings.capabilities(),
                settings.metric(),
                settings.consistencyMetric(),
                settings.inference(),
                settings.personas()));

    write(
        truths.apply("TruthRows", rows(Tables::truth)), "truth", Tables.TRUTH, Tables.TRUTH_ORDER);
    write(
        withBaseline.apply("ScoreRows", persona.rows(Tables::score, ScoredResponse::persona)),
        "scores",
        persona.in(Tables.SCORES),
        Tables.SCORES_ORDER);
    write(
        summaries
            .apply("OfGroups", Filter.by(s -> !s.figure().isConsistency()))
            .apply("AlignmentRows", persona.rows(Tables::alignment, s -> s.figure().persona())),
        "alignment",
        persona.in(Tables.ALIGNMENT),
        persona.in(Tables.ALIGNMENT_ORDER));
    write(
        summaries
            .apply("OfSelf", Filter.by(s -> s.figure().isConsistency()))
            .apply("ConsistencyRows", persona.rows(Tables::consistency, s -> s.figure().persona())),
        "consistency",
        persona.in(Tables.CONSISTENCY),
        persona.in(Tables.CONSISTENCY_ORDER));
    TypeDescriptor<List<String>> row = TypeDescriptors.lists(TypeDescriptors.strings());
    write(
        regressions.apply("CoefficientRows", FlatMapElements.into(row).via(Tables::coefficients)),
        "regressions",
        Tables.REGRESSIONS,
        Tables.REGRESSIONS_ORDER);
    write(
        regressions.apply("DiagnosticRows", FlatMapElements.into(row).via(Tables::diagnostics)),
        "diagnostics",
        Tables.DIAGNOSTICS,
        Tables.DIAGNOSTICS_ORDER);
    write(
        regressions.apply("ResidualRows", FlatMapElements.into(row).via(Tables::residuals)),
        "residuals",
        Tables.RESIDUALS,
        Tables.RESIDUALS_ORDER);
    write(
        withBaseline
            .apply("Ceilings", Score.ceilings(table, settings.seed()))
            .apply("CeilingRows", persona.rows(Tables::ceiling, c -> c.figure().persona())),
        "ceilings",
        persona.in(Tables.CEILINGS),
        persona.in(Tables.CEILINGS_ORDER));
    return used(scores);
  }

  private PCollection<Truth> truths(Pipeline pipeline) {
    return pipeline.apply(
        "Truth", Create.of(settings.truths()).withCoder(RecordSchemas.coder(Truth.class)));
  }

  private static <T> MapElements<T, List<String>> rows(
      org.apache.beam.sdk.transforms.SerializableFunction<T, List<String>> row) {
    return MapElements.into(TypeDescriptors.lists(TypeDescriptors.strings())).via(row);
  }

  private void write(PCollection<List<String>> rows, String name, String header, String order) {
    directory.awaits(
        rows.apply(
            "Write " + name,
            WriteTable.to(directory.file(name + ".csv"), header, order, simulated)));
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
