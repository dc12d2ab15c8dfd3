package org.polarbeam.pipelines.setup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.polarbeam.files.InputException;
import org.polarbeam.language.LanguageRule;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.model.Providers;
import org.polarbeam.model.RateLimit;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.stats.Draws;
import org.polarbeam.study.Study;
import org.polarbeam.study.StudyModel;
import org.polarbeam.study.Wording;

/** Who is asked what in which languages, who judges and who translates; checked. */
public final class Participants {
  /** A part that models play in a command. */
  public enum Part {
    RESPONDENTS,
    JUDGES,
    TRANSLATOR
  }

  private final Set<Part> parts;
  private final Study study;
  private final List<StudyModel> models;
  private final List<ModelSpec> judges;
  private final ModelSpec translator;
  private final LanguageRule languageRule;
  private final Set<String> languages;
  private final Set<String> personas;
  private final Providers providers = Providers.installed();
  private final ProviderContext context;
  private final AskingOptions asking;
  private final RespondentOptions respondents;
  private final JudgingOptions judging;

  private Participants(Arguments args, Inputs inputs, Set<Part> parts) {
    this.parts = parts;
    this.asking = args.as(AskingOptions.class);
    this.respondents = args.as(RespondentOptions.class);
    this.judging = args.as(JudgingOptions.class);
    this.context = AskingSetup.context(args);
    this.personas = new TreeSet<>(respondents.getPersonas());
    this.study =
        inputs
            .study(respondents.getStudy())
            .withTopics(parts.contains(Part.RESPONDENTS) ? respondents.getTopics() : List.of())
            .withPersonas(personas);
    this.models =
        parts.contains(Part.RESPONDENTS)
            ? Respondents.of(study, respondents).stream()
                .map(m -> m.with(complete(m.spec())))
                .toList()
            : List.of();
    this.judges = parts.contains(Part.JUDGES) ? judgesOf() : List.of();
    String given = args.as(TranslatorOptions.class).getTranslator();
    this.translator =
        parts.contains(Part.TRANSLATOR) && given != null ? complete(spec(given)) : null;
    this.languageRule = rule(judging.getResponseLanguage());
    this.languages = languagesOf(respondents.getLanguages());
    if (parts.contains(Part.RESPONDENTS) && models.isEmpty()) {
      throw new InputException(
          "The study "
              + study.name()
              + " has no models. Give --models, or list them under models: in the study.");
    }
    check();
  }

  /**
   * Reads and checks who plays these parts; nothing is asked.
   *
   * @throws InputException on the first mistake
   */
  public static Participants of(Arguments args, Inputs inputs, Part... parts) {
    return new Participants(args, inputs, Set.of(parts));
  }

  private static LanguageRule rule(String label) {
    for (LanguageRule rule : LanguageRule.values()) {
      if (rule.label().equals(label)) {
        return rule;
      }
    }
    throw new IllegalArgumentException("no rule is called " + label);
  }

  private ModelSpec spec(String given) {
    return study.select(List.of(given)).get(0).spec();
  }

  private List<ModelSpec> judgesOf() {
    List<String> several = judging.getJudges();
    if (several.isEmpty()) {
      String one = judging.getJudge();
      return List.of(complete(one == null ? study.judge() : spec(one)));
    }
    if (judging.getJudge() != null) {
      throw new InputException("Give either --judge or --judges.");
    }
    List<ModelSpec> all = several.stream().map(j -> complete(spec(j))).toList();
    if (all.size() < 2 || all.stream().map(ModelSpec::name).distinct().count() < all.size()) {
      throw new InputException(
          "--judges takes at least two judges by different names; for one there is --judge.");
    }
    return all;
  }

  /** The model with the run's own settings where its entry leaves them open. */
  private ModelSpec complete(ModelSpec spec) {
    ModelSpec known = spec.samples() == null ? spec.withSamples(respondents.getSamples()) : spec;
    ModelSpec placed = providers.of(known).placed(known, context);
    return placed.limit().equals(RateLimit.NONE)
        ? placed.with(
            new RateLimit(
                positive(asking.getRequestsPerMinute()), positive(asking.getTokensPerMinute())))
        : placed;
  }

  private static Double positive(double rate) {
    return rate > 0 ? rate : null;
  }

  private Set<String> languagesOf(List<String> given) {
    Set<String> worded = study.wordedLanguages();
    boolean mustBeThere = translator == null && parts.contains(Part.RESPONDENTS);
    for (String language : given.isEmpty() ? study.languages().keySet() : given) {
      if (!worded.contains(language) && (mustBeThere || !given.isEmpty() && translator == null)) {
        throw study.unworded(language);
      }
    }
    if (given.isEmpty()) {
      return worded;
    }
    return new TreeSet<>(given);
  }

  private void check() {
    if (!personas.isEmpty()) {
      Set<String> used = new TreeSet<>(languages);
      used.add(study.source());
      study.requirePersonaPlaces(used);
    }
    Set<String> names = new TreeSet<>();
    for (ModelSpec model : specs()) {
      if (!names.add(model.name())) {
        throw new InputException("The model " + model.name() + " is given twice.");
      }
    }
    everyModel().forEach(m -> providers.of(m).require(m, languages, context));
    boolean stale = hasStaleWording();
    if ((translator != null || stale) && isSimulated(translatorOfStaleWording())) {
      throw new InputException(
          (stale
                  ? "The source of some wording has changed since it was translated: word it anew in"
                      + " the study, or have it translated. "
                  : "")
              + "A simulated model cannot translate. Give another --translator.");
    }
  }

