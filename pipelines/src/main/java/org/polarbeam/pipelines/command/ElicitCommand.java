package org.polarbeam.pipelines.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.files.InputException;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.rundir.ResumeKey;
import org.polarbeam.pipelines.rundir.RunDirectory;
import org.polarbeam.pipelines.setup.AskingSetup;
import org.polarbeam.pipelines.setup.Inputs;
import org.polarbeam.pipelines.setup.Participants;
import org.polarbeam.pipelines.setup.Questions;
import org.polarbeam.pipelines.stage.Job;
import org.polarbeam.pipelines.stage.Stages;
import org.polarbeam.record.Ledger;
import org.polarbeam.survey.TruthReader;

/** {@code elicit}: from the study to the models' answers, and no further. */
public final class ElicitCommand implements Command {
  @Override
  public String name() {
    return "elicit";
  }

  @Override
  public String summary() {
    return "study → prompts and answers";
  }

  @Override
  public Class<? extends PipelineOptions> options() {
    return ElicitOptions.class;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "elicit --models=openai:gemma-2-9b-it@http://127.0.0.1:8000/v1 --output=out/answers",
        "elicit --models=openai-batch:gpt-4.1 --languages=en,da --prompts=50 --output=out/answers");
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
    ElicitOptions options = args.as(ElicitOptions.class);
    Inputs inputs = new Inputs();
    Participants participants =
        Participants.of(args, inputs, Participants.Part.RESPONDENTS, Participants.Part.TRANSLATOR);
    Questions questions = new Questions(participants, args).requireBounded();
    AskingSetup asking = new AskingSetup(args, inputs, participants).check();
    List<String> truths = inputs.expand("truth", options.getTruth());
    if (participants.isAskedSimulated() && truths.isEmpty()) {
      throw new InputException(
          "Give --truth, such as out/run/truth.csv: simulated respondents make their views of it.");
    }
    var known = TruthReader.read(inputs.tables(truths));
    ResumeKey key =
        ResumeKey.of(args, inputs).with(participants.decisive()).reading(participants.inputs());
    Pipeline pipeline = asking.pipeline(ElicitOptions.class);
    try (RunDirectory directory =
        RunDirectory.open(args, key, !participants.simulated().isEmpty())) {
      directory
          .note("unverified_languages", String.join(", ", participants.unverified()))
          .note("price_micros_input", asking.millionTokens(true))
          .note("price_micros_output", asking.millionTokens(false));
      participants.warn();
      long asked = questions.toModels();
      Job job = new Job(pipeline, directory, args.isDetached());
      Stages stages =
          new Stages(participants, asking.asking(known, options.getOutput(), asked), job.sinks());
      stages.elicit(job.pipeline(), options, questions);
      stages.finish(Ledger.ANSWERED, participants.personas());
      return job.asking(asking.session(), Map.of("elicit", asked)).run();
    }
  }
}
