package org.polarbeam.pipelines.rundir;

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
import org.apache.beam.sdk.transforms.DoFn;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.DataPackage;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Table;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.TableOptions;
import org.polarbeam.prompt.WordingReview;
import org.polarbeam.record.Ledger;
import org.polarbeam.record.Tables;
import org.polarbeam.report.RunReport;
import org.polarbeam.transforms.internal.BeamFiles;

/**
 * The directory a command writes to, and the manifest in it that says what made it. It knows
 * whether anything simulated had a part in its data, and marks whatever goes through it.
 */
public final class RunDirectory {
  static final String MANIFEST = "manifest.json";
  static final String DEAD_LETTERS = "dead-letters";

  /** The file of the study that {@code translate} writes. */
  public static final String STUDY = "study.yaml";

  /** The report. */
  public static final String REPORT = "report.html";

  /** The folders of JSON lines. */
  private static final List<String> FOLDERS =
      List.of("prompts", "wordings", "responses", "judgements", "votes", DEAD_LETTERS);

  private static final List<String> OTHER_FILES = List.of(STUDY, REPORT, DataPackage.FILE);

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final String path;
  private final ObjectNode manifest;
  private final boolean isNew;
  private final TableOptions options;

  private RunDirectory(String path, ObjectNode manifest, TableOptions options) {
    this.path = path;
    this.manifest = manifest;
    this.options = options;
    this.isNew = isDry() || BeamFiles.list(file(MANIFEST)).isEmpty();
  }

  /** Every table that a run's directory may have. */
  public static List<Table<?>> tables() {
    List<Table<?>> all = new ArrayList<>(Tables.ALL);
    all.add(WordingReview.TABLE);
    return all;
  }

  /**
   * Opens a directory for a command whose inputs have been checked, and writes the manifest's
   * beginning.
   *
   * @param simulated whether anything simulated has a part in the data
   * @throws InputException when something else made the directory, or it cannot be written
   */
  public static RunDirectory open(Arguments args, ResumeKey key, boolean simulated) {
    TableOptions options = args.as(TableOptions.class);
    RunDirectory directory =
        new RunDirectory(options.getOutput(), JSON.createObjectNode(), options);
    directory.requireSame(key.id(), options.getOverwrite());
    directory
        .manifest
        .put("polarbeam", version())
        .put("command", key.command())
        .put(DataMark.FIELD, simulated ? DataMark.SIMULATED : DataMark.REAL)
        .put("licence", options.getLicence())
        .put("key", key.id());
    ObjectNode made = directory.manifest.putObject("made_from");
    key.madeFrom().forEach(made::put);
    directory.manifest.put("runner", args.runner());
    directory.manifest.put("started", now());
    if (directory.isDry()) {
      return directory;
    }
    try {
      if (options.getOverwrite()) {
        directory.clear();
      }
      directory.delete(DEAD_LETTERS + "/*.jsonl");
      directory.save();
    } catch (IOException | RuntimeException e) {
      throw InputException.in(
          directory.path,
          "the output directory cannot be written: " + e.getMessage(),
          "Give another --output, or make it writable");
    }
    return directory;
  }

  /** The directory a command has opened, seen from a worker. */
  private static RunDirectory opened(String path, String manifest) {
    try {
      return new RunDirectory(path, (ObjectNode) JSON.readTree(manifest), null);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the manifest is not one of ours", e);
    }
  }

  private boolean isDry() {
    return options != null && options.getDryRun();
  }

