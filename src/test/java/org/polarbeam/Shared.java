package org.polarbeam;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.polarbeam.files.CsvTable;

/** The released study and known answers beside the checkout; tests that need them skip without. */
public final class Shared {
  private Shared() {}

  /** The path of a file of the shared folder; skips the test where it is absent. */
  public static Path path(String file) {
    Path root = Path.of(System.getProperty("polarbeam.root", "..")).toAbsolutePath().normalize();
    Path path = root.resolveSibling("shared").resolve(file);
    assumeTrue(Files.exists(path), "skipped: ../shared/" + file + " is not here");
    return path;
  }

  /** A CSV file of the shared folder; skips the test where it is absent. */
  public static CsvTable table(String file) {
    try {
      return CsvTable.read(file, Files.newBufferedReader(path(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
