package org.polarbeam.pipelines;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;
import org.polarbeam.alignment.Capabilities;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.prompt.Judgement;
import org.polarbeam.prompt.Ledger;
import org.polarbeam.simulate.SyntheticSurvey;
import org.polarbeam.study.StudyModel;
import org.polarbeam.survey.Truth;
import org.polarbeam.survey.TruthReader;
import org.polarbeam.transforms.Score;

/** {@code run}: everything, from the study to the report. */
final class Run {
  static final String NAME = "run";
  private static final String DEFAULT_OUTPUT = "out/run";

  private final RunOptions options;
  private final Cast cast;
  private final Capabilities capabilities;

  private Run(RunOptions options) {
    this.options = options;
    this.cast = Cast.of(options);
    this.capabilities = capabilities();
  }

  static int run(RunOptions options) throws IOException {
    if (options.getOutput() == null || options.getOutput().isBlank()) {
      options.setOutput(DEFAULT_OUTPUT);
    }
    return new Run(options).run();
  }

  /** The models' capability, from the benchmarks given or from the study; null when unknown. */
  private Capabilities capabilities() {
    if (options.getBenchmarks() != null) {
      return Capabilities.read(Storage.table(options.getBenchmarks()));
    }
    Map<String, Map<String, Double>> known = new TreeMap<>();
    for (StudyModel model : cast.models) {
      if (!model.capability().keySet().containsAll(cast.languages)) {
        return null;
      }
      known.put(model.spec().name(), model.capability());
    }
    return Capabilities.of("the study", known);
  }

  private int run() throws IOException {
    if (options.getSurveyRespondents() < 1) {
      throw new InputException("--surveyRespondents must be at least 1.");
    }
    AnalysisSettings.check(options);
    if (capabilities != null) {
      cells().forEach((model, its) -> its.forEach(l -> capabilities.require(model, l)));
    }
    List<String> truthFiles = Storage.expand("truth", Inputs.list(options.getTruth()));
    List<String> surveys = Storage.expand("survey", Inputs.list(options.getSurvey()));
    if (!truthFiles.isEmpty() && !surveys.isEmpty()) {
      throw new InputException("Give either --truth or --survey.");
    }
    if (options.getHumanConsistency() != null && truthFiles.isEmpty()) {
      throw new InputException(
          "--humanConsistency belongs to --truth: a survey says itself how well people agree.");
    }
    boolean synthetic = truthFiles.isEmpty() && surveys.isEmpty();
    if (truthFiles.isEmpty() && Finish.isDetached(options) && !options.getDryRun()) {
      throw new InputException(
          "A template is one job: give --truth, made beforehand by the truth command.");
    }
    if (synthetic && !cast.areAllSimulated()) {
      throw new InputException(
          "Give --truth or --survey: real models are not compared with a made-up survey.");
    }
    List<CsvTable> truthTables = truthFiles.stream().map(Storage::table).toList();
    List<Truth> given = TruthReader.read(truthTables);
    Background.People people = Background.people(options.getHumanConsistency(), given);
    boolean simulated =
        synthetic
            || (people != null && people.simulated())
            || (options.getBenchmarks() != null
                && Inputs.isSimulated(Storage.table(options.getBenchmarks())))
            || cast.isSimulated()
            || truthTables.stream().anyMatch(Inputs::isSimulated)
            || TruthCommand.areSimulated(surveys, Set.of());
    if (!truthTables.isEmpty()) {
      settings(given, String.join(", ", truthFiles));
    }

    RunDirectory directory =
        RunDirectory.open(options, NAME, simulated, decisive(truthFiles, surveys))
            .note("unverified_languages", String.join(", ", cast.unverified()))
            .note("price_micros_input", cast.millionTokens(true))
            .note("price_micros_output", cast.millionTokens(false));
    String surveyPlace = options.getDryRun() ? Storage.temporary() : options.getOutput();
    if (synthetic) {
      String file = Storage.in(surveyPlace, "survey.csv");
      Storage.write(
          file,
          SyntheticSurvey.csv(
              List.copyOf(cast.study.topics().keySet()),
              options.getSurveyRespondents(),
              options.getSeed()));
      surveys = List.of(file);
    }
    List<Truth> truths = given;
    String truthName = String.join(", ", truthFiles);
    if (!surveys.isEmpty()) {
      truthName = Storage.in(surveyPlace, TruthCommand.TRUTH);
      // Before a dry run's job can be built its truth must be known: that is worked out here.
      Pipeline pipeline = Finish.pipeline(options.getDryRun() ? OptionParser.here() : options);
      TruthCommand.write(
          pipeline,
          surveys,
          cast.study.topics().keySet(),
          surveyPlace,
          options.getSeed(),
          simulated);
      Finish.waitFor(pipeline, directory);
      truths = TruthReader.read(List.of(Storage.table(truthName)));
    }
    AnalysisSettings settings;
    try {
      settings = settings(truths, truthName);
    } catch (InputException e) {
      directory.abandon(); // the survey lacks a group
      throw e;
    }
    announce(simulated);
    Pipeline pipeline = Finish.pipeline(options);
    Background.write(pipeline, directory, cast.study, capabilities, people, simulated);
    build(pipeline, settings, directory, simulated);
    return Finish.run(
        pipeline,
        directory,
        Map.of("elicit", cast.questions(), "judge", cast.judgeQuestions(cast.questions())));
  }

