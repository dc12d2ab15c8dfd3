package org.polarbeam.pipelines.command;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.InputException;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.rundir.ReadLines;
import org.polarbeam.pipelines.rundir.ResumeKey;
import org.polarbeam.pipelines.rundir.RunDirectory;
import org.polarbeam.pipelines.setup.AskingSetup;
import org.polarbeam.pipelines.setup.Inputs;
import org.polarbeam.pipelines.setup.Participants;
import org.polarbeam.pipelines.setup.Questions;
import org.polarbeam.pipelines.setup.Records;
import org.polarbeam.pipelines.stage.Job;
import org.polarbeam.pipelines.stage.Stages;
import org.polarbeam.pipelines.stage.Steps;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.Ledger;
import org.polarbeam.record.Response;
import org.polarbeam.study.Wording;
import org.polarbeam.transforms.internal.RecordSchemas;

/** {@code judge}: from answers of an earlier run to their labels. */
public final class JudgeCommand implements Command {
  @Override
  public String name() {
    return "judge";
  }

  @Override
  public String summary() {
    return "answers → labels";
  }

  @Override
  public Class<? extends PipelineOptions> options() {
    return JudgeOptions.class;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "judge --responses='out/answers/responses/*.jsonl' --judge=openai:gpt-4.1"
            + " --output=out/labels",
        "judge --responses='out/answers/responses/*.jsonl' --output=out/labels"
            + " --reviewSheet=sheet.csv");
  }

  @Override
  public Set<String> required() {
    return Set.of("output", "responses");
  }

  @Override
  public boolean asksModels() {
    return true;
  }

  @Override
  public Set<String> notInTemplate() {
    return Set.of("humanLabels");
  }

  @Override
  public int run(Arguments args) throws IOException {
    Commands.requireOutput(args);
    JudgeOptions options = args.as(JudgeOptions.class);
    Inputs inputs = new Inputs();
    Participants participants = Participants.of(args, inputs, Participants.Part.JUDGES);
    AskingSetup asking = new AskingSetup(args, inputs, participants).check();
    List<String> files = inputs.expand("responses", options.getResponses());
    if (files.isEmpty()) {
      throw new InputException("Give --responses, such as RUN/responses/*.jsonl.");
    }
    if (args.isDetached()
        && (options.getReviewSheet() != null || options.getHumanLabels() != null)) {
      throw new InputException(
          "--reviewSheet and --humanLabels are worked on where a command is waited for. Run judge"
              + " with them on the job's answers afterwards; nothing is asked again.");
    }
    Reviews.requireNew(options.getReviewSheet());
    CsvTable labels = Reviews.read(options.getHumanLabels(), inputs);
    Answers answers = new Answers(participants);
    files.forEach(file -> inputs.each(file, (line, number) -> answers.check(line, file, number)));
    asking.requireTold(answers.languages);
    if (answers.ids.isEmpty()) {
      throw InputException.in(String.join(", ", files), "there is no response", "Check the files");
    }
    if (labels != null) {
      Reviews.requireItems(labels, answers.ids);
    }
    ResumeKey key =
        ResumeKey.of(args, inputs).with(participants.decisive()).reading(participants.inputs());
    boolean simulated = participants.isSimulated() || answers.isSimulated;
    Pipeline pipeline = asking.pipeline(JudgeOptions.class);
    try (RunDirectory directory = RunDirectory.open(args, key, simulated)) {
      Job job = new Job(pipeline, directory, args.isDetached());
      int responses = answers.ids.size();
      Stages stages =
          new Stages(
              participants, asking.asking(List.of(), options.getOutput(), responses), job.sinks());
      var read =
          job.pipeline()
              .apply(
                  "ReadResponses",
                  ReadLines.from(files, Response.class, RecordSchemas.coder(Response.class)));
      stages.add(Steps.ofResponses(read));
      stages.judge(read, options);
      stages.finish(Ledger.VALID, answers.personas);
      long asked = new Questions(participants, args).toJudges(responses);
      return job.asking(asking.session(), Map.of("judge", asked))
          .then(() -> review(options, participants, files, labels, directory, inputs))
          .run();
    }
  }

  private static void review(
      JudgeOptions options,
      Participants participants,
      List<String> files,
      CsvTable labels,
      RunDirectory directory,
      Inputs inputs)
      throws IOException {
    if (options.getReviewSheet() == null && labels == null) {
      return;
    }
    List<Judgement> judgements = new Inputs().lines(directory.list("judgements"), Judgement.class);
    if (labels != null) {
      Reviews.writeErrors(Reviews.errors(labels, judgements, options.getSeed()), directory);
    }
    if (options.getReviewSheet() != null) {
      Reviews.write(
          options,
          judgements,
          inputs.lines(files, Response.class),
          participants.study().topics(),
          directory.isSimulated());
    }
  }

  /** The answers to judge, checked before anybody is asked. */
  private static final class Answers {
    private final Participants participants;
    private final Set<String> ids = new HashSet<>();
    private final Set<String> personas = new TreeSet<>();
    private final Set<String> languages = new TreeSet<>();
    private final Map<String, String> topicOf = new HashMap<>();
    private boolean isSimulated;

    Answers(Participants participants) {
      this.participants = participants;
      participants.study().wordings().stream()
          .filter(w -> w.kind().equals(Wording.VARIATION))
          .forEach(w -> topicOf.put(w.id(), w.topic()));
    }

    void check(String line, String file, long number) {
      Response response = Records.response(line, file, number);
      boolean own = DataMark.isSimulated(line, file, number);
      isSimulated |= own;
      if (!own && participants.isAnyJudgeSimulated()) {
        throw InputException.at(
            file,
            number,
            "data",
            "the simulated judge knows simulated answers only, and this is a real one",
            "Give a real judge by --judge, spelt like a model");
      }
      languages.add(response.language());
      if (!response.persona().isEmpty()) {
        personas.add(response.persona());
      }
      if (!ids.add(response.id())) {
        throw InputException.at(
            file,
            number,
            "id",
            "the response " + response.id() + " is there already",
            "Remove one");
      }
      String worded = topicOf.getOrDefault(response.variation(), response.topic());
      if (!worded.equals(response.topic())) {
        throw InputException.at(
            file,
            number,
            "variation",
            response.variation() + " is wording of the topic " + worded,
            "Correct it, or the topic");
      }
      if (!participants.study().topics().containsKey(response.topic())) {
        throw InputException.at(
            file,
            number,
            "topic",
            "the study has no topic " + response.topic(),
            "Correct it, or give the study that has it by --study");
      }
    }
  }
}
