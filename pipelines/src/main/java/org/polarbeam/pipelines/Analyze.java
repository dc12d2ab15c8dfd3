package org.polarbeam.pipelines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.polarbeam.alignment.Capabilities;
import org.polarbeam.alignment.ErrorRates;
import org.polarbeam.alignment.ScoreReader;
import org.polarbeam.alignment.ScoredResponse;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Json;
import org.polarbeam.files.Languages;
import org.polarbeam.judge.CorrectedPolarity;
import org.polarbeam.judge.JudgeErrors;
import org.polarbeam.prompt.Judgement;
import org.polarbeam.prompt.Ledger;
import org.polarbeam.study.Study;
import org.polarbeam.survey.Truth;
import org.polarbeam.survey.TruthReader;
import org.polarbeam.transforms.Correct;
import org.polarbeam.transforms.RecordSchemas;
import org.polarbeam.transforms.Score;

/** {@code analyze}: Score, Bootstrap, Regress and the report, from scores or judgements. */
final class Analyze {
  static final String NAME = "analyze";

  private final AnalyzeOptions options;
  private final Study study;
  private final Map<String, Set<String>> cells = new TreeMap<>();
  private final Map<String, Map<String, Integer>> leftOut = new TreeMap<>();
  private final Set<String> personas = new TreeSet<>();
  private final Set<String> languages;
  private boolean simulated;

  private Analyze(AnalyzeOptions options) {
    this.options = options;
    this.study = Inputs.study(options.getStudy());
    this.languages = new TreeSet<>(Inputs.list(options.getLanguages()));
  }

  static int run(AnalyzeOptions options) throws IOException {
    return new Analyze(options).run();
  }

  private int run() throws IOException {
    Inputs.requireOutput(options);
    List<String> scoreFiles = files("scores", options.getScores());
    List<String> judgementFiles = files("judgements", options.getJudgements());
    if (scoreFiles.isEmpty() == judgementFiles.isEmpty()) {
      throw new InputException("Give either --scores or --judgements.");
    }
    List<CsvTable> truthTables =
        files("truth", options.getTruth()).stream().map(Storage::table).toList();
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
      CsvTable benchmarks = Storage.table(options.getBenchmarks());
      capabilities = Capabilities.read(benchmarks);
      simulated |= Inputs.isSimulated(benchmarks);
    }
    Background.People people = Background.people(options.getHumanConsistency(), truths);
    simulated |= people != null && people.simulated();
    truthTables.forEach(t -> simulated |= Inputs.isSimulated(t));
    JudgeErrors errors = errors(judgementFiles);
    AnalysisSettings settings =
        AnalysisSettings.of(
            options,
            cells,
            personas,
            truths,
            String.join(", ", truthTables.stream().map(CsvTable::file).toList()),
            capabilities);
    if (errors != null) {
      settings = settings.with(ErrorRates.of(options.getJudgeErrorRate(), errors.rates()));
    }

