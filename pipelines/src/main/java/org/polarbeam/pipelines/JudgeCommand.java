package org.polarbeam.pipelines;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Json;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.prompt.Judgement;
import org.polarbeam.prompt.Ledger;
import org.polarbeam.prompt.Response;
import org.polarbeam.transforms.RecordSchemas;

/** {@code judge}: from answers of an earlier run to their labels. */
final class JudgeCommand {
  static final String NAME = "judge";

  private JudgeCommand() {}

  static int run(JudgeOptions options) throws IOException {
    Inputs.requireOutput(options);
    Cast cast = Cast.ofJudge(options);
    List<String> files = Storage.expand("responses", Inputs.list(options.getResponses()));
    if (files.isEmpty()) {
      throw new InputException("Give --responses, such as RUN/responses/*.jsonl.");
    }
    if (!(options.getJudgeErrorRate() >= 0 && options.getJudgeErrorRate() < 1)) {
      throw new InputException("--judgeErrorRate must be a share in [0, 1).");
    }
    if (options.getReviewItems() < 1) {
      throw new InputException("--reviewItems must be at least 1.");
    }
    if (Finish.isDetached(options)
        && (options.getReviewSheet() != null || options.getHumanLabels() != null)) {
      throw new InputException(
          "--reviewSheet and --humanLabels are worked on where a command is waited for. Run judge"
              + " with them on the job's answers afterwards; nothing is asked again.");
    }
    Reviews.requireNew(options.getReviewSheet());
    CsvTable labels = Reviews.read(options.getHumanLabels());
    Set<String> seen = new HashSet<>();
    Set<String> personas = new TreeSet<>();
    boolean simulated = cast.isSimulated();
    for (String file : files) {
      simulated |= check(file, cast, seen, personas);
    }
    if (seen.isEmpty()) {
      throw InputException.in(String.join(", ", files), "there is no response", "Check the files");
    }
    boolean mark = simulated;
    Map<String, String> decisive =
        Map.of(
            "study",
            cast.study.name() + " " + cast.study.digest(),
            "judge",
            cast.judges.stream().map(ModelSpec::key).toList().toString(),
            "response_language",
            cast.languageRule.label(),
            "languages",
            cast.languages.toString(),
            "canaries",
            Integer.toString(options.getCanaries()),
            "responses",
            Inputs.digest(files),
            "judge_error_rate",
            Double.toString(options.getJudgeErrorRate()));
    RunDirectory directory = RunDirectory.open(options, NAME, simulated, decisive);
    Pipeline pipeline = Finish.pipeline(options);
    Stages stages =
        new Stages(
            cast,
            cast.asking(
                cast.providers(List.of(), options.getJudgeErrorRate()),
                Inputs.store(options, directory),
                seen.size()),
            directory,
            simulated);
    var responses =
        pipeline.apply(
            "ReadResponses",
            ReadLines.from(files, Response.class, RecordSchemas.coder(Response.class)));
    stages.add(Steps.ofResponses(responses));
    stages.judge(responses, options);
    stages.finish(Ledger.VALID, personas);
    return Finish.run(
        pipeline,
        directory,
        Map.of("judge", cast.judgeQuestions(seen.size())),
        () -> review(options, cast, files, labels, directory, mark));
  }

  private static void review(
      JudgeOptions options,
      Cast cast,
      List<String> files,
      CsvTable labels,
      RunDirectory directory,
      boolean simulated)
      throws IOException {
    if (options.getReviewSheet() == null && labels == null) {
      return;
    }
    List<Judgement> judgements =
        Inputs.lines(Storage.list(directory.file("judgements/*.jsonl")), Judgement.class);
    if (labels != null) {
      Reviews.writeErrors(
          Reviews.errors(labels, judgements, options.getSeed()), directory, simulated);
    }
    if (options.getReviewSheet() != null) {
      List<Response> responses = Inputs.lines(files, Response.class);
      Reviews.write(
          options.getReviewSheet(), judgements, responses, cast.study.topics(), options, simulated);
    }
  }

  /** Checks a file before anything is asked; gives whether its answers are simulated. */
  private static boolean check(String file, Cast cast, Set<String> seen, Set<String> personas) {
    boolean simulated = false;
    long number = 0;
    for (String line : Storage.read(file).lines().toList()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      Response response = Json.read(Response.class, line, file, number);
      Json.requireFields(response, file, number);
      boolean own = Inputs.isSimulated(line);
      simulated |= own;
      if (!own && cast.isAnyJudgeSimulated()) {
        throw InputException.at(
            file,
            number,
            "data",
            "the simulated judge knows simulated answers only, and this is a real one",
            "Give a real judge by --judge, spelt like a model");
      }
      if (!response.persona().isEmpty()) {
        personas.add(response.persona());
      }
      if (!seen.add(response.id())) {
        throw InputException.at(
            file,
            number,
            "id",
            "the response " + response.id() + " is there already",
            "Remove one");
      }
      if (!cast.study.topics().containsKey(response.topic())) {
        throw InputException.at(
            file,
            number,
            "topic",
            "the study has no topic " + response.topic(),
            "Correct it, or give the study that has it by --study");
      }
    }
    return simulated;
  }
}
