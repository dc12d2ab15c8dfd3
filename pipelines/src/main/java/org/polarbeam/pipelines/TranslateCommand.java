package org.polarbeam.pipelines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Languages;
import org.polarbeam.prompt.DeadLetter;
import org.polarbeam.prompt.WordingReview;
import org.polarbeam.study.Study;
import org.polarbeam.study.StudyReader;
import org.polarbeam.study.StudyWriter;
import org.polarbeam.study.Wording;
import org.polarbeam.transforms.RecordSchemas;
import org.polarbeam.transforms.Translate;
import org.polarbeam.transforms.Vary;

/**
 * {@code translate}: adds languages and wordings to a study. Writes the whole study as {@code
 * study.yaml}, and {@code review.csv} for people to check it.
 */
final class TranslateCommand {
  static final String NAME = "translate";
  static final String STUDY = "study.yaml";
  static final String REVIEW = "review.csv";

  private final TranslateOptions options;
  private final String yaml;
  private final Study study;
  private final Set<String> languages;

  private TranslateCommand(TranslateOptions options) {
    this.options = options;
    String given = Inputs.yaml(options.getStudy());
    Study read = StudyReader.read(Inputs.studyName(options.getStudy()), given);
    if (options.getReviewed() == null) {
      this.yaml = given;
      this.study = read;
    } else {
      CsvTable sheet = Storage.table(options.getReviewed());
      this.yaml = StudyWriter.with(given, WordingReview.read(sheet, read));
      this.study = StudyReader.read(STUDY, yaml);
    }
    this.languages = languages();
  }

  static int run(TranslateOptions options) throws IOException {
    Inputs.requireOutput(options);
    return new TranslateCommand(options).run();
  }

  private Set<String> languages() {
    Set<String> all = new TreeSet<>(Inputs.list(options.getLanguages()));
    if (all.isEmpty() && options.getReviewed() == null && !varies()) {
      throw new InputException("Give --languages, the ones to add or to look over, such as sv,de.");
    }
    for (String language : all) {
      if (!Languages.isTag(language)) {
        throw new InputException(
            "--languages: '" + language + "' is no language. " + Languages.REMEDY + ".");
      }
    }
    return all.isEmpty() ? study.wordedLanguages() : all;
  }

  private boolean varies() {
    return options.getVariations() > 0 || options.getTemplates() > 0;
  }

  private int run() throws IOException {
    if (options.getVariations() < 0 || options.getTemplates() < 0) {
      throw new InputException("--variations and --templates must not be negative.");
    }
    if (options.getTranslator() == null) {
      if (varies() || !study.wordedLanguages().containsAll(languages)) {
        throw new InputException(
            "Give --translator, the model that translates, spelt like openai:gpt-4.1.");
      }
      return finish(directory(Map.of("translator", "")), List.of());
    }
    if (Finish.isDetached(options) && !options.getDryRun()) {
      throw new InputException(
          "translate writes the study when its answers have come, so it cannot be a template. Start"
              + " it with --runner=DataflowRunner, or without a runner.");
    }
    Cast cast = Cast.ofTranslator(options);
    RunDirectory directory = directory(Map.of("translator", cast.translator.key()));
    Pipeline pipeline = Finish.pipeline(options);
    List<Wording> made = new ArrayList<>();
    build(pipeline, cast, directory);
    int status =
        Finish.run(
            pipeline,
            directory,
            Map.of(),
            () ->
                made.addAll(
                    Inputs.lines(Storage.list(directory.file("wordings/*.jsonl")), Wording.class)));
    return options.getDryRun() ? status : Math.max(status, finish(directory, made));
  }

  private RunDirectory directory(Map<String, String> more) {
    Map<String, String> decisive = new TreeMap<>(more);
    decisive.put("study", study.name() + " " + study.digest());
    decisive.put("languages", languages.toString());
    decisive.put("variations", Integer.toString(options.getVariations()));
    decisive.put("templates", Integer.toString(options.getTemplates()));
    return RunDirectory.open(options, NAME, false, decisive);
  }

