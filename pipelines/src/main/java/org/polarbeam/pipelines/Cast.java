package org.polarbeam.pipelines;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.beam.runners.dataflow.DataflowRunner;
import org.apache.beam.sdk.options.ExperimentalOptions;
import org.polarbeam.files.InputException;
import org.polarbeam.judge.Canary;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.ModelProvider;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.OpenAiBatchProvider;
import org.polarbeam.model.OpenAiProvider;
import org.polarbeam.model.PaidModels;
import org.polarbeam.model.PriceTable;
import org.polarbeam.model.Providers;
import org.polarbeam.model.RateLimit;
import org.polarbeam.model.ReplayProvider;
import org.polarbeam.model.VllmProvider;
import org.polarbeam.prompt.LanguageRule;
import org.polarbeam.prompt.Prompt;
import org.polarbeam.prompt.Prompts;
import org.polarbeam.simulate.SimulateProvider;
import org.polarbeam.stats.Draws;
import org.polarbeam.study.Study;
import org.polarbeam.study.StudyModel;
import org.polarbeam.study.Wording;
import org.polarbeam.survey.Truth;
import org.polarbeam.transforms.Asking;
import org.polarbeam.transforms.CopiedWeights;

/** Who is asked what in which languages, who judges and who translates; checked. */
final class Cast {
  private static final String OPENAI = "openai";
  private static final String REPLAY = "replay";

  /** Where workers keep weights that they have copied. */
  private static final String LOCAL_WEIGHTS =
      System.getProperty("java.io.tmpdir") + "/polarbeam-weights";

  /** What is to be done with it. */
  private enum Work {
    ALL,
    ELICIT,
    JUDGE,
    TRANSLATE
  }

  final Study study;
  final List<StudyModel> models;
  final List<ModelSpec> judges;
  final LanguageRule languageRule;
  final ModelSpec translator;
  final Set<String> languages;
  final Set<String> personas;
  final PriceTable prices;
  private final CastOptions options;
  private final Work work;
  private final boolean translates;
  private final OpenAiProvider openAi;
  private final VllmProvider vllm;
  private final RecordedRun recorded;

  private Cast(CastOptions options, Work work) {
    this.options = options;
    this.work = work;
    this.personas = new TreeSet<>(Inputs.list(options.getPersonas()));
    this.study = Inputs.study(options.getStudy()).withPersonas(personas);
    this.models =
        work == Work.ALL || work == Work.ELICIT
            ? study.select(Inputs.list(options.getModels())).stream()
                .map(m -> m.with(complete(m.spec())))
                .toList()
            : List.of();
    this.judges =
        work == Work.TRANSLATE ? List.of(complete(spec(options.getTranslator(), null))) : judges();
    this.languageRule =
        AnalysisSettings.choice(
            "responseLanguage",
            options.getResponseLanguage(),
            LanguageRule.values(),
            LanguageRule::label);
    this.translates = options.getTranslator() != null;
    this.translator = complete(spec(options.getTranslator(), judges.get(0)));
    this.languages = languages();
    this.openAi =
        new OpenAiProvider(key(), options.getMaxInFlight(), options.getRequestTimeoutSeconds());
    this.vllm = new VllmProvider(openAi, serving(), new CopiedWeights(LOCAL_WEIGHTS), hubToken());
    this.recorded = RecordedRun.of(specs(), judges, REPLAY);
    this.prices =
        options.getPrices() == null
            ? PriceTable.bundled()
            : PriceTable.read(Storage.table(options.getPrices()));
  }

  /**
   * Reads and checks the options; nothing is asked.
   *
   * @throws InputException on the first mistake
   */
  static Cast of(CastOptions options) {
    Cast cast = forPlan(options);
    cast.checkPayment();
    cast.checkVerified();
    return cast;
  }

  /** As {@link #of}, but without keys and prices, which a plan does not need. */
  static Cast forPlan(CastOptions options) {
    Cast cast = new Cast(options, Work.ALL);
    cast.check();
    return cast;
  }

  /** Those who are asked, and no judge. */
  static Cast ofElicit(CastOptions options) {
    Cast cast = new Cast(options, Work.ELICIT);
    cast.check();
    cast.checkPayment();
    cast.checkVerified();
    return cast;
  }

  /** A judge alone, who asks nobody. */
  static Cast ofJudge(CastOptions options) {
    Cast cast = new Cast(options, Work.JUDGE);
    cast.check();
    cast.checkPayment();
    return cast;
  }

