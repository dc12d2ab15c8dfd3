package org.polarbeam.model;

import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;

/** The files that providers read, wherever they are: local or in a bucket. */
public interface FileAccess extends Serializable {
  /** No files. */
  FileAccess NONE =
      new FileAccess() {
        private static final long serialVersionUID = 1L;

        @Override
        public List<String> expand(String glob) {
          throw new UnsupportedOperationException("there is no access to " + glob);
        }

        @Override
        public Reader open(String file) {
          throw new UnsupportedOperationException("there is no access to " + file);
        }

        @Override
        public Path copy(String folder) {
          throw new UnsupportedOperationException("there is no access to " + folder);
        }
      };

  /**
   * The files that a path or glob stands for, in the order of their names.
   *
   * @throws org.polarbeam.files.InputException when there is none
   */
  List<String> expand(String glob);

  /** Opens a file as UTF-8 text. */
  Reader open(String file) throws IOException;

  /** A copy of a folder's files on this machine, made once. */
  Path copy(String folder) throws IOException;
}
