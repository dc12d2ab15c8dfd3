package org.polarbeam.survey;

import java.util.Locale;

/** The kinds of population a response can be aligned with. */
public enum Level {
  COUNTRY,
  LANGUAGE,
  GLOBAL;

  /** The only group of the level {@link #GLOBAL}. */
  public static final String EVERYBODY = "global";

  /** The spelling in files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
