package org.polarbeam.pipelines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.polarbeam.alignment.Capabilities;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.OpenAiProvider;
import org.polarbeam.model.Providers;
import org.polarbeam.model.ReplayProvider;
import org.polarbeam.prompt.DeadLetter;
import org.polarbeam.prompt.Judgement;
import org.polarbeam.prompt.Ledger;
import org.polarbeam.prompt.Prompt;
import org.polarbeam.prompt.Response;
import org.polarbeam.simulate.SimulateProvider;
import org.polarbeam.simulate.SyntheticSurvey;
import org.polarbeam.study.Study;
import org.polarbeam.study.StudyModel;
import org.polarbeam.study.Wording;
import org.polarbeam.survey.Truth;
import org.polarbeam.survey.TruthReader;
import org.polarbeam.transforms.Asking;
import org.polarbeam.transforms.BuildPrompts;
import org.polarbeam.transforms.Elicit;
import org.polarbeam.transforms.Judge;
import org.polarbeam.transforms.RecordSchemas;
import org.polarbeam.transforms.Score;
import org.polarbeam.transforms.Translate;

/** {@code run}: everything, from the study to the report. */
final class Run {
  static final String NAME = "run";
  private static final String OPENAI = "openai";
  private static final String REPLAY = "replay";
  private static final String DEFAULT_OUTPUT = "out/run";

  private final RunOptions options;
  private final Study study;
  private final List<StudyModel> models;
  private final ModelSpec judge;
  private final ModelSpec translator;
  private final Set<String> languages;
  private final OpenAiProvider openAi;
  private final RecordedRun recorded;
  private final Capabilities capabilities;

  private Run(RunOptions options) {
    this.options = options;
    this.study = Inputs.study(options.getStudy());
    this.models = study.select(Inputs.list(options.getModels()));
    this.judge = spec(options.getJudge(), study.judge());
    this.translator = spec(options.getTranslator(), judge);
    this.languages = languages();
    this.openAi = new OpenAiProvider(options.getApiKeyEnv(), options.getMaxInFlight());
    this.recorded = RecordedRun.of(models.stream().map(StudyModel::spec).toList(), judge, REPLAY);
    this.capabilities = capabilities();
  }

  static int run(RunOptions options) throws IOException {
    if (options.getOutput() == null) {
      options.setOutput(DEFAULT_OUTPUT);
    }
    return new Run(options).run();
  }

  private ModelSpec spec(String given, ModelSpec otherwise) {
    return given == null ? otherwise : study.select(List.of(given)).get(0).spec();
  }

  private Set<String> languages() {
    Set<String> worded = study.wordedLanguages();
    List<String> given = Inputs.list(options.getLanguages());
    if (given.isEmpty()) {
      return worded;
    }
    for (String language : given) {
      if (!worded.contains(language) && options.getTranslator() == null) {
        throw new InputException(
            "The study has no wording in '"
                + language
                + "', only in "
                + String.join(", ", worded)
                + ". Correct --languages, or give a --translator.");
      }
    }
    return new TreeSet<>(given);
  }

  /** The languages asked in whose wording no person has checked. */
  private Set<String> unverified() {
    Set<String> unverified = new TreeSet<>(languages);
    unverified.removeAll(study.wordedLanguages());
    study.wordings().stream()
        .filter(w -> !w.verified() && languages.contains(w.language()))
        .forEach(w -> unverified.add(w.language()));
    return unverified;
  }

  /** The models' capability, from the benchmarks given or from the study; null when unknown. */
  private Capabilities capabilities() {
    if (options.getBenchmarks() != null) {
      return Capabilities.read(Storage.table(options.getBenchmarks()));
    }
    Map<String, Map<String, Double>> known = new TreeMap<>();
    for (StudyModel model : models) {
      if (!model.capability().keySet().containsAll(languages)) {
        return null;
      }
      known.put(model.spec().name(), model.capability());
    }
    return Capabilities.of("the study", known);
  }

  private List<ModelSpec> everyModel() {
    List<ModelSpec> all = new ArrayList<>(models.stream().map(StudyModel::spec).toList());
    all.add(judge);
    if (options.getTranslator() != null) {
      all.add(translator);
    }
    return all;
  }

  private boolean asks(String provider) {
    return everyModel().stream().anyMatch(m -> m.provider().equals(provider));
  }