  private AnalysisSettings settings(List<Truth> truths, String files) {
    return AnalysisSettings.of(options, cells(), cast.personas, truths, files, capabilities);
  }

  private Map<String, Set<String>> cells() {
    Map<String, Set<String>> cells = new TreeMap<>();
    cast.models.forEach(m -> cells.put(m.spec().name(), cast.languages));
    return cells;
  }

  private Map<String, String> decisive(List<String> truthFiles, List<String> surveys) {
    Map<String, String> decisive = cast.decisive();
    decisive.put("truth", Inputs.digest(truthFiles));
    decisive.put(
        "survey",
        surveys.isEmpty() && truthFiles.isEmpty()
            ? "synthetic " + options.getSurveyRespondents()
            : Inputs.digest(surveys));
    decisive.put("benchmarks", Inputs.digestOf(options.getBenchmarks()));
    if (options.getHumanConsistency() != null) {
      decisive.put("human_consistency", Inputs.digestOf(options.getHumanConsistency()));
    }
    decisive.put("rounds", Integer.toString(options.getRounds()));
    decisive.put("inference", options.getInference());
    decisive.put("metric", options.getMetric());
    decisive.put("consistency_metric", options.getConsistencyMetric());
    decisive.put("judge_error_rate", Double.toString(options.getJudgeErrorRate()));
    return decisive;
  }

  private void announce(boolean simulated) {
    System.err.printf(
        "Asking %,d questions (%d models, %d languages) and up to %,d of the judge%s%s%n",
        cast.questions(),
        cast.models.size(),
        cast.languages.size(),
        cast.judgeQuestions(cast.questions()),
        cast.judges.size() == 1 ? "" : "s",
        cast.isPaid() ? ". ./polarbeam plan tells what that costs." : "; nothing is paid.");
    if (capabilities == null) {
      System.err.println(
          "The capability of some models is not known in every language, so RQ1 is left out; give"
              + " --benchmarks for it.");
    }
    cast.warn();
    if (simulated) {
      System.err.println("SIMULATED: the results say nothing about any real model or population.");
    }
  }

  private void build(
      Pipeline pipeline, AnalysisSettings settings, RunDirectory directory, boolean simulated) {
    Stages stages =
        new Stages(
            cast,
            cast.asking(
                cast.providers(settings.truths(), options.getJudgeErrorRate()),
                Inputs.store(options, directory)),
            directory,
            simulated);
    PCollection<Judgement> judgements = stages.judge(stages.elicit(pipeline, options), options);
    stages.add(
        judgements
            .apply("Polarities", Score.polarities())
            .apply("Analysis", Analysis.of(settings, directory, simulated)));
    stages.finish(Ledger.USED, cast.personas);
  }
}
