package org.polarbeam.report;

import java.util.List;
import java.util.Optional;

/** Reads the files of a run directory, wherever that is. */
@FunctionalInterface
public interface RunFiles {
  /** The text of a file; nothing when the run has no such file. */
  Optional<String> read(String name);

  /**
   * The names of the files in a folder of the run such as {@code responses}, as {@link #read} takes
   * them, sorted; none when there is no such folder.
   */
  default List<String> list(String folder) {
    return List.of();
  }
}
