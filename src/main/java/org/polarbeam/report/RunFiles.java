package org.polarbeam.report;

import java.util.Optional;

/** Reads the files of a run directory, wherever that is. */
@FunctionalInterface
public interface RunFiles {
  /** The text of a file; nothing when the run has no such file. */
  Optional<String> read(String name);
}
