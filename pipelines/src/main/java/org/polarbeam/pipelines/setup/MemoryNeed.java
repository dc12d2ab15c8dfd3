package org.polarbeam.pipelines.setup;

import org.polarbeam.files.InputException;

/**
 * How much memory an analysis on this machine takes, told before its pipeline starts. Measured on
 * tables of 20,000 to 500,000 rows, 40 and 200 models, 10 and 2,000 rounds: what the runner holds
 * of a row at a time, eleven bytes a figure and round, and the design of RQ2, which has rows and
 * columns for every cell.
 */
public final class MemoryNeed {
  private static final long MEGABYTE = 1 << 20;
  private static final long START = 80 * MEGABYTE;
  private static final long ROW = 1_600;
  private static final long ROUND = 11;
  private static final long DESIGN = 30;

  /** Three alignments with each population. */
  private static final long MEASURES = 3;

  /** A collector needs room to work in. */
  private static final double ROOM = 1.2;

  private MemoryNeed() {}

  /**
   * Checks that this process may have as much.
   *
   * @param rows how many responses are analysed
   * @param cells how many models there are in how many languages
   * @param populations with how many each is compared
   * @throws InputException when it may not
   */
  public static void require(long rows, long cells, long populations, long rounds) {
    long need = of(rows, cells, populations, rounds);
    long most = Runtime.getRuntime().maxMemory();
    if (need > most) {
      throw new InputException(
          "This analysis of "
              + rows
              + " responses by "
              + rounds
              + " rounds takes about "
              + need / MEGABYTE
              + " MB of memory, and this process may have "
              + most / MEGABYTE
              + ". Start it with POLARBEAM_JAVA_OPTS=-Xmx"
              + suggested(need)
              + "m, or with fewer --rounds.");
    }
  }

  /** In MB; of what a JVM is given it keeps a thirtieth for itself. */
  static long suggested(long need) {
    return (need / 29 * 30 / MEGABYTE / 100 + 2) * 100;
  }

  static long of(long rows, long cells, long populations, long rounds) {
    long figures = cells * (populations + 1) * MEASURES;
    return (long)
        (ROOM
            * (START
                + rows * ROW
                + figures * rounds * ROUND
                + cells * cells * populations * DESIGN));
  }
}
