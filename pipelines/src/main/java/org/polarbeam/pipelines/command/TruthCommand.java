package org.polarbeam.pipelines.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.InputException;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.rundir.ResumeKey;
import org.polarbeam.pipelines.rundir.RunDirectory;
import org.polarbeam.pipelines.setup.Inputs;
import org.polarbeam.pipelines.setup.RunnerOptions;
import org.polarbeam.pipelines.stage.Job;
import org.polarbeam.record.Tables;
import org.polarbeam.survey.Microdata;
import org.polarbeam.survey.PolarityTally;
import org.polarbeam.survey.Recoding;
import org.polarbeam.transforms.SurveyTruth;
import org.polarbeam.transforms.internal.BeamFiles;
import org.polarbeam.transforms.internal.FileFaults;

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
      throw new InputException("Give --survey, microdata in the shape of the EVS/WVS joint file.");
    }
    Set<String> topics = new TreeSet<>();
    options.getTopics().forEach(t -> topics.add(Recoding.topicOf(t)));
    boolean simulated = areSimulated(files, topics);
    ResumeKey key = ResumeKey.of(args, inputs).with(Map.of("topics", topics.toString()));
    Pipeline pipeline = RunnerOptions.pipeline(RunnerOptions.of(args, TruthOptions.class));
    try (RunDirectory directory = RunDirectory.open(args, key, simulated)) {
      Job job = new Job(pipeline, directory, args.isDetached());
      PCollectionTuple populations =
          job.pipeline()
              .apply(
                  "Survey",
                  SurveyTruth.from(
                          files.stream().map(BeamFiles::absolute).toList(), topics, BeamFiles::open)
                      .withSeed(options.getSeed()));
      job.sinks().table(Tables.TRUTH, populations.get(SurveyTruth.TRUTHS));
      job.sinks().table(Tables.HUMAN_CONSISTENCY, populations.get(SurveyTruth.PEOPLE));
      int status = job.run();
      if (!args.isDetached()) {
        System.err.println("The truth is " + directory.file(Tables.TRUTH.file()));
      }
      return status;
    }
  }

  /**
   * Whether any of the files is marked as simulated.
   *
   * @throws InputException when one is no microdata, as far as its first lines tell
   */
  static boolean areSimulated(List<String> files, Set<String> topics) throws IOException {
    boolean simulated = false;
    for (String file : files) {
      simulated |= check(file, topics);
    }
    return simulated;
  }

  /** Reads the first lines of a file, so that a bad one is told before anything is written. */
  private static boolean check(String file, Set<String> topics) throws IOException {
    try (Reader reader = BeamFiles.open(file);
        BufferedReader lines = new BufferedReader(reader)) {
      String header = lines.readLine();
      Microdata layout = Microdata.ofHeader(file, header, topics);
      String first = lines.readLine();
      if (first == null) {
        throw InputException.in(
            file, "the file has a header and no rows", "Give a file with at least one row");
      }
      layout.tally(first, 2, new PolarityTally());
      return has(header, DataMark.FIELD) && has(first, DataMark.SIMULATED);
    } catch (CharacterCodingException e) {
      throw FileFaults.noText(file);
    }
  }

  private static boolean has(String row, String field) {
    return Arrays.stream(row.split("[,;]"))
        .map(f -> f.replace("\"", "").strip())
        .anyMatch(field::equals);
  }
}
