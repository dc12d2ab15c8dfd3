package org.polarbeam.pipelines;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.InputException;
import org.polarbeam.survey.Microdata;
import org.polarbeam.survey.Recoding;
import org.polarbeam.transforms.SurveyTruth;

/** {@code truth}: survey microdata → {@code truth.csv} and {@code human_consistency.csv}. */
final class TruthCommand {
  static final String NAME = "truth";
  static final String TRUTH = "truth.csv";
  static final String PEOPLE = "human_consistency.csv";

  private TruthCommand() {}

  static int run(TruthOptions options) throws IOException {
    Inputs.requireOutput(options);
    List<String> files = Storage.expand("survey", Inputs.list(options.getSurvey()));
    if (files.isEmpty()) {
      throw new InputException("Give --survey, microdata in the shape of the EVS/WVS joint file.");
    }
    Set<String> topics = new HashSet<>();
    Inputs.list(options.getTopics()).forEach(t -> topics.add(Recoding.topicOf(t)));
    boolean simulated = areSimulated(files, topics);
    RunDirectory directory =
        RunDirectory.open(
            options,
            NAME,
            simulated,
            Map.of(
                "survey", Inputs.digest(files), "topics", topics.stream().sorted().toList() + ""));
    Pipeline pipeline = Finish.pipeline(options);
    write(pipeline, files, topics, directory.file(""), options.getSeed(), simulated)
        .getAll()
        .forEach(directory::awaits);
    int status = Finish.run(pipeline, directory, Map.of());
    if (!Finish.isDetached(options)) {
      System.err.println("The truth is " + directory.file(TRUTH));
    }
    return status;
  }

  /** Adds the steps from microdata files to a truth file and people's self-consistency beside. */
  static PCollectionList<String> write(
      Pipeline pipeline,
      List<String> files,
      Set<String> topics,
      String folder,
      long seed,
      boolean simulated) {
    TypeDescriptor<List<String>> row = TypeDescriptors.lists(TypeDescriptors.strings());
    PCollectionTuple populations =
        pipeline.apply(
            "Survey",
            SurveyTruth.from(files.stream().map(Storage::absolute).toList(), topics, Storage::open)
                .withSeed(seed));
    return PCollectionList.of(
            populations
                .get(SurveyTruth.TRUTHS)
                .apply("Rows", MapElements.into(row).via(Tables::truth))
                .apply(
                    "Write",
                    WriteTable.to(
                        Storage.in(folder, TRUTH), Tables.TRUTH, Tables.TRUTH_ORDER, simulated)))
        .and(
            populations
                .get(SurveyTruth.PEOPLE)
                .apply("PeopleRows", MapElements.into(row).via(Tables::people))
                .apply(
                    "WritePeople",
                    WriteTable.to(
                        Storage.in(folder, PEOPLE),
                        Tables.PEOPLE,
                        Tables.PEOPLE_ORDER,
                        simulated)));
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
    try (Reader reader = Storage.open(file);
        BufferedReader lines = new BufferedReader(reader)) {
      String header = lines.readLine();
      Microdata layout = Microdata.ofHeader(file, header, topics);
      String first = lines.readLine();
      if (first == null) {
        throw InputException.in(
            file, "the file has a header and no rows", "Give a file with at least one row");
      }
      layout.tally(first, 2, new org.polarbeam.survey.PolarityTally());
      return ("," + header + ",").contains("," + DataMark.FIELD + ",")
          && ("," + first + ",").contains("," + DataMark.SIMULATED + ",");
    } catch (java.nio.charset.CharacterCodingException e) {
      throw InputException.in(file, "the file is not UTF-8 text", "Save it as UTF-8");
    }
  }
}
