package org.polarbeam.model.served;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Programs of this machine. */
final class Programs {
  private Programs() {}

  /** Where a program is, by its path or by its name in the PATH; null for nowhere. */
  static Path find(String program) {
    if (program.indexOf(File.separatorChar) >= 0) {
      return executable(Path.of(program));
    }
    String folders = System.getenv("PATH");
    for (String folder : folders == null ? new String[0] : folders.split(File.pathSeparator)) {
      try {
        Path found = executable(Path.of(folder, program));
        if (found != null) {
          return found;
        }
      } catch (InvalidPathException e) {
        continue; // no folder, so the program is not in it
      }
    }
    return null;
  }

  private static Path executable(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path) ? path : null;
  }
}