    Map<String, String> decisive = settings.decisive();
    decisive.put("languages", languages.toString());
    decisive.put("scores", Inputs.digest(scoreFiles));
    decisive.put("judgements", Inputs.digest(judgementFiles));
    decisive.put("truth", Inputs.digest(truthTables.stream().map(CsvTable::file).toList()));
    decisive.put("benchmarks", Inputs.digestOf(options.getBenchmarks()));
    decisive.put("human_labels", Inputs.digestOf(options.getHumanLabels()));
    if (people != null) {
      decisive.put("human_consistency", Inputs.digestOf(options.getHumanConsistency()));
    }
    RunDirectory directory = RunDirectory.open(options, NAME, simulated, decisive);
    if (errors != null) {
      Reviews.writeErrors(errors, directory, simulated);
    }
    Pipeline pipeline = Finish.pipeline(options);
    Background.write(pipeline, directory, study, capabilities, people, simulated);
    if (judgementFiles.isEmpty()) {
      fromScores(pipeline, scoreFiles, settings, directory);
    } else {
      fromJudgements(pipeline, judgementFiles, settings, errors, directory);
    }
    return Finish.run(pipeline, directory, Map.of());
  }

  /** How often the judge errs, by people's labels; null without them. */
  private JudgeErrors errors(List<String> judgementFiles) {
    CsvTable sheet = Reviews.read(options.getHumanLabels());
    if (sheet == null) {
      return null;
    }
    if (judgementFiles.isEmpty()) {
      throw new InputException("--humanLabels needs --judgements, which the labels belong to.");
    }
    return Reviews.errors(sheet, Inputs.lines(judgementFiles, Judgement.class), options.getSeed());
  }

  private static List<String> files(String option, List<String> globs) {
    return Storage.expand(option, Inputs.list(globs));
  }

  private boolean isWanted(String language) {
    return languages.isEmpty() || languages.contains(language);
  }

  private void checkScores(List<String> files, Set<String> topics) {
    List<CsvTable> tables = files.stream().map(Storage::table).toList();
    tables.forEach(t -> simulated |= Inputs.isSimulated(t));
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
      long number = 0;
      for (String line : Storage.read(file).lines().toList()) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        simulated |= Inputs.isSimulated(line);
        Judgement j = Json.read(Judgement.class, line, file, number);
        Json.requireFields(j, file, number);
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
        if (!Languages.isTag(j.language())) {
          throw InputException.at(
              file, number, "language", "'" + j.language() + "' is no language", Languages.REMEDY);
        }
        boolean takesSides = j.count(Judgement.PRO) + j.count(Judgement.CON) > 0;
        if (j.validity().equals(Ledger.VALID) && !takesSides) {
          throw InputException.at(
              file,
              number,
              "labels",
              "a valid judgement has no pro or con",
              "Correct its validity");
        }
        addCell(j.model(), j.language(), j.persona());
      }
    }
    requireSome(files);
  }

  private void addCell(String model, String language, String persona) {
    if (isWanted(language)) {
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

  private void fromScores(
      Pipeline pipeline, List<String> files, AnalysisSettings settings, RunDirectory directory) {
    Set<String> wanted = new TreeSet<>(languages);
    PCollection<ScoredResponse> scores =
        pipeline
            .apply("ScoreFiles", Create.of(files.stream().map(Storage::absolute).toList()))
            .apply("ReadScores", ParDo.of(new ReadScoresFn()))
            .setCoder(RecordSchemas.coder(ScoredResponse.class))
            .apply("Wanted", Filter.by(s -> wanted.isEmpty() || wanted.contains(s.language())));
    PCollection<KV<String, String>> used =
        scores.apply("Analysis", Analysis.of(settings, directory, simulated));
    PCollection<KV<String, String>> valid =
        Steps.valid(scores.apply("OfModels", Filter.by(s -> !s.isBaseline())));
    writeLedger(PCollectionList.of(used).and(valid).and(notRead(pipeline)), directory);
  }

  /** Rows the reader left out, by the reason. */
  private PCollection<KV<String, String>> notRead(Pipeline pipeline) {
    List<KV<String, String>> steps = new ArrayList<>();
    leftOut.forEach(
        (cell, reasons) ->
            reasons.forEach(
                (reason, count) -> {
                  for (int i = 0; i < count; i++) {
                    steps.add(KV.of(cell, reason));
                  }
                }));
    return pipeline.apply("LeftOut", Create.of(steps).withType(Steps.type()));
  }

  private void fromJudgements(
      Pipeline pipeline,
      List<String> files,
      AnalysisSettings settings,
      JudgeErrors errors,
      RunDirectory directory) {
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
            .apply("Analysis", Analysis.of(settings, directory, simulated));
    PersonaColumn persona = PersonaColumn.of(personas);
    if (errors != null) {
      directory.awaits(
          judgements
              .apply("Corrected", Correct.with(errors, settings.seed(), settings.rounds()))
              .apply(
                  "CorrectedRows", persona.rows(Tables::polarity, CorrectedPolarity.Row::persona))
              .apply(
                  "WriteCorrected",
                  WriteTable.to(
                      directory.file("polarity.csv"),
                      persona.in(Tables.POLARITY),
                      persona.in(Tables.POLARITY_ORDER),
                      simulated)));
    }
    writeLedger(PCollectionList.of(used).and(Steps.ofAnsweredJudgements(judgements)), directory);
  }

  private void writeLedger(PCollectionList<KV<String, String>> steps, RunDirectory directory) {
    directory.awaits(
        steps
            .apply("Steps", Flatten.pCollections())
            .apply(
                "Ledger",
                WriteLedger.to(
                    directory.file("validity.csv"),
                    Ledger.USED,
                    PersonaColumn.of(personas),
                    simulated)));
  }

  private static final class ReadScoresFn extends DoFn<String, ScoredResponse> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element String file, OutputReceiver<ScoredResponse> out) {
      ScoreReader.read(List.of(Storage.table(file))).scores().forEach(out::output);
    }
  }
}
