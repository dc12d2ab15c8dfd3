package org.polarbeam.pipelines.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.polarbeam.transforms.internal.FileFaults;

/** What went wrong, for people. */
public final class Failures {
  /** What a sign stands for that would move the cursor or turn the writing round. */
  private Failures() {}

  /** The cause in one sentence, with what to do where that is known. */
  public static String sentence(Throwable failure) {
    Throwable first = failure;
    FileSystemException named = null;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String text = String.valueOf(t.getMessage());
      if (t instanceof FileSystemException of && of.getFile() != null) {
        named = of;
      }
      boolean isStart = t instanceof LinkageError && text.contains("OutOfMemoryError");
      if (t instanceof OutOfMemoryError || isStart) {
        return "there is not enough memory ("
            + (isStart ? "when a part of it was started" : text)
            + "). Give more, such as POLARBEAM_JAVA_OPTS=-Xmx4g.";
      }
      boolean isFull =
          text.contains("No space left on device") || text.contains("Disk quota exceeded");
      if (t instanceof IOException && isFull) {
        return "the disk is full, or your share of it"
            + where(t)
            + ". Make room, and start the same command again.";
      }
      if (t instanceof IOException && text.contains("File too large")) {
        return "a file may not grow as large as is needed"
            + where(t)
            + ". Raise the limit, such as by ulimit -f unlimited.";
      }
      if (t instanceof IOException && text.contains("Too many open files")) {
        return "too many files are open"
            + where(t)
            + ". Raise the limit, such as by ulimit -n 4096.";
      }
      first = t;
    }
    String message = first.getMessage();
    if (named != null) {
      return "a file cannot be read or written: " + FileFaults.reason(named) + ".";
    }
    return message == null || first instanceof UncheckedIOException
        ? first.toString()
        : first.getClass().getSimpleName() + ": " + message;
  }

  private static String where(Throwable t) {
    return t instanceof FileSystemException file && file.getFile() != null
        ? " (" + file.getFile() + ")"
        : "";
  }
}
