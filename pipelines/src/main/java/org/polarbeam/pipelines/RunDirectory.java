package org.polarbeam.pipelines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.files.InputException;
import org.polarbeam.stats.Draws;

/** The directory a command writes to, and the manifest in it that says what made it. */
final class RunDirectory {
  private static final String MANIFEST = "manifest.json";
  private static final List<String> OURS =
      List.of(
          "*.csv",
          "report.html",
          "prompts/*.jsonl",
          "wordings/*.jsonl",
          "responses/*.jsonl",
          "judgements/*.jsonl",
          "dead-letters/*.jsonl");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final String path;
  private final ObjectNode manifest;

  private RunDirectory(String path, ObjectNode manifest) {
    this.path = path;
    this.manifest = manifest;
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
    RunDirectory directory = new RunDirectory(path, JSON.createObjectNode());
    directory.requireSame(key, options.getOverwrite());
    directory
        .manifest
        .put("polarbeam", version())
        .put("command", command)
        .put("data", simulated ? WriteTable.SIMULATED : "real")
        .put("key", key);
    ObjectNode made = directory.manifest.putObject("made_from");
    sorted.forEach(made::put);
    directory.manifest.put("runner", options.getRunner().getSimpleName());
    directory.manifest.put("started", now());
    try {
      if (options.getOverwrite()) {
        for (String glob : OURS) {
          Storage.delete(directory.file(glob));
        }
      }
      Storage.delete(directory.file("dead-letters/*.jsonl"));
      Storage.write(directory.file(MANIFEST), directory.manifest.toPrettyString() + "\n");
    } catch (IOException | RuntimeException e) {
      throw InputException.in(
          path,
          "the output directory cannot be written: " + e.getMessage(),
          "Give another --output, or make it writable");
    }
    return directory;
  }

  private void requireSame(String key, boolean overwrite) {
    List<String> found = Storage.list(file(MANIFEST));
    if (overwrite || found.isEmpty()) {
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

  /** Writes the end of the manifest: the run is complete. */
  void close() throws IOException {
    manifest.put("ended", now());
    Storage.write(file(MANIFEST), manifest.toPrettyString() + "\n");
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
