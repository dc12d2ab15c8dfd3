package org.polarbeam.pipelines;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.polarbeam.files.InputException;
import org.polarbeam.report.RunFiles;
import org.polarbeam.report.RunReport;

/** {@code report}: the HTML report of a run directory. */
final class ReportCommand {
  static final String NAME = "report";
  static final String FILE = "report.html";

  private ReportCommand() {}

  static int run(ReportOptions options) {
    String run = options.getRun();
    if (run == null || run.isBlank()) {
      throw new InputException("Give --run, the directory of a run such as out/run.");
    }
    requireRun(run, "run");
    String against = options.getAgainst();
    if (against != null) {
      requireRun(against, "against");
    }
    String file = options.getOutput() == null ? Storage.in(run, FILE) : options.getOutput();
    try {
      Storage.write(
          file,
          against == null
              ? html(run)
              : RunReport.html(new FilesOf(run), new FilesOf(against), nameOf(against)));
    } catch (IOException e) {
      throw InputException.in(
          file, "the file cannot be written: " + e.getMessage(), "Give another --output");
    }
    System.err.println("The report is " + file);
    return Finish.DONE;
  }

  /** What a person calls a directory. */
  private static String nameOf(String directory) {
    return Storage.nameOf(directory.replaceAll("/+$", ""));
  }

  private static void requireRun(String directory, String option) {
    if (Storage.list(Storage.in(directory, RunDirectory.MANIFEST)).isEmpty()) {
      throw InputException.in(
          directory,
          "it has no " + RunDirectory.MANIFEST,
          "Give --" + option + ", the directory of a run");
    }
  }

  /** Writes the report of a run into its directory. */
  static void write(RunDirectory directory) throws IOException {
    Storage.write(directory.file(FILE), html(directory.file("")));
  }

  private static String html(String run) {
    return RunReport.html(new FilesOf(run));
  }

  /** The files of a run directory of any file system. */
  private record FilesOf(String run) implements RunFiles {
    @Override
    public Optional<String> read(String name) {
      String file = Storage.in(run, name);
      return Storage.list(file).isEmpty() ? Optional.empty() : Optional.of(Storage.read(file));
    }

    @Override
    public List<String> list(String folder) {
      return Storage.list(Storage.in(run, folder + "/*.jsonl")).stream()
          .map(file -> folder + "/" + Storage.nameOf(file))
          .sorted()
          .toList();
    }
  }
}
