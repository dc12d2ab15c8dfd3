package org.polarbeam.pipelines.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.InputException;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.rundir.ResumeKey;
import org.polarbeam.pipelines.rundir.RunDirectory;
import org.polarbeam.pipelines.setup.AskingSetup;
import org.polarbeam.pipelines.setup.Inputs;
import org.polarbeam.pipelines.setup.Participants;
import org.polarbeam.pipelines.setup.Questions;
import org.polarbeam.pipelines.setup.Surveys;
import org.polarbeam.pipelines.stage.Analysis;
import org.polarbeam.pipelines.stage.AnalysisSettings;
import org.polarbeam.pipelines.stage.Background;
import org.polarbeam.pipelines.stage.Job;
import org.polarbeam.pipelines.stage.Stages;
import org.polarbeam.record.HumanConsistency;
import org.polarbeam.record.Ledger;
import org.polarbeam.record.Tables;
import org.polarbeam.record.Topic;
import org.polarbeam.record.Truth;
import org.polarbeam.regression.Capabilities;
import org.polarbeam.simulate.SyntheticSurvey;
import org.polarbeam.study.Study;
import org.polarbeam.study.StudyModel;
import org.polarbeam.survey.HumanDraws;
import org.polarbeam.survey.Microdata;
import org.polarbeam.survey.PolarityTally;
import org.polarbeam.survey.SurveyPlan;
import org.polarbeam.survey.TruthReader;
import org.polarbeam.transforms.Asking;
import org.polarbeam.transforms.Score;
import org.polarbeam.transforms.internal.BeamFiles;
import org.polarbeam.transforms.internal.FileFaults;

/** {@code run}: everything, from the study to the report. */
public final class RunCommand implements Command {
  @Override
  public String name() {
    return "run";
  }

  @Override
  public String summary() {
    return "everything, from the study to the report";
  }