  private void requireSame(String key, boolean overwrite) {
    if (overwrite || isNew) {
      return;
    }
    try {
      JsonNode before = JSON.readTree(BeamFiles.read(file(MANIFEST)));
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

  /** Removes what an earlier run wrote. */
  private void clear() {
    for (Table<?> table : tables()) {
      delete(table.file());
      delete(table.name() + ".avro");
    }
    OTHER_FILES.forEach(this::delete);
    FOLDERS.forEach(folder -> delete(folder + "/*.jsonl"));
  }

  private static String version() {
    String version = RunDirectory.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The path of a file in the directory. */
  public String file(String name) {
    return BeamFiles.in(path, name);
  }

  /** Whether anything simulated has a part in its data. */
  public boolean isSimulated() {
    return manifest.path(DataMark.FIELD).asText().equals(DataMark.SIMULATED);
  }

  /** A field of the manifest. */
  public RunDirectory note(String field, String value) {
    manifest.put(field, value);
    return this;
  }

  /** Counts for the manifest. */
  public RunDirectory note(String field, Map<String, Long> counts) {
    ObjectNode node = manifest.putObject(field);
    new TreeMap<>(counts).forEach(node::put);
    return this;
  }

  /** Where a pipeline's tables and records go. */
  public Sinks sinks(Pipeline pipeline) {
    return new Sinks(this, pipeline, options);
  }

  /** Writes a table at once, in this process. */
  public <R> void write(Table<R> table, List<R> rows) throws IOException {
    List<List<String>> cells = rows.stream().map(table::cells).toList();
    WriteTables.write(path, table, cells, WriteTables.mark(isSimulated()), options.getAvro());
  }

  /** Writes a file at once, in this process. */
  public void write(String name, String text) throws IOException {
    BeamFiles.write(file(name), text);
  }

  /** The names of the files in a folder, as paths. */
  public List<String> list(String folder) {
    return BeamFiles.list(file(folder + "/*.jsonl"));
  }

  /** The last step of a job that nobody waits for. */
  DoFn<Long, Void> closing() {
    return new CloseFn(BeamFiles.absolute(path), manifest.toString());
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
      RunDirectory directory = opened(path, manifest);
      directory.count();
      directory.close();
    }
  }

  /** Takes a directory back that this command has begun. */
  public void abandon() throws IOException {
    if (isNew && !isDry()) {
      List.of(MANIFEST, Tables.SURVEY.file(), Tables.TRUTH.file(), Tables.HUMAN_CONSISTENCY.file())
          .forEach(this::delete);
      BeamFiles.deleteIfEmpty(path);
    }
  }

  private void delete(String glob) {
    try {
      BeamFiles.delete(file(glob));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the manifest as far as it goes. */
  private void save() throws IOException {
    BeamFiles.write(file(MANIFEST), manifest.toPrettyString() + "\n");
  }

  /**
   * Notes what a directory whose files are there holds: the ledger's steps and the dead letters.
   *
   * @return how many dead letters each stage left
   */
  public Map<String, Long> count() throws IOException {
    Map<String, Long> letters = deadLetters();
    note("dead_letters", letters);
    if (hasLedger()) {
      note("counts", ledgerSums());
    }
    save();
    return letters;
  }

  /** Closes the run: the data package, the report where there are answers, the manifest's end. */
  public void close() throws IOException {
    BeamFiles.write(file(DataPackage.FILE), dataPackage());
    if (hasReport()) {
      BeamFiles.write(file(REPORT), RunReport.html(new StoredRun(path)));
    }
    manifest.put("ended", now());
    save();
  }

  /** Whether a run that is closed has a report. */
  public boolean hasReport() {
    return hasLedger();
  }

  private boolean hasLedger() {
    return !BeamFiles.list(file(Tables.LEDGER.file())).isEmpty();
  }

  private String dataPackage() {
    String licence = manifest.path("licence").asText();
    DataPackage data =
        new DataPackage(
            "Value polarity scores of language models compared with what populations answered,"
                + " made by Polarbeam "
                + manifest.path("polarbeam").asText()
                + ", command "
                + manifest.path("command").asText()
                + "."
                + (isSimulated()
                    ? " Simulated respondents, a simulated judge or a synthetic survey had a part in"
                        + " it: it says nothing about any real model or population."
                    : ""),
            licence,
            isSimulated());
    for (Table<?> table : tables()) {
      String file = file(table.file());
      if (!BeamFiles.list(file).isEmpty()) {
        data.add(table, header(BeamFiles.read(file)));
      }
    }
    return data.json();
  }

  private static List<String> header(String csv) {
    return List.of(csv.lines().findFirst().orElse("").split(","));
  }

  /** The sums of the ledger's steps over models and languages. */
  private Map<String, Long> ledgerSums() {
    Map<String, Long> counts = new TreeMap<>();
    for (CsvTable.Row row : BeamFiles.table(file(Tables.LEDGER.file())).rows()) {
      for (String step : Ledger.STEPS) {
        Integer count = row.countOrNull(step);
        if (count != null) {
          counts.merge(step, count.longValue(), Long::sum);
        }
      }
    }
    return counts;
  }

  private Map<String, Long> deadLetters() {
    Map<String, Long> counts = new TreeMap<>();
    for (String letters : list(DEAD_LETTERS)) {
      String stage = BeamFiles.nameOf(letters).replace(".jsonl", "");
      counts.put(stage, BeamFiles.read(letters).lines().count());
    }
    return counts;
  }
}
