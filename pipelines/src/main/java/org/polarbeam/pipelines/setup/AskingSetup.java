package org.polarbeam.pipelines.setup;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.files.InputException;
import org.polarbeam.language.LanguageIdentifier;
import org.polarbeam.language.LanguageRule;
import org.polarbeam.model.ApiKey;
import org.polarbeam.model.Blobs;
import org.polarbeam.model.ModelProvider;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.model.paid.AskingSession;
import org.polarbeam.model.paid.LocalBlobs;
import org.polarbeam.model.paid.PriceTable;
import org.polarbeam.model.paid.ResponseStore;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.CommonOptions;
import org.polarbeam.pipelines.google.GoogleKeys;
import org.polarbeam.pipelines.google.GoogleOptions;
import org.polarbeam.pipelines.google.SecretKey;
import org.polarbeam.record.Truth;
import org.polarbeam.transforms.Asking;
import org.polarbeam.transforms.internal.BeamFiles;
import org.polarbeam.transforms.internal.FileFaults;
import org.polarbeam.transforms.internal.Stores;

/** How a command's participants are asked: keys, prices, limits, the store. */
public final class AskingSetup {
  private static final long FIRST_PAUSE_MILLIS = 1_000;

  private final Arguments args;
  private final AskingOptions options;
  private final Participants participants;
  private final PriceTable prices;
  private final AskingSession.Settings settings;

  /** Of these participants, by these options. */
  public AskingSetup(Arguments args, Inputs inputs, Participants participants) {
    this.args = args;
    this.options = args.as(AskingOptions.class);
    this.participants = participants;
    this.prices =
        options.getPrices() == null
            ? PriceTable.bundled()
            : PriceTable.read(inputs.table(options.getPrices()));
    this.settings =
        new AskingSession.Settings(
            options.getMaxInFlight(),
            options.getAttempts(),
            FIRST_PAUSE_MILLIS,
            args.text("output") + " " + System.nanoTime(),
            options.getMaxCost() > 0 ? options.getMaxCost() : Double.POSITIVE_INFINITY,
            options.getMaxTokens() > 0 ? options.getMaxTokens() : Double.POSITIVE_INFINITY,
            prices,
            options.getRetryUnreadable());
  }

  /** What providers are given by these options. */
  static ProviderContext context(Arguments args) {
    AskingOptions options = args.as(AskingOptions.class);
    ApiKey key =
        options.getApiKeySecret() == null
            ? ApiKey.named(options.getApiKeyEnv())
            : new SecretKey(options.getApiKeySecret());
    Map<String, String> values = new TreeMap<>(args.values());
    for (String ofCloud : List.of("project", "region")) {
      if (args.text(ofCloud) != null) {
        values.put(ofCloud, args.text(ofCloud));
      }
    }
    return new ProviderContext(values, key, new GoogleKeys(), BeamFiles.ACCESS, List.of());
  }

  /**
   * Checks before anything is spent that keys and prices are there, that judge and respondents go
   * together, and that wording is verified where that is asked for.
   *
   * @throws InputException on the first mistake
   */
  public AskingSetup check() {
    for (ModelSpec model : participants.everyModel()) {
      ModelProvider provider = participants.providers().of(model);
      if (!provider.isPaid()) {
        continue;
      }
      if (!args.as(CommonOptions.class).getDryRun()) {
        provider.requireKey(model, participants.context());
        requireReachableKey(provider, model);
      }
      if (options.getMaxCost() > 0 && !prices.knows(model)) {
        throw new InputException(
            "The price of "
                + model.name()
                + " is not known, so --maxCost cannot be kept. Add it to a table and give that by"
                + " --prices.");
      }
    }
    requireNamedKey();
    if (options.getStore() != null) {
      store(""); // before a directory is made for the run
    }
    if (!participants.judges().isEmpty() && !participants.specs().isEmpty()) {
      requireTold(participants.languages()); // where answers are there already, theirs count
    }
    participants.requireMatchingJudges();
    if (args.as(TranslatorOptions.class).getVerifiedOnly()) {
      participants.requireVerified();
    }
    return this;
  }

  /**
   * Checks that the language of answers can be told: answers in one that cannot are told as another
   * and count for nothing.
   *
   * @throws InputException naming those that cannot be told, and what to do
   */
  public void requireTold(Collection<String> languages) {
    List<String> unknown = untold(languages);
    if (!unknown.isEmpty()) {
      throw new InputException(
          "The language of answers in "
              + String.join(", ", unknown)
              + " cannot be told by the identifier, so all of them would be left out. Give"
              + " --responseLanguage=judge, by which the judge tells it.");
    }
  }

  /** Those of the languages that the rule at hand cannot tell. */
  public List<String> untold(Collection<String> languages) {
    return participants.languageRule() == LanguageRule.JUDGE
        ? List.of()
        : languages.stream().filter(l -> !LanguageIdentifier.knows(l)).sorted().toList();
  }

  /** A variable that a person names has a key, also for servers that would do without. */
  private void requireNamedKey() {
    boolean isRead = !args.isDataflow() && options.getApiKeySecret() == null;
    for (String named : options.getApiKeyEnv().split(",")) {
      String variable = named.substring(named.indexOf('=') + 1);
      if (isRead
          && participants.isPaid()
          && !variable.equals(ApiKey.OPENAI)
          && ApiKey.inEnvironment(variable).read() == null) {
        throw new InputException(
            "--apiKeyEnv="
                + named
                + ": there is no such environment variable, or nothing in it. Export it, or leave the"
                + " option out.");
      }
    }
    Set<String> hosts = new TreeSet<>();
    for (ModelSpec model : participants.everyModel()) {
      hosts.add(participants.providers().of(model).keyHost(model, participants.context()));
    }
    hosts.remove("");
    if (hosts.size() > 1) {
      throw new InputException(
          "One key would be sent to "
              + String.join(" and ", hosts)
              + ". Say whose it is: --apiKeyEnv=HOST=VARIABLE,HOST=VARIABLE, or key_env in the entry"
              + " of a model.");
    }
  }

