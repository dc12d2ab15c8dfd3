package org.polarbeam.pipelines.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.language.Languages;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.rundir.ResumeKey;
import org.polarbeam.pipelines.rundir.RunDirectory;
import org.polarbeam.pipelines.setup.AskingSetup;
import org.polarbeam.pipelines.setup.Inputs;
import org.polarbeam.pipelines.setup.Participants;
import org.polarbeam.pipelines.stage.Job;
import org.polarbeam.prompt.WordingReview;
import org.polarbeam.record.DeadLetter;
import org.polarbeam.study.Study;
import org.polarbeam.study.StudyReader;
import org.polarbeam.study.StudyWriter;
import org.polarbeam.study.Wording;
import org.polarbeam.transforms.Asking;
import org.polarbeam.transforms.Translate;
import org.polarbeam.transforms.Vary;
import org.polarbeam.transforms.internal.BeamFiles;
import org.polarbeam.transforms.internal.RecordSchemas;

/**
 * {@code translate}: adds languages and wordings to a study. Writes the whole study as {@code
 * study.yaml}, and {@code review.csv} for people to check it.
 */
public final class TranslateCommand implements Command {
  @Override
  public String name() {
    return "translate";
  }

  @Override
  public String summary() {
    return "add languages and wordings to a study, for people to verify";
  }