  private void check() {
    if (options.getPrompts() < 1
        || options.getSamples() < 1
        || options.getSurveyRespondents() < 1) {
      throw new InputException("--prompts, --samples and --surveyRespondents must be at least 1.");
    }
    if (options.getMaxInFlight() < 1 || options.getAttempts() < 1) {
      throw new InputException("--maxInFlight and --attempts must be at least 1.");
    }
    Providers known = providers(List.of());
    Set<String> names = new TreeSet<>();
    for (StudyModel model : models) {
      if (!names.add(model.spec().name())) {
        throw new InputException("The model " + model.spec().name() + " is given twice.");
      }
    }
    for (ModelSpec model : everyModel()) {
      known.require(model);
      if (model.provider().equals(SimulateProvider.NAME)) {
        SimulateProvider.require(model, languages);
      } else if (model.provider().equals(OPENAI)) {
        openAi.requireKey(model);
      } else if (model.provider().equals(REPLAY)) {
        known.open(model).close(); // reads the recordings
      }
    }
    if (options.getTranslator() != null && translator.provider().equals(SimulateProvider.NAME)) {
      throw new InputException("A simulated model cannot translate. Give another --translator.");
    }
  }

  private int run() throws IOException {
    check();
    List<String> truthFiles = Storage.expand("truth", Inputs.list(options.getTruth()));
    List<String> surveys = Storage.expand("survey", Inputs.list(options.getSurvey()));
    if (!truthFiles.isEmpty() && !surveys.isEmpty()) {
      throw new InputException("Give either --truth or --survey.");
    }
    boolean synthetic = truthFiles.isEmpty() && surveys.isEmpty();
    if (synthetic && models.stream().anyMatch(m -> !isSimulated(m.spec()))) {
      throw new InputException(
          "Give --truth or --survey: real models are not compared with a made-up survey.");
    }
    List<CsvTable> truthTables = truthFiles.stream().map(Storage::table).toList();
    boolean simulated =
        synthetic
            || asks(SimulateProvider.NAME)
            || truthTables.stream().anyMatch(Inputs::isSimulated)
            || TruthCommand.areSimulated(surveys, Set.of());
    List<Truth> given = TruthReader.read(truthTables);
    if (!truthTables.isEmpty()) {
      settings(given, String.join(", ", truthFiles));
    }

    RunDirectory directory =
        RunDirectory.open(options, NAME, simulated, decisive(truthFiles, surveys))
            .note("unverified_languages", String.join(", ", unverified()));
    if (synthetic) {
      String file = directory.file("survey.csv");
      Storage.write(
          file,
          SyntheticSurvey.csv(
              List.copyOf(study.topics().keySet()),
              options.getSurveyRespondents(),
              options.getSeed()));
      surveys = List.of(file);
    }
    List<Truth> truths = given;
    String truthName = String.join(", ", truthFiles);
    if (!surveys.isEmpty()) {
      truthName = directory.file("truth.csv");
      Pipeline pipeline = Pipeline.create(options);
      TruthCommand.write(pipeline, surveys, study.topics().keySet(), truthName, simulated);
      Finish.waitFor(pipeline, directory);
      truths = TruthReader.read(List.of(Storage.table(truthName)));
    }
    AnalysisSettings settings = settings(truths, truthName);
    announce(simulated);
    Pipeline pipeline = Pipeline.create(options);
    build(pipeline, settings, directory, simulated);
    return Finish.run(pipeline, directory);
  }

  private static boolean isSimulated(ModelSpec spec) {
    return spec.provider().equals(SimulateProvider.NAME);
  }

  private AnalysisSettings settings(List<Truth> truths, String files) {
    Map<String, Set<String>> cells = new TreeMap<>();
    models.forEach(m -> cells.put(m.spec().name(), languages));
    return AnalysisSettings.of(options, cells, truths, files, capabilities);
  }

  private Map<String, String> decisive(List<String> truthFiles, List<String> surveys) {
    Map<String, String> decisive = new TreeMap<>();
    decisive.put("study", study.name() + " " + study.digest());
    decisive.put("models", models.stream().map(m -> m.spec().key()).toList().toString());
    decisive.put("judge", judge.key());
    decisive.put("translator", options.getTranslator() == null ? "" : translator.key());
    decisive.put("languages", languages.toString());
    decisive.put("prompts", Integer.toString(options.getPrompts()));
    decisive.put("samples", Integer.toString(options.getSamples()));
    decisive.put("truth", Inputs.digest(truthFiles));
    decisive.put(
        "survey",
        surveys.isEmpty() && truthFiles.isEmpty()
            ? "synthetic " + options.getSurveyRespondents()
            : Inputs.digest(surveys));
    decisive.put(
        "benchmarks",
        options.getBenchmarks() == null ? "" : Inputs.digest(List.of(options.getBenchmarks())));
    decisive.put("rounds", Integer.toString(options.getRounds()));
    decisive.put("inference", options.getInference());
    decisive.put("metric", options.getMetric());
    decisive.put("consistency_metric", options.getConsistencyMetric());
    decisive.put("judge_error_rate", Double.toString(options.getJudgeErrorRate()));
    return decisive;
  }

