package org.polarbeam.pipelines.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.polarbeam.alignment.ErrorRates;
import org.polarbeam.alignment.ScoreReader;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.InputException;
import org.polarbeam.judge.JudgeErrors;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.rundir.ReadLines;
import org.polarbeam.pipelines.rundir.ResumeKey;
import org.polarbeam.pipelines.rundir.RunDirectory;
import org.polarbeam.pipelines.rundir.Sinks;
import org.polarbeam.pipelines.setup.Inputs;
import org.polarbeam.pipelines.setup.Records;
import org.polarbeam.pipelines.setup.RunnerOptions;
import org.polarbeam.pipelines.stage.Analysis;
import org.polarbeam.pipelines.stage.AnalysisSettings;
import org.polarbeam.pipelines.stage.Background;
import org.polarbeam.pipelines.stage.Job;
import org.polarbeam.pipelines.stage.Ledgers;
import org.polarbeam.pipelines.stage.Steps;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.Ledger;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.record.Tables;
import org.polarbeam.record.Truth;
import org.polarbeam.regression.Capabilities;
import org.polarbeam.study.Study;
import org.polarbeam.survey.TruthReader;
import org.polarbeam.transforms.Correct;
import org.polarbeam.transforms.Score;
import org.polarbeam.transforms.internal.BeamFiles;
import org.polarbeam.transforms.internal.RecordSchemas;

/** {@code analyze}: Score, Bootstrap, Regress and the report, from scores or judgements. */
public final class AnalyzeCommand implements Command {
  @Override
  public String name() {
    return "analyze";
  }

  @Override
  public String summary() {
    return "scores or judgements → figures, regressions, report";
  }

