package org.polarbeam.pipelines.command;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.rundir.ResumeKey;
import org.polarbeam.pipelines.rundir.RunDirectory;
import org.polarbeam.pipelines.setup.Inputs;
import org.polarbeam.pipelines.setup.RunnerOptions;
import org.polarbeam.pipelines.setup.Surveys;
import org.polarbeam.pipelines.stage.Job;
import org.polarbeam.record.Tables;
import org.polarbeam.record.Topic;
import org.polarbeam.study.Study;
import org.polarbeam.survey.Recoding;
import org.polarbeam.survey.SurveyPlan;
import org.polarbeam.transforms.SurveyTruth;
import org.polarbeam.transforms.internal.BeamFiles;

/** {@code truth}: survey microdata → {@code truth.csv} and {@code human_consistency.csv}. */
public final class TruthCommand implements Command {
  @Override
  public String name() {
    return "truth";
  }

  @Override
  public String summary() {
    return "survey microdata → truth.csv";
  }

  @Override
  public Class<? extends PipelineOptions> options() {
    return TruthOptions.class;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "truth --survey=EVS_WVS_Joint.csv --output=out/truth",
        "truth --survey='parts/*.csv' --topics=f120,e035 --output=out/truth");
  }

  @Override
  public Set<String> required() {
    return Set.of("output", "survey");
  }

  @Override
  public int run(Arguments args) throws IOException {
    Commands.requireOutput(args);
    TruthOptions options = args.as(TruthOptions.class);
    Inputs inputs = new Inputs();
    List<String> files = inputs.expand("survey", options.getSurvey());
    if (files.isEmpty()) {
      throw new InputException("Give --survey, the microdata of a survey as CSV.");
    }
    Study study = options.getStudy() == null ? null : inputs.study(options.getStudy());
    Set<String> topics = new TreeSet<>();
    options.getTopics().forEach(t -> topics.add(Recoding.topicOf(t)));
    boolean isOptional = topics.isEmpty();
    if (study != null && topics.isEmpty()) {
      topics.addAll(study.topics().keySet());
    }
    SurveyPlan plan = Surveys.plan(args, inputs, study, topics, isOptional);
    boolean simulated = Surveys.areSimulated(files, plan);
    ResumeKey key =
        ResumeKey.of(args, inputs)
            .with(
                Map.of(
                    "topics", topics.toString(), "survey", plan.format() + " " + plan.answers()));
    Map<String, Topic> known = study == null ? Map.of() : Map.copyOf(study.topics());
    Pipeline pipeline = RunnerOptions.pipeline(oneThread(args));
    try (RunDirectory directory = RunDirectory.open(args, key, simulated)) {
      Job job = new Job(pipeline, directory, args.isDetached());
      PCollectionTuple populations =
          job.pipeline()
              .apply(
                  "Survey",
                  SurveyTruth.from(
                          files.stream().map(BeamFiles::absolute).toList(), plan, BeamFiles::bytes)
                      .withSeed(options.getSeed()));
      job.sinks().table(Tables.TRUTH, populations.get(SurveyTruth.TRUTHS));
      job.sinks().table(Tables.HUMAN_CONSISTENCY, populations.get(SurveyTruth.PEOPLE));
      job.sinks()
          .table(
              Tables.TOPICS,
              populations
                  .get(SurveyTruth.READINGS)
                  .apply(
                      "Topics",
                      MapElements.into(TypeDescriptor.of(Topic.Told.class))
                          .via(told -> told.with(known.get(told.topic())))));
      int status = job.run();
      if (!args.isDetached()) {
        tell(new Inputs().table(directory.file(Tables.TOPICS.file())), plan);
        tellEmptyLevels(new Inputs().table(directory.file(Tables.TRUTH.file())), plan);
        System.err.println("The truth is " + directory.file(Tables.TRUTH.file()));
      }
      return status;
    }
  }

  /** A file has all processors to itself, so the runner's other threads would only wait, busily. */
  private static PipelineOptions oneThread(Arguments args) {
    PipelineOptions options = RunnerOptions.of(args, TruthOptions.class);
    if (args.text("targetParallelism") == null) {
      options.as(DirectOptions.class).setTargetParallelism(1);
    }
    return options;
  }

  /** How each topic was read, a line each, for people to check. */
  private static void tell(CsvTable topics, SurveyPlan plan) {
    Set<String> lacking = new TreeSet<>(plan.topics());
    topics.rows().forEach(topic -> lacking.remove(topic.text("topic")));
    lacking.forEach(
        topic ->
            System.err.println(
                topic
                    + ": the survey has no column "
                    + plan.columnOf(topic)
                    + ", so there is no truth on it"));
    for (CsvTable.Row topic : topics.rows()) {
      System.err.printf(
          Locale.ROOT,
          "%s: %s answers (%.1f%% missing), countries from %.3f to %.3f; %s%n",
          topic.text("topic"),
          topic.text("n_answers"),
          100 * topic.number("missing"),
          topic.number("lowest"),
          topic.number("highest"),
          topic.text("rule"));
    }
  }

  /** A level in which nobody has a group may have its codes misspelt. */
  private static void tellEmptyLevels(CsvTable truth, SurveyPlan plan) {
    Set<String> lacking = new TreeSet<>(plan.format().furtherLevels());
    truth.rows().forEach(row -> lacking.remove(row.text("level")));
    lacking.forEach(
        level ->
            System.err.println(
                level
                    + ": no group of this level has enough respondents (or any), so there is no"
                    + " truth of it. Look whether its column holds the values that the survey's"
                    + " description names"));
  }
}
