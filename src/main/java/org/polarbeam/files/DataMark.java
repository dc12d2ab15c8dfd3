package org.polarbeam.files;

/** How every output says whether its data are of real models and populations. */
public final class DataMark {
  /** The column, or JSON field, that says so. */
  public static final String FIELD = "data";

  /** Its value where a simulated respondent, judge or survey had a part in it. */
  public static final String SIMULATED = "SIMULATED";

  /** Its value in a manifest otherwise. Rows of real data carry no mark. */
  public static final String REAL = "real";

  private DataMark() {}
}