  private void build(Pipeline pipeline, Cast cast, RunDirectory directory) {
    long questions = 2L * study.wordings().size() * languages.size();
    var asking =
        cast.asking(cast.providers(List.of(), 0), Inputs.store(options, directory), questions);
    PCollection<Wording> wordings =
        pipeline.apply(
            "Study", Create.of(study.wordings()).withCoder(RecordSchemas.coder(Wording.class)));
    List<PCollection<DeadLetter>> letters = new ArrayList<>();
    List<Vary.Base> bases = bases();
    if (!bases.isEmpty()) {
      PCollectionTuple varied =
          pipeline
              .apply("Bases", Create.of(bases).withCoder(RecordSchemas.coder(Vary.Base.class)))
              .apply("Vary", Vary.by(cast.translator, asking));
      letters.add(varied.get(Vary.FAILURES));
      wordings =
          PCollectionList.of(wordings)
              .and(varied.get(Vary.WORDINGS))
              .apply("WithVariations", Flatten.pCollections());
    }
    Set<String> into = new TreeSet<>(languages);
    into.add(Study.SOURCE_LANGUAGE);
    PCollectionTuple translated =
        wordings.apply("Translate", Translate.into(into, cast.translator, asking));
    letters.add(translated.get(Translate.FAILURES));
    directory.awaits(
        translated
            .get(Translate.WORDINGS)
            .apply(
                "WriteWordings",
                WriteJsonLines.to(
                    directory.file("wordings"),
                    RecordSchemas.coder(Wording.class),
                    Wording::language,
                    (a, b) -> (a.kind() + a.id()).compareTo(b.kind() + b.id()),
                    false)));
    directory.awaits(
        PCollectionList.of(letters)
            .apply("DeadLetters", Flatten.pCollections())
            .apply("WriteDeadLetters", WriteJsonLines.deadLetters(directory, false)));
  }

  /** The first wording of each topic, and of the templates, where more are wanted. */
  private List<Vary.Base> bases() {
    Map<String, List<Wording>> groups = new TreeMap<>();
    study.wordings().stream()
        .filter(w -> w.language().equals(Study.SOURCE_LANGUAGE) && !w.isPersona())
        .forEach(w -> groups.computeIfAbsent(w.topic(), t -> new ArrayList<>()).add(w));
    List<Vary.Base> bases = new ArrayList<>();
    groups.forEach(
        (topic, its) -> {
          int wanted = topic.isEmpty() ? options.getTemplates() : options.getVariations();
          if (wanted > its.size()) {
            List<String> existing = its.stream().skip(1).map(Wording::text).toList();
            bases.add(new Vary.Base(its.get(0), existing, wanted - its.size()));
          }
        });
    return bases;
  }

  private int finish(RunDirectory directory, List<Wording> made) throws IOException {
    Map<String, Wording> before = new HashMap<>();
    study.wordings().forEach(w -> before.put(w.kind() + w.id() + "\0" + w.language(), w));
    List<Wording> changed =
        made.stream()
            .filter(w -> !w.equals(before.get(w.kind() + w.id() + "\0" + w.language())))
            .toList();
    String result = changed.isEmpty() ? yaml : StudyWriter.with(yaml, changed);
    Study whole = StudyReader.read(STUDY, result);
    Storage.write(directory.file(STUDY), result);
    Storage.write(directory.file(REVIEW), CsvFormat.lines(WordingReview.sheet(whole, languages)));
    directory.close();
    long open =
        whole.wordings().stream()
            .filter(w -> languages.contains(w.language()) && !w.verified())
            .count();
    System.err.printf(
        "The study is %s: %,d wordings new or changed, %,d in %s not verified by a person. Have them"
            + " checked in %s and give it back by --reviewed.%n",
        directory.file(STUDY),
        changed.size(),
        open,
        String.join(", ", languages),
        directory.file(REVIEW));
    return Finish.DONE;
  }
}
