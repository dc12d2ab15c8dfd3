package org.polarbeam.pipelines.rundir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.DataPackage;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Names;
import org.polarbeam.files.Table;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.TableOptions;
import org.polarbeam.prompt.WordingReview;
import org.polarbeam.record.Tables;
import org.polarbeam.report.MethodsText;
import org.polarbeam.report.RunReport;
import org.polarbeam.transforms.internal.BeamFiles;
import org.polarbeam.transforms.internal.FileFaults;

/**
 * The directory a command writes to, and the manifest in it that says what made it. It knows
 * whether anything simulated had a part in its data, and marks whatever goes through it.
 */
public final class RunDirectory implements AutoCloseable {
  /** The file of the study that {@code translate} writes. */
  public static final String STUDY = RunFolder.STUDY;

  /** The report. */
  public static final String REPORT = RunFolder.REPORT;

  /** Where files are written that are to replace those of an earlier run. */
  private static final String BESIDE = ".new";

  /** In the manifest beside, while files are put in place: which of them are new. */
  private static final String WHOLE = "whole";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final RunFolder home;
  private final ObjectNode manifest;
  private final TableOptions options;
  private final boolean isNew;

  /** Where files are written now: at home, or beside until they are whole. */
  private RunFolder now;

  private DirectoryLock lock = DirectoryLock.NONE;
  private boolean isLeftToOthers;

  private RunDirectory(String path, ObjectNode manifest, TableOptions options) {
    this.home = new RunFolder(path);
    this.now = home;
    this.manifest = manifest;
    this.options = options;
    this.isNew = isDry() || !home.hasManifest();
  }

  /** Every table that a run's directory may have. */
  public static List<Table<?>> tables() {
    List<Table<?>> all = new ArrayList<>(Tables.ALL);
    all.add(WordingReview.TABLE);
    return all;
  }

