package org.polarbeam.pipelines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.InputException;
import org.polarbeam.stats.Draws;

/** The directory a command writes to, and the manifest in it that says what made it. */
final class RunDirectory {
  static final String MANIFEST = "manifest.json";
  private static final List<String> OURS =
      List.of(
          "survey.csv",
          "truth.csv",
          "scores.csv",
          "alignment.csv",
          "consistency.csv",
          "validity.csv",
          "regressions.csv",
          "diagnostics.csv",
          "agreement.csv",
          "judge_errors.csv",
          "polarity.csv",
          "canaries.csv",
          "topics.csv",
          "benchmarks.csv",
          "human_consistency.csv",
          "ceilings.csv",
          "residuals.csv",
          "*.avro",
          "study.yaml",
          "review.csv",
          "report.html",
          "prompts/*.jsonl",
          "wordings/*.jsonl",
          "responses/*.jsonl",
          "judgements/*.jsonl",
          "votes/*.jsonl",
          "dead-letters/*.jsonl");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final String path;
  private final ObjectNode manifest;
  private final boolean isNew;
  private final boolean dry;
  private final List<PCollection<String>> written = new ArrayList<>();

  private RunDirectory(String path, ObjectNode manifest, boolean dry) {
    this.path = path;
    this.manifest = manifest;
    this.dry = dry;
    this.isNew = dry || Storage.list(file(MANIFEST)).isEmpty();
  }

  /** The directory a command has opened, seen from a worker. */
  static RunDirectory opened(String path, String manifest) {
    try {
      return new RunDirectory(path, (ObjectNode) JSON.readTree(manifest), false);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the manifest is not one of ours", e);
    }
  }

  /**
   * Opens a directory for a command whose inputs have been checked, and writes the manifest's
   * beginning.
   *
   * @param decisive everything that decides the results: options, digests of inputs
   * @throws InputException when something else made the directory, or it cannot be written
   */
  static RunDirectory open(
      CommonOptions options, String command, boolean simulated, Map<String, String> decisive) {
    String path = options.getOutput();
    Map<String, String> sorted = new TreeMap<>(decisive);
    sorted.put("seed", Long.toString(options.getSeed()));
    String key = Draws.idOf(command, sorted.toString());
    RunDirectory directory = new RunDirectory(path, JSON.createObjectNode(), options.getDryRun());
    directory.requireSame(key, options.getOverwrite());
    directory
        .manifest
        .put("polarbeam", version())
        .put("command", command)
        .put(DataMark.FIELD, simulated ? DataMark.SIMULATED : DataMark.REAL)
        .put("key", key);
    ObjectNode made = directory.manifest.putObject("made_from");
    sorted.forEach(made::put);
    directory.manifest.put("runner", options.getRunner().getSimpleName());
    directory.manifest.put("started", now());
    if (directory.dry) {
      return directory;
    }
    try {
      if (options.getOverwrite()) {
        OURS.forEach(directory::delete);
      }
      directory.delete("dead-letters/*.jsonl");
      directory.save();
    } catch (IOException | RuntimeException e) {
      throw InputException.in(
          path,
          "the output directory cannot be written: " + e.getMessage(),
          "Give another --output, or make it writable");
    }
    return directory;
  }

  private void requireSame(String key, boolean overwrite) {
    if (overwrite || isNew) {
      return;
    }
    try {
      JsonNode before = JSON.readTree(Storage.read(file(MANIFEST)));
      if (before.path("key").asText().equals(key)) {
        return;
      }
    } catch (JsonProcessingException e) {
      // not a manifest of ours, so not the same run
    }
    throw InputException.in(
        path,
        "another study or other options made this directory (see its " + MANIFEST + ")",
        "Give another --output, or --overwrite to replace what is there");
  }

  private static String version() {
    String version = RunDirectory.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The path of a file in the directory. */
  String file(String name) {
    return Storage.in(path, name);
  }

  /** A field of the manifest. */
  RunDirectory note(String field, String value) {
    manifest.put(field, value);
    return this;
  }

  /** Counts for the manifest. */
  RunDirectory note(String field, Map<String, Long> counts) {
    ObjectNode node = manifest.putObject(field);
    new TreeMap<>(counts).forEach(node::put);
    return this;
  }

  /** Files that a pipeline writes before the directory is complete. */
  void awaits(PCollection<String> files) {
    written.add(files);
  }

  /** Adds a last step to a pipeline that closes the directory, for jobs that nobody waits for. */
  void closeWithin(Pipeline pipeline) {
    PCollectionList.of(written)
        .apply("Written", Flatten.pCollections())
        .apply("AllWritten", Count.globally())
        .apply("Close", ParDo.of(new CloseFn(Storage.absolute(path), manifest.toString())));
  }

  private static final class CloseFn extends DoFn<Long, Void> {
    private static final long serialVersionUID = 1L;
    private final String path;
    private final String manifest;

    CloseFn(String path, String manifest) {
      this.path = path;
      this.manifest = manifest;
    }

    @ProcessElement
    public void process() throws IOException {
      Finish.close(opened(path, manifest), () -> {});
    }
  }

  /** Takes a directory back that this command has begun. */
  void abandon() throws IOException {
    if (isNew && !dry) {
      List.of(MANIFEST, "survey.csv", TruthCommand.TRUTH, TruthCommand.PEOPLE)
          .forEach(this::delete);
      Storage.deleteIfEmpty(path);
    }
  }

  private void delete(String glob) {
    try {
      Storage.delete(file(glob));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the manifest as far as it goes. */
  void save() throws IOException {
    Storage.write(file(MANIFEST), manifest.toPrettyString() + "\n");
  }

  /** Writes the end of the manifest: the run is complete. */
  void close() throws IOException {
    manifest.put("ended", now());
    save();
  }

  /** How many dead letters each stage left. */
  Map<String, Long> deadLetters() {
    Map<String, Long> counts = new TreeMap<>();
    for (String letters : Storage.list(file("dead-letters/*.jsonl"))) {
      String stage = Storage.nameOf(letters).replace(".jsonl", "");
      counts.put(stage, Storage.read(letters).lines().count());
    }
    return counts;
  }
}