  @Override
  public Class<? extends PipelineOptions> options() {
    return RunOptions.class;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "run",
        "run --models=openai:gemma-2-9b-it@http://127.0.0.1:8000/v1 --judge=openai:gpt-4.1"
            + " --survey=EVS_WVS_Joint.csv --output=out/gemma");
  }

  @Override
  public Map<String, String> defaults() {
    return Map.of("output", "out/run");
  }

  @Override
  public boolean asksModels() {
    return true;
  }

  @Override
  public Set<String> notInTemplate() {
    return Set.of("survey");
  }

  @Override
  public int run(Arguments args) throws IOException {
    return new Run(args).run();
  }

  /**
   * What populations answered.
   *
   * @param name what to call it in messages
   * @param survey the text of a survey that was made up; null for none
   * @param told how a survey's answers were read
   */
  private record Populations(
      List<Truth> truths,
      Background.People people,
      String name,
      String survey,
      List<Topic.Told> told) {}

  /** One run. */
  private static final class Run {
    private final Arguments args;
    private final RunOptions options;
    private final Inputs inputs = new Inputs();
    private final Participants participants;
    private final Questions questions;
    private final AskingSetup asking;
    private final Capabilities capabilities;
    private final List<String> truthFiles;
    private final List<String> surveys;

    Run(Arguments args) {
      this.args = args;
      this.options = args.as(RunOptions.class);
      this.participants =
          Participants.of(
              args,
              inputs,
              Participants.Part.RESPONDENTS,
              Participants.Part.JUDGES,
              Participants.Part.TRANSLATOR);
      this.questions = new Questions(participants, args).requireBounded();
      this.asking = new AskingSetup(args, inputs, participants).check();
      this.capabilities = capabilities();
      this.truthFiles = inputs.expand("truth", options.getTruth());
      this.surveys = inputs.expand("survey", options.getSurvey());
    }

    /** The models' capability, from the benchmarks given or from the study; null when unknown. */
    private Capabilities capabilities() {
      if (options.getBenchmarks() != null) {
        Capabilities read = Capabilities.read(inputs.table(options.getBenchmarks()));
        read.notes().forEach(System.err::println);
        return read;
      }
      Map<String, Map<String, Double>> known = new TreeMap<>();
      for (StudyModel model : participants.models()) {
        if (!model.capability().keySet().containsAll(participants.languages())) {
          return null;
        }
        known.put(model.spec().name(), model.capability());
      }
      return Capabilities.of("the study", known);
    }

    private boolean isSynthetic() {
      return truthFiles.isEmpty() && surveys.isEmpty();
    }

    private void check() {
      AnalysisSettings.require(capabilities, cells());
      if (!truthFiles.isEmpty() && !surveys.isEmpty()) {
        throw new InputException("Give either --truth or --survey.");
      }
      if (options.getHumanConsistency() != null && truthFiles.isEmpty()) {
        throw new InputException(
            "--humanConsistency belongs to --truth: a survey says itself how well people agree.");
      }
      if (truthFiles.isEmpty() && args.isDetached() && !options.getDryRun()) {
        throw new InputException(
            "A template is one job: give --truth, made beforehand by the truth command.");
      }
      if (isSynthetic() && !participants.areAllSimulated()) {
        throw new InputException(
            "Give --truth or --survey: real models are not compared with a made-up survey.");
      }
    }

    int run() throws IOException {
      check();
      Populations populations = populations();
      AnalysisSettings settings =
          AnalysisSettings.of(
              args,
              participants.study(),
              cells(),
              participants.personas(),
              populations.truths(),
              populations.name(),
              capabilities);
      requireMemory(settings);
      ResumeKey key =
          ResumeKey.of(args, inputs)
              .with(participants.decisive())
              .with(settings.decisive())
              .reading(participants.inputs());
      if (isSynthetic()) {
        key.with(Map.of("survey", "synthetic " + options.getSurveyRespondents()));
      }
      if (!surveys.isEmpty()) {
        key.with(Map.of("survey_read", plan().format() + " " + plan().answers()));
      }
      Pipeline pipeline = asking.pipeline(RunOptions.class);
      try (RunDirectory directory = RunDirectory.open(args, key, isSimulated(populations))) {
        return run(pipeline, directory, populations, settings);
      }
    }

    /** Before anything is asked: the analysis comes when all has been paid for. */
    private void requireMemory(AnalysisSettings settings) {
      if (args.isHere()) {
        settings.requireMemory(questions.toModels(), cells());
      }
    }

    private int run(
        Pipeline pipeline,
        RunDirectory directory,
        Populations populations,
        AnalysisSettings settings)
        throws IOException {
      directory
          .note("unverified_languages", String.join(", ", participants.unverified()))
          .note("price_micros_input", asking.millionTokens(true))
          .note("price_micros_output", asking.millionTokens(false));
      if (populations.survey() != null && !options.getDryRun()) {
        directory.write(Tables.SURVEY.file(), populations.survey());
      }
      announce(directory);
      Job job = new Job(pipeline, directory, args.isDetached());
      job.sinks().table(Tables.TRUTH, settings.truths());
      Background.write(
          participants.study(),
          populations.told(),
          capabilities,
          populations.people(),
          job.sinks());
      build(job, settings);
      long asked = questions.toModels();
      return job.asking(
              asking.session(), Map.of("elicit", asked, "judge", questions.toJudges(asked)))
          .run();
    }

    private boolean isSimulated(Populations populations) throws IOException {
      List<CsvTable> tables = new ArrayList<>(inputs.tables(truthFiles));
      if (options.getBenchmarks() != null) {
        tables.add(inputs.table(options.getBenchmarks()));
      }
      return isSynthetic()
          || participants.isSimulated()
          || (populations.people() != null && populations.people().isSimulated())
          || tables.stream().anyMatch(DataMark::isSimulated)
          || Surveys.areSimulated(surveys, plan());
    }

    private SurveyPlan plan() {
      Study study = participants.study();
      return Surveys.plan(args, inputs, study, study.topics().keySet(), true);
    }

    private static PolarityTally tally(String file, SurveyPlan plan) throws IOException {
      try {
        return Microdata.tally(file, BeamFiles.bytes(file), plan);
      } catch (CharacterCodingException e) {
        throw FileFaults.noText(file);
      }
    }

    /** That of a survey which is made up in the layout of the joint file. */
    private SurveyPlan synthetic() {
      return SurveyPlan.published(participants.study().topics().keySet());
    }

    private Populations populations() throws IOException {
      if (!truthFiles.isEmpty()) {
        List<Truth> truths = TruthReader.read(inputs.tables(truthFiles));
        return new Populations(
            truths,
            Background.people(options.getHumanConsistency(), truths, inputs),
            String.join(", ", truthFiles),
            null,
            List.of());
      }
      SurveyPlan plan = isSynthetic() ? synthetic() : plan();
      PolarityTally tally = new PolarityTally(plan);
      String survey = null;
      if (isSynthetic()) {
        survey =
            SyntheticSurvey.csv(
                List.copyOf(plan.topics()), options.getSurveyRespondents(), options.getSeed());
        tally.add(
            Microdata.tally(
                Tables.SURVEY.file(), new ByteArrayInputStream(survey.getBytes(UTF_8)), plan));
      }
      for (String file : surveys) {
        tally.add(tally(file, plan));
      }
      List<HumanConsistency> people = HumanDraws.of(tally, options.getSeed());
      List<Truth> truths = tally.truths();
      tally.notes(truths).forEach(System.err::println);
      return new Populations(
          truths,
          new Background.People(people, isSynthetic()),
          isSynthetic() ? Tables.SURVEY.file() : String.join(", ", surveys),
          survey,
          tally.readings(truths));
    }

    private Map<String, Set<String>> cells() {
      Map<String, Set<String>> cells = new TreeMap<>();
      participants.specs().forEach(m -> cells.put(m.name(), participants.languages()));
      return cells;
    }

    private void announce(RunDirectory directory) {
      long asked = questions.toModels();
      System.err.printf(
          Locale.ROOT,
          "Asking %,d questions (%d models, %d languages) and up to %,d of the judge%s%s%n",
          asked,
          participants.models().size(),
          participants.languages().size(),
          questions.toJudges(asked),
          participants.judges().size() == 1 ? "" : "s",
          participants.isPaid()
              ? ", but none that the store has answers to. ./polarbeam plan tells what that costs."
              : "; nothing is paid.");
      if (capabilities == null) {
        System.err.println(
            "The capability of some models is not known in every language, so RQ1 is left out; give"
                + " --benchmarks for it.");
      }
      participants.warn();
      if (directory.isSimulated()) {
        System.err.println(
            "SIMULATED: the results say nothing about any real model or population.");
      }
    }

    private void build(Job job, AnalysisSettings settings) {
      Asking how = asking.asking(settings.truths(), options.getOutput(), questions.toModels());
      Stages stages = new Stages(participants, how, job.sinks());
      var judgements = stages.judge(stages.elicit(job.pipeline(), options, questions), options);
      stages.add(
          judgements
              .apply("Polarities", Score.polarities())
              .apply("Analysis", Analysis.of(settings, job.sinks())));
      stages.finish(Ledger.USED, participants.personas());
    }
  }
}