  private void announce(boolean simulated) {
    long variations =
        study.wordings().stream()
            .filter(w -> !w.isTemplate() && w.language().equals(Study.SOURCE_LANGUAGE))
            .count();
    long templates =
        study.wordings().stream()
            .filter(w -> w.isTemplate() && w.language().equals(Study.SOURCE_LANGUAGE))
            .count();
    long each = Math.min(options.getPrompts(), variations * templates) * options.getSamples();
    long questions = each * languages.size() * models.size();
    System.err.printf(
        "Asking %,d questions (%d models, %d languages, %d prompts each) and as many of the judge%s%n",
        questions,
        models.size(),
        languages.size(),
        each,
        asks(OPENAI)
            ? String.format(
                ": about %,d tokens in and %,d out.", questions * 1_200, questions * 850)
            : "; no endpoint is paid.");
    if (capabilities == null) {
      System.err.println(
          "The capability of some models is not known in every language, so RQ1 is left out; give"
              + " --benchmarks for it.");
    }
    if (simulated) {
      System.err.println("SIMULATED: the results say nothing about any real model or population.");
    }
  }

  private Providers providers(List<Truth> truths) {
    return Providers.of(
        Map.of(
            SimulateProvider.NAME,
            new SimulateProvider(truths, options.getJudgeErrorRate(), options.getSeed()),
            OPENAI,
            openAi,
            REPLAY,
            new ReplayProvider(recorded)));
  }

  private void build(
      Pipeline pipeline, AnalysisSettings settings, RunDirectory directory, boolean simulated) {
    Asking asking =
        Asking.with(providers(settings.truths()), options.getMaxInFlight())
            .withAttempts(options.getAttempts());
    PCollectionTuple translated =
        pipeline
            .apply(
                "Study", Create.of(study.wordings()).withCoder(RecordSchemas.coder(Wording.class)))
            .apply("Translate", Translate.into(languages, translator, asking));
    PCollection<Prompt> prompts =
        translated
            .get(Translate.WORDINGS)
            .apply(
                "Prompts",
                BuildPrompts.of(options.getSeed(), options.getPrompts(), options.getSamples()));
    PCollectionTuple elicited =
        prompts.apply("Elicit", Elicit.of(models.stream().map(StudyModel::spec).toList(), asking));
    PCollection<Response> responses = elicited.get(Elicit.RESPONSES);
    PCollectionTuple judged = responses.apply("Judge", Judge.of(judge, study.topics(), asking));
    PCollection<Judgement> judgements = judged.get(Judge.JUDGEMENTS);
    PCollection<KV<String, String>> used =
        judgements
            .apply("Polarities", Score.polarities())
            .apply("Analysis", Analysis.of(settings, directory, simulated));

    PCollection<DeadLetter> unanswered = elicited.get(Elicit.FAILURES);
    PCollection<DeadLetter> unjudged = judged.get(Judge.FAILURES);
    PCollectionList.of(used)
        .and(Steps.ofResponses(responses))
        .and(Steps.ofJudgements(judgements))
        .and(Steps.ofDeadLetters(unanswered, Ledger.ASKED))
        .and(Steps.ofDeadLetters(unjudged, Ledger.UNJUDGED))
        .apply("Steps", Flatten.pCollections())
        .apply("Ledger", WriteLedger.to(directory.file("validity.csv"), simulated));

    prompts.apply(
        "WritePrompts",
        WriteJsonLines.to(
            directory.file("prompts"),
            RecordSchemas.coder(Prompt.class),
            Prompt::language,
            (a, b) -> Prompt.ORDER.compare(a, b),
            simulated));
    responses.apply(
        "WriteResponses",
        WriteJsonLines.to(
            directory.file("responses"),
            RecordSchemas.coder(Response.class),
            r -> r.model() + "." + r.language(),
            (a, b) -> Response.ORDER.compare(a, b),
            simulated));
    judgements.apply(
        "WriteJudgements",
        WriteJsonLines.to(
            directory.file("judgements"),
            RecordSchemas.coder(Judgement.class),
            j -> j.model() + "." + j.language(),
            (a, b) -> Judgement.ORDER.compare(a, b),
            simulated));
    PCollectionList.of(translated.get(Translate.FAILURES))
        .and(unanswered)
        .and(unjudged)
        .apply("DeadLetters", Flatten.pCollections())
        .apply(
            "WriteDeadLetters",
            WriteJsonLines.to(
                directory.file("dead-letters"),
                RecordSchemas.coder(DeadLetter.class),
                DeadLetter::stage,
                (a, b) -> DeadLetter.ORDER.compare(a, b),
                simulated));
  }
}