  @Override
  public Class<? extends PipelineOptions> options() {
    return TranslateOptions.class;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "translate --languages=sv,ja --translator=openai:gpt-4.1 --output=out/study",
        "translate --study=out/study/study.yaml --reviewed=review.csv" + " --output=out/checked");
  }

  @Override
  public Set<String> required() {
    return Set.of("output");
  }

  @Override
  public boolean asksModels() {
    return true;
  }

  @Override
  public int run(Arguments args) throws IOException {
    Commands.requireOutput(args);
    return new Translation(args).run();
  }

  /** One study's translation. */
  private static final class Translation {
    private final Arguments args;
    private final Inputs inputs = new Inputs();
    private final TranslateOptions options;
    private final String yaml;
    private final Study study;
    private final Set<String> languages;

    Translation(Arguments args) {
      this.args = args;
      this.options = args.as(TranslateOptions.class);
      Study read = inputs.study(options.getStudy());
      String given = inputs.studyText(options.getStudy());
      if (options.getReviewed() == null) {
        this.yaml = given;
        this.study = read;
      } else {
        CsvTable sheet = inputs.table(options.getReviewed());
        List<Wording> taken = WordingReview.read(sheet, read);
        this.yaml = StudyWriter.with(given, taken);
        long corrected = sheet.rows().stream().filter(WordingReview::isCorrected).count();
        System.err.printf(
            Locale.ROOT,
            "Of the %,d rows of %s, %,d are taken in: %,d checked and %,d corrected.%n",
            sheet.rows().size(),
            sheet.file(),
            taken.size(),
            taken.size() - corrected,
            corrected);
        this.study = StudyReader.read(RunDirectory.STUDY, yaml);
      }
      this.languages = languages();
    }

    private Set<String> languages() {
      Set<String> all = new TreeSet<>(options.getLanguages());
      if (all.isEmpty() && options.getReviewed() == null && !varies()) {
        throw new InputException(
            "Give --languages, the ones to add or to look over, such as sv,de.");
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

    int run() throws IOException {
      if (options.getTranslator() == null) {
        if (varies() || !study.wordedLanguages().containsAll(languages)) {
          throw new InputException(
              "Give --translator, the model that translates, spelt like openai:gpt-4.1.");
        }
        try (RunDirectory directory = directory("")) {
          finish(directory, List.of());
          directory.finish();
          return DONE;
        }
      }
      if (args.isDetached() && !options.getDryRun()) {
        throw new InputException(
            "translate writes the study when its answers have come, so it cannot be a template. Start"
                + " it with --runner=DataflowRunner, or without a runner.");
      }
      Participants participants = Participants.of(args, inputs, Participants.Part.TRANSLATOR);
      AskingSetup asking = new AskingSetup(args, inputs, participants).check();
      ModelSpec translator = participants.translator();
      Pipeline pipeline = asking.pipeline(TranslateOptions.class);
      try (RunDirectory directory = directory(translator.key())) {
        Job job = new Job(pipeline, directory, args.isDetached());
        long questions = 2L * study.wordings().size() * languages.size();
        build(job, translator, asking.asking(List.of(), options.getOutput(), questions));
        return job.asking(asking.session(), Map.of())
            .then(
                () ->
                    finish(
                        directory, new Inputs().lines(directory.list("wordings"), Wording.class)))
            .run();
      }
    }

    private RunDirectory directory(String translator) {
      String sheet = BeamFiles.in(options.getOutput(), WordingReview.TABLE.file());
      if (!options.getDryRun()
          && BeamFiles.exists(sheet)
          && WordingReview.isFilledIn(BeamFiles.table(sheet), study)) {
        throw InputException.in(
            sheet,
            "people have written into it what the study does not know, and it would be written over",
            "Move it elsewhere and give it by --reviewed");
      }
      Map<String, String> meant = new TreeMap<>();
      meant.put("translator", translator);
      meant.put("study", study.name() + " " + study.digest());
      meant.put("languages", languages.toString());
      return RunDirectory.open(args, ResumeKey.of(args, inputs).with(meant), false);
    }

    private void build(Job job, ModelSpec translator, Asking asking) {
      PCollection<Wording> wordings =
          job.pipeline()
              .apply(
                  "Study",
                  Create.of(study.wordings()).withCoder(RecordSchemas.coder(Wording.class)));
      List<PCollection<DeadLetter>> letters = new ArrayList<>();
      List<Vary.Base> bases = bases();
      if (!bases.isEmpty()) {
        PCollectionTuple varied =
            job.pipeline()
                .apply("Bases", Create.of(bases).withCoder(RecordSchemas.coder(Vary.Base.class)))
                .apply("Vary", Vary.by(translator, asking));
        letters.add(varied.get(Vary.FAILURES));
        wordings =
            PCollectionList.of(wordings)
                .and(varied.get(Vary.WORDINGS))
                .apply("WithVariations", Flatten.pCollections());
      }
      Set<String> into = new TreeSet<>(languages);
      into.add(study.source());
      PCollectionTuple translated =
          wordings.apply(
              "Translate", Translate.into(into, translator, asking).from(study.source()));
      letters.add(translated.get(Translate.FAILURES));
      job.sinks()
          .lines(
              "wordings",
              Wording.class,
              translated.get(Translate.WORDINGS),
              Wording::language,
              (a, b) -> (a.kind() + a.id()).compareTo(b.kind() + b.id()));
      job.sinks().deadLetters(PCollectionList.of(letters));
    }

    /** The first wording of each topic, and of the templates, where more are wanted. */
    private List<Vary.Base> bases() {
      Map<String, List<Wording>> groups = new TreeMap<>();
      study.wordings().stream()
          .filter(w -> w.language().equals(study.source()) && !w.isPersona())
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

    private void finish(RunDirectory directory, List<Wording> made) throws IOException {
      Map<String, Wording> before = new HashMap<>();
      study.wordings().forEach(w -> before.put(w.kind() + w.id() + "\0" + w.language(), w));
      List<Wording> changed =
          made.stream()
              .filter(w -> !w.equals(before.get(w.kind() + w.id() + "\0" + w.language())))
              .toList();
      String result = changed.isEmpty() ? yaml : StudyWriter.with(yaml, changed);
      Study whole = StudyReader.read(RunDirectory.STUDY, result);
      String review = WordingReview.TABLE.file();
      directory.write(RunDirectory.STUDY, result);
      directory.write(review, CsvFormat.linesForPeople(WordingReview.sheet(whole, languages)));
      long open =
          whole.wordings().stream()
              .filter(w -> languages.contains(w.language()) && !w.verified())
              .count();
      System.err.printf(
          Locale.ROOT,
          "The study is %s: %,d wordings new or changed, %,d in %s not verified by a person. Have them"
              + " checked in %s and give it back by --reviewed.%n",
          directory.home(RunDirectory.STUDY),
          changed.size(),
          open,
          String.join(", ", languages),
          directory.home(review));
    }
  }
}
