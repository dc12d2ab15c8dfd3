package org.polarbeam.pipelines;

import java.util.ArrayList;
import java.util.List;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Json;
import org.polarbeam.stats.Draws;
import org.polarbeam.study.Study;
import org.polarbeam.study.StudyReader;

/** What several commands do with their inputs. */
final class Inputs {
  private Inputs() {}

  /** The study of a file, or the bundled one for null. */
  static Study study(String file) {
    return StudyReader.read(studyName(file), yaml(file));
  }

  /** The text of a study's file, or of the bundled one for null. */
  static String yaml(String file) {
    return file == null ? StudyReader.bundledYaml() : Storage.read(file);
  }

  /** What to call a study's file in messages. */
  static String studyName(String file) {
    return file == null ? StudyReader.BUNDLED + ".yaml" : file;
  }

  /** The values of a list option that may not have been given. */
  static List<String> list(List<String> values) {
    return values == null ? List.of() : values;
  }

  /**
   * Checks that there is somewhere to write to.
   *
   * @throws InputException when there is not
   */
  static void requireOutput(CommonOptions options) {
    if (options.getOutput() == null || options.getOutput().isBlank()) {
      throw new InputException("Give --output, the directory to write to.");
    }
  }

  /** Whether the rows of a table are marked as simulated. */
  static boolean isSimulated(CsvTable table) {
    return table.rows().stream()
        .anyMatch(row -> row.optional(DataMark.FIELD).equals(DataMark.SIMULATED));
  }

  /** Whether a JSON line is marked as simulated. */
  static boolean isSimulated(String line) {
    return line.contains("\"" + DataMark.FIELD + "\":\"" + DataMark.SIMULATED + "\"");
  }

  /** Where answers are kept: where a person says, or in the run's directory. */
  static String store(AskingOptions options, RunDirectory directory) {
    if (options.getStore() == null) {
      return Storage.absolute(directory.file("store"));
    }
    if (!options.getDryRun()) {
      Storage.list(Storage.in(options.getStore(), "*")); // tells a place that cannot be reached
    }
    return Storage.absolute(options.getStore());
  }

  /** A content id of files. */
  static String digest(List<String> files) {
    return files.isEmpty()
        ? ""
        : Draws.idOf(files.stream().map(Storage::read).toArray(String[]::new));
  }

  /** A content id of a file; empty for null. */
  static String digestOf(String file) {
    return file == null ? "" : digest(List.of(file));
  }

  /** The records of JSON-lines files. */
  static <T> List<T> lines(List<String> files, Class<T> type) {
    List<T> all = new ArrayList<>();
    for (String file : files) {
      long number = 0;
      for (String line : Storage.read(file).lines().toList()) {
        number++;
        if (!line.isBlank()) {
          all.add(Json.read(type, line, file, number));
        }
      }
    }
    return all;
  }
}