  /** Dataflow's workers do not have the environment of whoever launches. */
  private void requireReachableKey(ModelProvider provider, ModelSpec model) {
    if (args.isDataflow() && options.getApiKeySecret() == null && provider.needsKey(model)) {
      throw new InputException(
          "The model "
              + model.name()
              + " needs a key, and Dataflow's workers do not have the environment of this machine."
              + " Put the key into Secret Manager and name it by --apiKeySecret.");
    }
  }

  /** Whether workers must have an accelerator. */
  public boolean needsAccelerator() {
    return !accelerators().isEmpty();
  }

  private void requireImage() {
    if (args.text("sdkContainerImage") == null
        && args.text("workerHarnessContainerImage") == null) {
      throw new InputException(
          "A model of this run is served on the workers, and Dataflow's own image has no model"
              + " server. Build the worker's image by templates/build, and give it by"
              + " --sdkContainerImage.");
    }
  }

  /** The accelerators that workers must have, by the models that are served on them. */
  public Set<String> accelerators() {
    Set<String> all = new TreeSet<>();
    for (ModelSpec model : participants.everyModel()) {
      all.add(participants.providers().of(model).accelerator(participants.context()));
    }
    all.remove("");
    return all;
  }

  /** The disk of a worker that serves them. */
  public int diskGib() {
    Map<ModelProvider, List<ModelSpec>> byProvider =
        participants.everyModel().stream()
            .collect(Collectors.groupingBy(participants.providers()::of));
    return byProvider.entrySet().stream()
        .mapToInt(e -> e.getKey().diskGib(e.getValue(), participants.context()))
        .max()
        .orElse(0);
  }

  /**
   * How to ask.
   *
   * @param truths what populations answered, for respondents that speak for them
   * @param directory of the run, which has the store unless a person says otherwise
   * @param questions how many a stage puts at most
   */
  public Asking asking(List<Truth> truths, String directory, long questions) {
    OptionalInt inFlight =
        participants.everyModel().stream()
            .filter(m -> participants.providers().of(m).isPaid())
            .mapToInt(
                m -> settings.inFlight(participants.providers().of(m), m, participants.context()))
            .max();
    if (inFlight.isPresent() && args.isHere()) {
      // A part for each thread: one that has none would look for work all the time.
      return asking(truths, directory, RunnerOptions.threads(args), true);
    }
    return asking(
        truths,
        directory,
        inFlight.isEmpty() ? Asking.LEAST_SHARDS : Asking.shardsFor(questions, inFlight.getAsInt()),
        false);
  }

  private Asking asking(List<Truth> truths, String directory, int shards, boolean isTogether) {
    return new Asking(
        participants.providers(),
        participants.context().with(truths),
        settings,
        store(directory),
        shards,
        isTogether);
  }

  /**
   * A pipeline for the runner that the options name, whose workers may have what served models
   * take. It comes before anything is written, so that a wrong option leaves no trace.
   *
   * @param type the interface of the command's own options
   * @throws InputException when an option is wrong, or the runner lacks one
   */
  public Pipeline pipeline(Class<? extends PipelineOptions> type) {
    PipelineOptions runner = RunnerOptions.of(args, type);
    if (needsAccelerator() && args.isDataflow()) {
      requireImage();
      GoogleOptions.prepareServing(runner, diskGib());
    }
    return RunnerOptions.pipeline(runner);
  }

  private String store(String directory) {
    String given = options.getStore();
    String place =
        BeamFiles.absolute(
            given == null ? BeamFiles.in(directory, "store") : BeamFiles.requireLiteral(given));
    if (participants.isPaid() && !args.isDetached()) {
      if (given != null) {
        StoreFolder.require(place, args.text("output"));
      }
      try {
        Blobs blobs = Stores.open(place);
        ResponseStore.probe(blobs);
        if (blobs instanceof LocalBlobs local) {
          local.sweep();
        }
      } catch (IOException | RuntimeException e) {
        throw InputException.in(
            place,
            "answers that are paid for cannot be kept there: " + FileFaults.reason(e),
            "Give another --store or --output that is a directory you may write to");
      }
    }
    return place;
  }

  /** The run's asking in this process. */
  public AskingSession session() {
    return AskingSession.of(settings);
  }

  /** What a model's questions and answers cost, in the price table's currency. */
  public double cost(ModelSpec model, double tokensIn, double tokensOut) {
    return prices.cost(model, tokensIn, tokensOut)
        * participants.providers().of(model).priceShare();
  }

  /** The row of the table that a model's price is in; null where there is none. */
  public String priceRow(ModelSpec model) {
    return prices.row(model);
  }

  /** Whether a model's price is known. */
  public boolean knowsPrice(ModelSpec model) {
    return prices.knows(model);
  }

  /**
   * What a million tokens of each model with a price cost, in millionths of the price table's
   * currency.
   *
   * @param input of questions, rather than of answers
   */
  public Map<String, Long> millionTokens(boolean input) {
    Map<String, Long> micros = new TreeMap<>();
    for (ModelSpec model : participants.specs()) {
      if (prices.knows(model)) {
        double cost = cost(model, input ? 1e6 : 0, input ? 0 : 1e6);
        micros.put(model.name(), Math.round(cost * 1e6));
      }
    }
    return micros;
  }
}
