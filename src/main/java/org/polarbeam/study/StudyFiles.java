package org.polarbeam.study;

import org.polarbeam.files.InputException;

/** Where the files come from that a study extends. */
@FunctionalInterface
public interface StudyFiles {
  /** No files: a study may extend the bundled one alone. */
  StudyFiles NONE =
      path -> {
        throw new InputException("The study " + path + " cannot be read from here.");
      };

  /**
   * The text of a file.
   *
   * @throws InputException when it cannot be read
   */
  String read(String path);
}