  /** A translator alone. */
  static Cast ofTranslator(CastOptions options) {
    Cast cast = new Cast(options, Work.TRANSLATE);
    cast.check();
    cast.checkPayment();
    return cast;
  }

  private VllmProvider.Settings serving() {
    if (options.getVllmStartMinutes() < 1) {
      throw new InputException("--vllmStartMinutes must be at least 1.");
    }
    return new VllmProvider.Settings(
        List.of(options.getVllmCommand().split(",")),
        Inputs.list(options.getVllmFlags()),
        options.getAccelerator(),
        Duration.ofMinutes(options.getVllmStartMinutes()),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofMinutes(1));
  }

  private ApiKey hubToken() {
    return options.getHubTokenSecret() == null ? null : new SecretKey(options.getHubTokenSecret());
  }

  private static boolean isServed(ModelSpec model) {
    return model.provider().equals(VllmProvider.NAME);
  }

  /** A worker's GPU serves one model, and needs Dataflow's second runner. */
  private void checkServed() {
    List<ModelSpec> served = everyModel().stream().filter(Cast::isServed).toList();
    Set<String> places = new TreeSet<>();
    served.forEach(m -> places.add(m.name() + " " + m.endpoint()));
    if (places.size() > 1) {
      throw new InputException(
          "A GPU serves one vllm model in a run, and these are "
              + places.size()
              + ": "
              + String.join(", ", places)
              + ". Run once for each, and bring their judgements together by analyze --judgements.");
    }
    if (!served.isEmpty()) {
      ExperimentalOptions.addExperiment(options.as(ExperimentalOptions.class), "use_runner_v2");
    }
  }

  private ApiKey key() {
    return options.getApiKeySecret() == null
        ? ApiKey.inEnvironment(options.getApiKeyEnv())
        : new SecretKey(options.getApiKeySecret());
  }

  private ModelSpec spec(String given, ModelSpec otherwise) {
    return given == null ? otherwise : study.select(List.of(given)).get(0).spec();
  }

  private List<ModelSpec> judges() {
    List<String> several = Inputs.list(options.getJudges());
    if (several.isEmpty()) {
      return List.of(complete(spec(options.getJudge(), study.judge())));
    }
    if (options.getJudge() != null) {
      throw new InputException("Give either --judge or --judges.");
    }
    List<ModelSpec> all = several.stream().map(j -> complete(spec(j, null))).toList();
    if (all.size() < 2 || all.stream().map(ModelSpec::name).distinct().count() < all.size()) {
      throw new InputException(
          "--judges takes at least two judges by different names; for one there is --judge.");
    }
    return all;
  }

  /** The model with the run's own settings where its entry leaves them open. */
  private ModelSpec complete(ModelSpec spec) {
    ModelSpec known = spec.samples() == null ? spec.withSamples(options.getSamples()) : spec;
    return known.limit().equals(RateLimit.NONE)
        ? known.with(
            new RateLimit(
                positive(options.getRequestsPerMinute()), positive(options.getTokensPerMinute())))
        : known;
  }

  private static Double positive(double rate) {
    return rate > 0 ? rate : null;
  }

