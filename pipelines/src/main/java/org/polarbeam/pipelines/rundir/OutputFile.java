package org.polarbeam.pipelines.rundir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.polarbeam.files.InputException;
import org.polarbeam.transforms.internal.BeamFiles;
import org.polarbeam.transforms.internal.FileFaults;

/** A single file that a command writes where a person says. */
public final class OutputFile {
  private OutputFile() {}

  /**
   * Checks that it may be written, before the work is done that goes into it.
   *
   * @param mark words that stand in every such file
   * @throws InputException when there is another file
   */
  public static void require(String file, String mark) {
    requirePlace("output", file);
    if (BeamFiles.exists(BeamFiles.requireLiteral(file)) && !BeamFiles.read(file).contains(mark)) {
      throw InputException.in(
          file,
          "it would be written over, and no command of Polarbeam made it",
          "Give another --output, or move it elsewhere");
    }
  }

  /**
   * Checks that a file of this name could be written, by writing another beside it that is removed.
   *
   * @param option that names it, for messages
   * @throws InputException when it could not
   */
  public static void requirePlace(String option, String file) {
    BeamFiles.requireLiteral(file);
    if (BeamFiles.isRemote(file)) {
      return;
    }
    Path path = Path.of(file).toAbsolutePath();
    Path there = path.getParent();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there == null || Files.exists(path) && !Files.isRegularFile(path)) {
      throw InputException.in(
          file,
          "this is a directory, a pipe or a device",
          "Give the name of a file by --" + option);
    }
    try {
      Files.delete(Files.createTempFile(there, ".polarbeam", null));
    } catch (IOException e) {
      throw InputException.in(
          file,
          "no file can be written there: " + FileFaults.reason(e),
          "Give another place by --" + option);
    }
  }

  /**
   * Writes it.
   *
   * @throws InputException when it cannot be written
   */
  public static void write(String file, String text) {
    try {
      BeamFiles.write(file, text);
    } catch (IOException e) {
      throw InputException.in(
          file, "the file cannot be written: " + FileFaults.reason(e), "Give another --output");
    }
  }
}