  @Override
  public Class<? extends PipelineOptions> options() {
    return AnalyzeOptions.class;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "analyze --scores=scores.csv --truth=truth.csv --benchmarks=benchmarks.csv"
            + " --output=out/analysis",
        "analyze --judgements='out/labels/judgements/*.jsonl' --truth=truth.csv"
            + " --output=out/analysis");
  }

  @Override
  public Set<String> required() {
    return Set.of("output", "truth");
  }

  @Override
  public int run(Arguments args) throws IOException {
    Commands.requireOutput(args);
    return new Analyses(args).run();
  }

  /** One analysis. */
  private static final class Analyses {
    private final Arguments args;
    private final AnalyzeOptions options;
    private final Inputs inputs = new Inputs();
    private final Study study;
    private final Map<String, Set<String>> cells = new TreeMap<>();
    private final Map<String, Map<String, Integer>> leftOut = new TreeMap<>();
    private final Map<String, String> families = new TreeMap<>();
    private final Set<String> personas = new TreeSet<>();
    private final Map<String, Set<String>> judges = new TreeMap<>();
    private final Set<String> languages;
    private boolean simulated;
    private long responses;

    Analyses(Arguments args) {
      this.args = args;
      this.options = args.as(AnalyzeOptions.class);
      this.study = inputs.study(options.getStudy());
      this.languages = new TreeSet<>(options.getLanguages());
    }

    int run() throws IOException {
      List<String> scoreFiles = inputs.expand("scores", options.getScores());
      List<String> judgementFiles = inputs.expand("judgements", options.getJudgements());
      if (scoreFiles.isEmpty() == judgementFiles.isEmpty()) {
        throw new InputException("Give either --scores or --judgements.");
      }
      List<CsvTable> truthTables = inputs.tables(inputs.expand("truth", options.getTruth()));
      if (truthTables.isEmpty()) {
        throw new InputException("Give --truth, for example a truth.csv of the truth command.");
      }
      List<Truth> truths = TruthReader.read(truthTables);
      Set<String> topics = new HashSet<>(study.topics().keySet());
      truths.forEach(t -> topics.add(t.topic()));
      if (judgementFiles.isEmpty()) {
        checkScores(scoreFiles, topics);
      } else {
        checkJudgements(judgementFiles, topics);
      }
      Capabilities capabilities = null;
      if (options.getBenchmarks() != null) {
        CsvTable benchmarks = inputs.table(options.getBenchmarks());
        capabilities = Capabilities.read(benchmarks);
        capabilities.notes().forEach(System.err::println);
        simulated |= DataMark.isSimulated(benchmarks);
      }
      Background.People people = Background.people(options.getHumanConsistency(), truths, inputs);
      simulated |= people != null && people.isSimulated();
      truthTables.forEach(t -> simulated |= DataMark.isSimulated(t));
      JudgeErrors errors = errors(judgementFiles);
      AnalysisSettings settings =
          AnalysisSettings.of(
              args,
              study,
              cells,
              personas,
              truths,
              String.join(", ", truthTables.stream().map(CsvTable::file).toList()),
              capabilities);
      if (errors != null) {
        settings =
            settings.with(
                ErrorRates.of(options.getJudgeErrorRate(), errors.rates(), errors.confusions()));
      }
      if (args.isHere()) {
        settings.requireMemory(responses, cells);
      }
      ResumeKey key =
          ResumeKey.of(args, inputs)
              .with(
                  Map.of(
                      "languages",
                      languages.toString(),
                      "judge_error_rate",
                      settings.judgeErrors().toString()))
              .with(settings.decisive());
      Pipeline pipeline = RunnerOptions.pipeline(RunnerOptions.of(args, AnalyzeOptions.class));
      try (RunDirectory directory = RunDirectory.open(args, key, simulated)) {
        String apart = judgedApart();
        if (!apart.isEmpty()) {
          System.err.println(apart);
          directory.note("judged_apart", apart);
        }
        Job job = new Job(pipeline, directory, args.isDetached());
        Sinks sinks = job.sinks();
        sinks.table(Tables.TRUTH, settings.truths());
        Background.write(study, List.of(), capabilities, people, sinks);
        if (errors != null) {
          sinks.table(Tables.JUDGE_ERRORS, errors.rows());
        }
        PCollectionList<KV<String, String>> steps =
            judgementFiles.isEmpty()
                ? fromScores(job.pipeline(), scoreFiles, settings, sinks)
                : fromJudgements(job.pipeline(), judgementFiles, settings, errors, sinks);
        Ledgers.write(steps, Ledger.USED, personas, sinks);
        inputs.forget();
        return job.run();
      }
    }

    /** How often the judge errs, by people's labels; null without them. */
    private JudgeErrors errors(List<String> judgementFiles) {
      CsvTable sheet = Reviews.read(options.getHumanLabels(), inputs);
      if (sheet == null) {
        return null;
      }
      if (judgementFiles.isEmpty()) {
        throw new InputException("--humanLabels needs --judgements, which the labels belong to.");
      }
      return Reviews.errors(
          sheet, inputs.lines(judgementFiles, Judgement.class), options.getSeed());
    }

    private boolean isWanted(String language) {
      return languages.isEmpty() || languages.contains(language);
    }

    private void checkScores(List<String> files, Set<String> topics) {
      List<CsvTable> tables = inputs.tables(files);
      tables.forEach(t -> simulated |= DataMark.isSimulated(t));
      ScoreReader.Scores scores = ScoreReader.read(tables, topics::contains);
      leftOut.putAll(scores.leftOut());
      for (ScoredResponse s : scores.scores()) {
        if (!s.isBaseline()) {
          addCell(s.model(), s.language(), s.persona());
        }
      }
      requireSome(files);
    }

    private void checkJudgements(List<String> files, Set<String> topics) {
      Set<String> seen = new HashSet<>();
      for (String file : files) {
        inputs.each(file, (line, number) -> checkJudgement(line, file, number, seen, topics));
      }
      requireSome(files);
    }

    private void checkJudgement(
        String line, String file, long number, Set<String> seen, Set<String> topics) {
      simulated |= DataMark.isSimulated(line, file, number);
      Judgement j = Records.judgement(line, file, number);
      if (!seen.add(j.id())) {
        throw InputException.at(
            file, number, "id", "the judgement " + j.id() + " is there already", "Remove one");
      }
      if (!topics.contains(j.topic())) {
        throw InputException.at(
            file,
            number,
            "topic",
            "the topic " + j.topic() + " is neither in the truth nor in the study",
            "Correct it, or give the study that has it by --study");
      }
      String before = families.putIfAbsent(j.model(), j.family());
      if (before != null && !before.equals(j.family())) {
        throw InputException.at(
            file,
            number,
            "family",
            "the model "
                + j.model()
                + " is of the family "
                + j.family()
                + " here and of "
                + before
                + " before",
            "Give each model one family");
      }
      if (!j.judge().isEmpty()) {
        judges.computeIfAbsent(j.judge(), name -> new TreeSet<>()).add(j.language());
      }
      addCell(j.model(), j.language(), j.persona());
    }

    /** Who judges one language alone makes it another. */
    private String judgedApart() {
      return judges.values().stream().distinct().count() < 2
          ? ""
          : "Not every language was judged by the same: "
              + judges
              + ". Differences between them may be their judges'.";
    }

    private void addCell(String model, String language, String persona) {
      if (isWanted(language)) {
        responses++;
        if (!persona.isEmpty()) {
          personas.add(persona);
        }
        cells.computeIfAbsent(model, m -> new TreeSet<>()).add(language);
      }
    }

    private void requireSome(List<String> files) {
      if (cells.isEmpty()) {
        throw InputException.in(
            String.join(", ", files),
            "there is no response" + (languages.isEmpty() ? "" : " in " + languages),
            "Check the files and --languages");
      }
      languages.stream()
          .filter(l -> cells.values().stream().noneMatch(its -> its.contains(l)))
          .forEach(
              l -> {
                throw new InputException(
                    "--languages names " + l + ", but there is no response in it. Leave it out.");
              });
    }

    private PCollectionList<KV<String, String>> fromScores(
        Pipeline pipeline, List<String> files, AnalysisSettings settings, Sinks sinks) {
      Set<String> wanted = new TreeSet<>(languages);
      PCollection<ScoredResponse> scores =
          pipeline
              .apply(
                  "ScoreFiles",
                  Create.of(List.of(files.stream().map(BeamFiles::absolute).toList()))
                      .withCoder(ListCoder.of(StringUtf8Coder.of())))
              .apply("ReadScores", ParDo.of(new ReadScoresFn()))
              .setCoder(RecordSchemas.coder(ScoredResponse.class))
              .apply("Wanted", Filter.by(s -> wanted.isEmpty() || wanted.contains(s.language())));
      PCollection<KV<String, String>> used = scores.apply("Analysis", Analysis.of(settings, sinks));
      PCollection<KV<String, String>> valid =
          Steps.valid(scores.apply("OfModels", Filter.by(s -> !s.isBaseline())));
      return PCollectionList.of(used).and(valid).and(notRead(pipeline));
    }

    /** Rows the reader left out, by the reason. */
    private PCollection<KV<String, String>> notRead(Pipeline pipeline) {
      List<KV<String, String>> steps = new ArrayList<>();
      leftOut.forEach(
          (cell, reasons) ->
              reasons.forEach(
                  (reason, count) ->
                      steps.addAll(Collections.nCopies(count, KV.of(cell, reason)))));
      return pipeline.apply("LeftOut", Create.of(steps).withType(Steps.type()));
    }

    private PCollectionList<KV<String, String>> fromJudgements(
        Pipeline pipeline,
        List<String> files,
        AnalysisSettings settings,
        JudgeErrors errors,
        Sinks sinks) {
      Set<String> wanted = new TreeSet<>(languages);
      PCollection<Judgement> judgements =
          pipeline
              .apply(
                  "ReadJudgements",
                  ReadLines.from(files, Judgement.class, RecordSchemas.coder(Judgement.class)))
              .apply("Wanted", Filter.by(j -> wanted.isEmpty() || wanted.contains(j.language())));
      PCollection<KV<String, String>> used =
          judgements
              .apply("Polarities", Score.polarities())
              .apply("Analysis", Analysis.of(settings, sinks));
      if (errors != null) {
        sinks.table(
            Tables.forPersonas(Tables.POLARITY, personas),
            judgements.apply(
                "Corrected", Correct.with(errors, settings.seed(), settings.rounds())));
      }
      return PCollectionList.of(used).and(Steps.ofAnsweredJudgements(judgements));
    }
  }

  /** All files together: runs on the same prompts have the same baseline, which counts once. */
  private static final class ReadScoresFn extends DoFn<List<String>, ScoredResponse> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element List<String> files, OutputReceiver<ScoredResponse> out) {
      List<CsvTable> tables = files.stream().map(BeamFiles::table).toList();
      ScoreReader.read(tables).scores().forEach(out::output);
    }
  }
}