  private Set<String> languages() {
    Set<String> worded = study.wordedLanguages();
    List<String> given = Inputs.list(options.getLanguages());
    if (given.isEmpty()) {
      return worded;
    }
    for (String language : given) {
      if (!worded.contains(language) && !translates) {
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

  private void check() {
    if (options.getPrompts() < 1 || options.getSamples() < 1) {
      throw new InputException("--prompts and --samples must be at least 1.");
    }
    if (options.getMaxInFlight() < 0
        || options.getAttempts() < 1
        || options.getRequestTimeoutSeconds() < 1) {
      throw new InputException(
          "--attempts and --requestTimeoutSeconds must be at least 1 and --maxInFlight at least 0.");
    }
    if (!(options.getMaxCost() >= 0) || options.getMaxTokens() < 0) {
      throw new InputException("--maxCost and --maxTokens must not be negative.");
    }
    if (options.getCanaries() < 0) {
      throw new InputException("--canaries must not be negative.");
    }
    if (!personas.isEmpty()) {
      Set<String> used = new TreeSet<>(languages);
      used.add(Study.SOURCE_LANGUAGE);
      study.requirePersonaPlaces(used);
    }
    Providers known = providers(List.of(), 0);
    Set<String> names = new TreeSet<>();
    for (StudyModel model : models) {
      if (!names.add(model.spec().name())) {
        throw new InputException("The model " + model.spec().name() + " is given twice.");
      }
    }
    for (ModelSpec model : everyModel()) {
      ModelProvider provider = known.of(model);
      switch (model.provider()) {
        case SimulateProvider.NAME -> SimulateProvider.require(model, languages);
        case VllmProvider.NAME -> vllm.require(model);
        case REPLAY -> provider.open(model, null).close(); // reads the recordings
        default -> {}
      }
    }
    checkServed();
    if (translates && translator.provider().equals(SimulateProvider.NAME)) {
      throw new InputException("A simulated model cannot translate. Give another --translator.");
    }
  }

  private void checkPayment() {
    Providers known = providers(List.of(), 0);
    for (ModelSpec model : everyModel()) {
      if (!known.of(model).isPaid()) {
        continue;
      }
      if (!options.getDryRun() && !isServed(model)) {
        openAi.requireKey(model);
        requireReachableKey(model);
      }
      if (options.getMaxCost() > 0 && !prices.knows(model)) {
        throw new InputException(
            "The price of "
                + model.name()
                + " is not known, so --maxCost cannot be kept. Add it to a table and give that by"
                + " --prices.");
      }
    }
    if (work == Work.ALL
        && isAnyJudgeSimulated()
        && specs().stream().anyMatch(m -> known.of(m).isPaid())) {
      throw new InputException(
          "The simulated judge knows simulated answers only. Give a real one by --judge, spelt like"
              + " a model.");
    }
  }

  /** Dataflow's workers do not have the environment of whoever launches. */
  private void requireReachableKey(ModelSpec model) {
    if (options.getRunner().equals(DataflowRunner.class)
        && options.getApiKeySecret() == null
        && openAi.needsKey(model)) {
      throw new InputException(
          "The model "
              + model.name()
              + " needs a key, and Dataflow's workers do not have the environment of this machine."
              + " Put the key into Secret Manager and name it by --apiKeySecret.");
    }
  }

  /** Wording that no person has checked is refused where it is not wanted. */
  private void checkVerified() {
    if (options.getVerifiedOnly() && !unverified().isEmpty()) {
      throw new InputException(unverifiedText() + " Until then leave out --verifiedOnly.");
    }
  }

  /** Tells of wording that no person has verified, where real models are asked. */
  void warn() {
    if (!unverified().isEmpty() && !areAllSimulated()) {
      System.err.println(unverifiedText());
    }
  }

  private String unverifiedText() {
    Set<String> unverified = unverified();
    return "No person has verified all wording in "
        + String.join(", ", unverified)
        + ". translate --languages="
        + String.join(",", unverified)
        + " writes a sheet to do so.";
  }

  /** The models asked. */
  List<ModelSpec> specs() {
    return models.stream().map(StudyModel::spec).toList();
  }

  private List<ModelSpec> everyModel() {
    List<ModelSpec> all = new ArrayList<>(specs());
    if (work == Work.ALL || work == Work.JUDGE) {
      all.addAll(judges);
    }
    if (translates) {
      all.add(translator);
    }
    return all;
  }

  /** Whether anything is simulated, the judge included. */
  boolean isSimulated() {
    return everyModel().stream().anyMatch(m -> m.provider().equals(SimulateProvider.NAME));
  }

  /** Whether a judge is simulated, who knows simulated answers only. */
  boolean isAnyJudgeSimulated() {
    return judges.stream().anyMatch(j -> j.provider().equals(SimulateProvider.NAME));
  }

  /** Whether anybody asked is simulated. */
  boolean isAskedSimulated() {
    return specs().stream().anyMatch(m -> m.provider().equals(SimulateProvider.NAME));
  }

  /** Whether everybody asked is simulated. */
  boolean areAllSimulated() {
    return specs().stream().allMatch(m -> m.provider().equals(SimulateProvider.NAME));
  }

  /** Whether anything costs money. */
  boolean isPaid() {
    Providers known = providers(List.of(), 0);
    return everyModel().stream().anyMatch(m -> known.of(m).isPaid());
  }

  /** The languages asked in whose wording no person has checked. */
  Set<String> unverified() {
    Set<String> unverified = new TreeSet<>(languages);
    unverified.removeAll(study.wordedLanguages());
    study.wordings().stream()
        .filter(w -> !w.verified() && languages.contains(w.language()))
        .forEach(w -> unverified.add(w.language()));
    return unverified;
  }

  /** How often a prompt is asked at most. */
  int samples() {
    return specs().stream().mapToInt(ModelSpec::samples).max().orElse(1);
  }

  /** The prompts in one language of the study; those of a language to be translated, in English. */
  List<Prompt> prompts(String language) {
    String worded = study.wordedLanguages().contains(language) ? language : Study.SOURCE_LANGUAGE;
    List<Wording> wordings =
        study.wordings().stream().filter(w -> w.language().equals(worded)).toList();
    return Prompts.build(wordings, options.getSeed(), options.getPrompts(), samples());
  }

  /** How many questions will be put to the models. */
  long questions() {
    List<Prompt> prompts = prompts(Study.SOURCE_LANGUAGE);
    long each = 0;
    for (ModelSpec model : specs()) {
      each += prompts.stream().filter(p -> p.sample() < model.samples()).count();
    }
    return each * languages.size();
  }

  /** How many questions will be put to the judges about so many responses at most. */
  long judgeQuestions(long responses) {
    long canaries = (long) options.getCanaries() * Canary.values().length * languages.size();
    return judges.size() * (responses + canaries);
  }

  /**
   * The providers.
   *
   * @param truths what simulated respondents' views are made of
   * @param judgeErrorRate how often the simulated judge errs
   */
  Providers providers(Collection<Truth> truths, double judgeErrorRate) {
    return Providers.of(
        Map.of(
            SimulateProvider.NAME,
            new SimulateProvider(truths, judgeErrorRate, options.getSeed()),
            OPENAI,
            openAi,
            VllmProvider.NAME,
            vllm,
            OpenAiBatchProvider.NAME,
            new OpenAiBatchProvider(openAi, options.getBatchPollSeconds()),
            REPLAY,
            new ReplayProvider(recorded)));
  }

  /**
   * How to ask.
   *
   * @param store where answers are kept
   */
  Asking asking(Providers providers, String store) {
    return asking(providers, store, questions());
  }

  /** As {@link #asking(Providers, String)}, for a stage with so many questions. */
  Asking asking(Providers providers, String store, long questions) {
    PaidModels.Settings settings =
        new PaidModels.Settings(
            options.getMaxInFlight(),
            options.getAttempts(),
            1_000,
            options.getOutput() + " " + System.nanoTime(),
            options.getMaxCost() > 0 ? options.getMaxCost() : Double.POSITIVE_INFINITY,
            options.getMaxTokens() > 0 ? options.getMaxTokens() : Double.POSITIVE_INFINITY,
            prices);
    int inFlight =
        everyModel().stream().mapToInt(m -> settings.inFlight(providers.of(m), m)).max().orElse(1);
    return new Asking(providers, settings, store, Asking.shardsFor(questions, inFlight));
  }

  /** What of it decides the results, for the manifest. */
  Map<String, String> decisive() {
    Map<String, String> decisive = new TreeMap<>();
    decisive.put("study", study.name() + " " + study.digest());
    decisive.put(
        "models", specs().stream().map(m -> m.key() + " x" + m.samples()).toList().toString());
    decisive.put("judge", judges.stream().map(ModelSpec::key).collect(Collectors.joining(", ")));
    decisive.put("response_language", languageRule.label());
    decisive.put("canaries", Integer.toString(options.getCanaries()));
    decisive.put("translator", translates ? translator.key() : "");
    decisive.put("languages", languages.toString());
    decisive.put("personas", personas.toString());
    decisive.put("prompts", Integer.toString(options.getPrompts()));
    decisive.put("recordings", Draws.idOf(recorded.toString()));
    return decisive;
  }

  /**
   * What a million tokens of each model with a price cost, in millionths of the price table's
   * currency.
   *
   * @param input of questions, rather than of answers
   */
  Map<String, Long> millionTokens(boolean input) {
    Map<String, Long> micros = new TreeMap<>();
    for (StudyModel model : models) {
      ModelSpec spec = model.spec();
      if (prices != null && prices.knows(spec)) {
        double cost = prices.cost(spec, input ? 1e6 : 0, input ? 0 : 1e6);
        micros.put(spec.name(), Math.round(cost * 1e6));
      }
    }
    return micros;
  }
}
