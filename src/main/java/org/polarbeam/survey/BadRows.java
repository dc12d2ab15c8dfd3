package org.polarbeam.survey;

import java.io.Serializable;
import java.util.Locale;
import org.polarbeam.files.InputException;

/** Rows that cannot be read: counted and left out, as long as they are few. Mutable. */
final class BadRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private long good;
  private long bad;

  /** The first of them, by file and line, with what is wrong. */
  private String file;

  private long line;
  private String why;

  void addGood() {
    good++;
  }

  void add(String in, long at, String what) {
    bad++;
    stands(in, at, what);
  }

  void add(BadRows other) {
    good += other.good;
    bad += other.bad;
    if (other.file != null) {
      stands(other.file, other.line, other.why);
    }
  }

  private void stands(String in, long at, String what) {
    int before = file == null ? -1 : in.compareTo(file);
    if (before < 0 || before == 0 && at < line) {
      file = in;
      line = at;
      why = what;
    }
  }

  /**
   * Checks that they are few.
   *
   * @param most the share that may be left out
   * @throws InputException with the first of them when there are more
   */
  void require(double most) {
    if (bad > most * (good + bad)) {
      boolean isOne = bad == 1;
      throw new InputException(
          why
              + (isOne
                  ? ""
                  : String.format(
                      Locale.ROOT,
                      " This is the first of %,d rows of %,d that cannot be read.",
                      bad,
                      good + bad))
              + (most > 0 || bad * 10 < good
                  ? " --maxBadRows is the share of such rows that may be left out."
                  : ""));
    }
  }

  /** What was left out, in a sentence; null for nothing. */
  String told() {
    return bad == 0
        ? null
        : String.format(
            Locale.ROOT, "%,d rows of %,d are left out. The first: %s", bad, good + bad, why);
  }
}