  /**
   * Opens a directory for a command whose inputs have been checked, and writes the manifest's
   * beginning. Where it is to replace an earlier run, that run stays as it is until {@link
   * #finish}.
   *
   * @param simulated whether anything simulated has a part in the data
   * @throws InputException when something else made the directory, another process writes to it, an
   *     input lies where files are written, or it cannot be written
   */
  public static RunDirectory open(Arguments args, ResumeKey key, boolean simulated) {
    TableOptions options = args.as(TableOptions.class);
    RunFolder home = new RunFolder(BeamFiles.requireLiteral(options.getOutput()));
    if (home.path().matches("/+|gs://[^/]+/*")) {
      throw InputException.in(home.path(), "this is no folder of its own", "Give one below it");
    }
    OwnFiles.requirePlace(home.path());
    String fault = Names.fault(options.getLicence());
    if (fault != null) {
      throw new InputException("--licence: " + fault + ". Give a name such as CC-BY-4.0.");
    }
    new OwnFiles(home).requireInputsElsewhere(args, key);
    boolean dry = options.getDryRun();
    DirectoryLock lock = dry ? DirectoryLock.NONE : DirectoryLock.of(home.path(), args);
    try {
      RunDirectory directory = new RunDirectory(home.path(), JSON.createObjectNode(), options);
      directory.lock = lock;
      directory.begin(args, key, simulated);
      return directory;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void begin(Arguments args, ResumeKey key, boolean simulated) {
    String store = storeOf(args);
    if (!isDry()) {
      new OwnFiles(home).require(key.id(), options.getOverwrite(), store);
    }
    manifest
        .put("polarbeam", version())
        .put("command", key.command())
        .put(DataMark.FIELD, simulated ? DataMark.SIMULATED : DataMark.REAL)
        .put("licence", options.getLicence())
        .put("key", key.id());
    ObjectNode made = manifest.putObject("made_from");
    key.madeFrom().forEach(made::put);
    manifest.put("runner", args.runner());
    if (store != null) {
      manifest.put(OwnFiles.STORE, store);
    }
    manifest.put("started", now());
    if (isDry()) {
      return;
    }
    try {
      if (options.getOverwrite() && !isNew) {
        now = new RunFolder(home.file(BESIDE));
        now.clear(); // of a start that was killed
      }
      now.deleteDeadLetters();
      save();
    } catch (IOException | RuntimeException e) {
      throw InputException.in(
          home.path(),
          "the output directory cannot be written: " + FileFaults.reason(e),
          "Give another --output that is a directory you may write to");
    }
  }

  /** Where answers are kept; empty for the directory's own store, null where none are. */
  private static String storeOf(Arguments args) {
    if (args.specs().stream().noneMatch(spec -> spec.name().equals(OwnFiles.STORE))) {
      return null;
    }
    String given = args.text(OwnFiles.STORE);
    return given == null || given.isBlank() ? "" : BeamFiles.absolute(given);
  }

  /** The directory a command has opened, seen from a worker. */
  private static RunDirectory opened(String path, String place, String manifest) {
    try {
      RunFolder folder = new RunFolder(place);
      // A worker may do this twice: what the first time came to is what the second goes on from.
      String known =
          folder.hasManifest() ? BeamFiles.read(folder.file(RunFolder.MANIFEST)) : manifest;
      RunDirectory directory = new RunDirectory(path, (ObjectNode) JSON.readTree(known), null);
      directory.now = folder.hasManifest() ? folder : directory.home;
      return directory;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the manifest is not one of ours", e);
    }
  }

  private boolean isDry() {
    return options != null && options.getDryRun();
  }

  private static String version() {
    String version = RunDirectory.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The path that a file has when the run has ended. */
  public String home(String name) {
    return home.file(name);
  }

  /** The path that a file in the directory has now. */
  public String file(String name) {
    return now.file(name);
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
    WriteTables.write(now.path(), table, cells, WriteTables.mark(isSimulated()), options.getAvro());
  }

  /** Writes a file at once, in this process. */
  public void write(String name, String text) throws IOException {
    BeamFiles.write(file(name), text);
  }

  /** The names of the files in a folder, as paths. */
  public List<String> list(String folder) {
    return BeamFiles.filesIn(file(folder), ".jsonl");
  }

  /** The last step of a job that nobody waits for. */
  DoFn<Long, Void> closing() {
    isLeftToOthers = true;
    return new CloseFn(
        BeamFiles.absolute(home.path()), BeamFiles.absolute(now.path()), manifest.toString());
  }

  private static final class CloseFn extends DoFn<Long, Void> {
    private static final long serialVersionUID = 1L;
    private final String path;
    private final String place;
    private final String manifest;

    CloseFn(String path, String place, String manifest) {
      this.path = path;
      this.place = place;
      this.manifest = manifest;
    }

    @ProcessElement
    public void process() throws IOException {
      RunDirectory directory = opened(path, place, manifest);
      if (!directory.isReplacing()) {
        directory.count();
      }
      directory.finish();
    }
  }

  /**
   * Takes a directory back that this command has begun: none of its files was there before, as has
   * been checked, and whatever else is there stays.
   */
  public void abandon() throws IOException {
    if (isNew && !isDry()) {
      home.clear();
    }
  }

  /** Writes the manifest as far as it goes. */
  private void save() throws IOException {
    BeamFiles.write(file(RunFolder.MANIFEST), manifest.toPrettyString() + "\n");
  }

  /**
   * Notes what a directory whose files are there holds: the ledger's steps and the dead letters.
   *
   * @return how many dead letters each stage left
   */
  public Map<String, Long> count() throws IOException {
    Map<String, Long> letters = RunCounts.deadLetters(now);
    note("dead_letters", letters);
    if (hasReport()) {
      note("counts", RunCounts.ledger(now));
      List<String> lost = RunCounts.inAnotherLanguage(now);
      if (!lost.isEmpty()) {
        System.err.println(
            "Not one answer of "
                + String.join(", ", lost)
                + " was told to be in the language asked for, so none of them counts. Look at them in"
                + " responses/, and at --responseLanguage.");
      }
    }
    save();
    return letters;
  }

  /** Ends the run: the data package, the report where there are answers, the manifest's end. */
  public void finish() throws IOException {
    lock.requireHeld();
    if (!now.hasManifest()) {
      throw new IllegalStateException(
          "The output directory was removed while the run wrote to it, so it is not whole. Run"
              + " again into another");
    }
    if (!isReplacing()) {
      BeamFiles.write(file(DataPackage.FILE), RunPackage.json(now, manifest));
      if (hasReport()) {
        StoredRun run = new StoredRun(now.path());
        BeamFiles.write(file(REPORT), RunReport.html(run));
        if (BeamFiles.exists(file(Tables.ALIGNMENT.file()))) {
          BeamFiles.write(file(MethodsText.FILE), MethodsText.of(run));
        }
      }
    }
    if (!now.equals(home)) {
      replace();
    }
    new OwnFiles(home).list(manifest);
    manifest.put("ended", now());
    save();
  }

  /**
   * Puts the files that are whole in place of the earlier run's. The manifest comes first, so that
   * a directory in which this stopped midway does not say that a run has ended.
   */
  private void replace() throws IOException {
    if (!isReplacing()) {
      ArrayNode whole = manifest.putArray(WHOLE);
      now.files().forEach(whole::add);
      save(); // so that whoever goes on from here knows what is new
    }
    Set<String> replacing = new HashSet<>();
    manifest.path(WHOLE).forEach(file -> replacing.add(file.asText()));
    manifest.remove(WHOLE);
    RunFolder beside = now;
    now = home;
    save();
    for (String file : beside.files()) {
      BeamFiles.move(beside.file(file), home.file(file));
    }
    home.delete(home.files().stream().filter(file -> !replacing.contains(file)).toList());
    beside.remove();
  }

  /** Whether an earlier attempt has begun to put the new files in place. */
  private boolean isReplacing() {
    return !now.equals(home) && manifest.has(WHOLE);
  }

  /**
   * Lets others write to the directory. What has not ended and was to replace an earlier run is
   * removed; the earlier run stays.
   */
  @Override
  public void close() {
    try {
      if (!now.equals(home) && !isLeftToOthers && !isDry()) {
        now.remove();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.close();
    }
  }

  /**
   * Writes a report into the directory of a run that is there.
   *
   * @throws InputException when another process writes to it
   */
  public static void writeReport(Arguments args, String path, String page) throws IOException {
    try (DirectoryLock held = DirectoryLock.of(path, args)) {
      held.requireHeld();
      OutputFile.write(BeamFiles.in(path, REPORT), page);
      new OwnFiles(new RunFolder(path)).add(REPORT);
    }
  }

  /** Whether a run that is closed has a report. */
  public boolean hasReport() {
    return BeamFiles.exists(file(Tables.LEDGER.file()));
  }
}
