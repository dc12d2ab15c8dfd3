package org.polarbeam.pipelines.rundir;

import java.io.IOException;
import org.polarbeam.files.InputException;
import org.polarbeam.transforms.internal.BeamFiles;

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
    if (BeamFiles.exists(BeamFiles.requireLiteral(file)) && !BeamFiles.read(file).contains(mark)) {
      throw InputException.in(
          file,
          "it would be written over, and no command of Polarbeam made it",
          "Give another --output, or move it elsewhere");
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
          file, "the file cannot be written: " + BeamFiles.reason(e), "Give another --output");
    }
  }
}