  /**
   * Checks that the judge can judge these respondents: a simulated one knows simulated answers
   * only.
   *
   * @throws InputException when it cannot
   */
  void requireMatchingJudges() {
    if (isAnyJudgeSimulated() && !specs().stream().allMatch(this::isMadeUp)) {
      throw new InputException(
          "The simulated judge knows simulated answers only. Give a real one by --judge, spelt like"
              + " a model.");
    }
  }

  /**
   * Refuses wording that no person has checked.
   *
   * @throws InputException naming the languages
   */
  void requireVerified() {
    if (!unverified().isEmpty()) {
      throw new InputException(unverifiedText() + " Until then leave out --verifiedOnly.");
    }
  }

  /** Tells of wording that no person has verified, where real models are asked. */
  public void warn() {
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

  /** The study. */
  public Study study() {
    return study;
  }

  /** The models asked, with what the study knows of them. */
  public List<StudyModel> models() {
    return models;
  }

  /** The models asked. */
  public List<ModelSpec> specs() {
    return models.stream().map(StudyModel::spec).toList();
  }

  /** Who judges. */
  public List<ModelSpec> judges() {
    return judges;
  }

  /** Who translates; null for nobody. */
  public ModelSpec translator() {
    return translator;
  }

  /**
   * Who words anew what changed in English since it was translated: the judge, unless one is named.
   */
  public ModelSpec translatorOfStaleWording() {
    if (translator != null) {
      return translator;
    }
    return judges.isEmpty() ? complete(study.judge()) : judges.get(0);
  }

  /** Whether respondents are to be asked in words whose English has changed since. */
  private boolean hasStaleWording() {
    if (models.isEmpty()) {
      return false;
    }
    Map<String, Wording> english = new HashMap<>();
    study.wordings().stream()
        .filter(w -> w.language().equals(study.source()))
        .forEach(w -> english.put(w.kind() + w.id(), w));
    return study.wordings().stream()
        .filter(w -> languages.contains(w.language()))
        .anyMatch(
            w ->
                english.containsKey(w.kind() + w.id())
                    && w.isStale(english.get(w.kind() + w.id())));
  }

  /** How the language of an answer is told. */
  public LanguageRule languageRule() {
    return languageRule;
  }

  /** The languages asked in. */
  public Set<String> languages() {
    return languages;
  }

  /** The countries that prompts name besides. */
  public Set<String> personas() {
    return personas;
  }

  /** The providers there are. */
  public Providers providers() {
    return providers;
  }

  /** What they are given, but for what populations answered. */
  public ProviderContext context() {
    return context;
  }

  /** Everybody who may be asked anything. */
  public List<ModelSpec> everyModel() {
    List<ModelSpec> all = new ArrayList<>(specs());
    all.addAll(judges);
    if (translator != null) {
      all.add(translator);
    } else if (hasStaleWording()) {
      all.add(translatorOfStaleWording());
    }
    return all;
  }

  private boolean isSimulated(ModelSpec model) {
    return providers.of(model).isSimulated();
  }

  /** The places of files that answers are read from. */
  public List<String> inputs() {
    return everyModel().stream().flatMap(m -> providers.of(m).inputs(m).stream()).toList();
  }

  /** Whether anything is simulated, the judge included. */
  public boolean isSimulated() {
    return everyModel().stream().anyMatch(this::isMadeUp);
  }

  /** The names of those asked whose answers are made up. */
  public Set<String> simulated() {
    return specs().stream()
        .filter(this::isMadeUp)
        .map(ModelSpec::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether its answers are made up, now or when they were recorded. */
  private boolean isMadeUp(ModelSpec model) {
    return providers.of(model).isSimulated(model, context);
  }

  /** Whether a judge is simulated, who knows simulated answers only. */
  public boolean isAnyJudgeSimulated() {
    return judges.stream().anyMatch(this::isSimulated);
  }

  /** Whether anybody asked is simulated. */
  public boolean isAskedSimulated() {
    return specs().stream().anyMatch(this::isSimulated);
  }

  /** Whether everybody asked is simulated. */
  public boolean areAllSimulated() {
    return specs().stream().allMatch(this::isSimulated);
  }

  /** Whether anything costs money. */
  public boolean isPaid() {
    return everyModel().stream().anyMatch(m -> providers.of(m).isPaid());
  }

  /** Whether all that a command does is in a part. */
  boolean plays(Part part) {
    return parts.contains(part);
  }

  /** The languages asked in whose wording no person has checked. */
  public Set<String> unverified() {
    Set<String> unverified = new TreeSet<>(languages);
    unverified.removeAll(study.wordedLanguages());
    study.wordings().stream()
        .filter(w -> !w.verified() && languages.contains(w.language()))
        .map(Wording::language)
        .forEach(unverified::add);
    return unverified;
  }

  /** What of it decides the results, by the options that say so. */
  public Map<String, String> decisive() {
    Map<String, String> decisive = new TreeMap<>();
    decisive.put("study", study.name() + " " + study.digest());
    decisive.put("languages", languages.toString());
    if (plays(Part.RESPONDENTS)) {
      decisive.put(
          "models", specs().stream().map(m -> m.key() + " x" + m.samples()).toList().toString());
      decisive.put("personas", personas.toString());
    }
    if (plays(Part.JUDGES)) {
      decisive.put("judge", judges.stream().map(ModelSpec::key).collect(Collectors.joining(", ")));
    }
    if (plays(Part.TRANSLATOR)) {
      decisive.put("translator", translator == null ? "" : translator.key());
    }
    String others = others(everyModel());
    if (!others.isEmpty()) {
      decisive.put("recordings", others);
    }
    return decisive;
  }

  private String others(Collection<ModelSpec> all) {
    List<String> others =
        all.stream()
            .map(m -> providers.of(m).decisive(m, context))
            .filter(d -> !d.isEmpty())
            .toList();
    return others.isEmpty() ? "" : Draws.idOf(others.toArray(String[]::new));
  }
}
