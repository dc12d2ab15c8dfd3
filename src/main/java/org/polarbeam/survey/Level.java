package org.polarbeam.survey;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * A kind of population that a response can be aligned with: countries, the speakers of languages,
 * everybody, or one that a survey's description names, such as generations. A crossing of several
 * has their names with colons between.
 *
 * @param label the spelling in files
 */
public record Level(String label) implements Serializable {
  public static final Level COUNTRY = new Level("country");
  public static final Level LANGUAGE = new Level("language");
  public static final Level GLOBAL = new Level("global");

  /** The levels that every truth has. */
  public static final List<Level> STANDARD = List.of(COUNTRY, LANGUAGE, GLOBAL);

  /** Those first, then others by name. */
  static final Comparator<Level> ORDER =
      Comparator.comparing((Level l) -> STANDARD.contains(l) ? STANDARD.indexOf(l) : 9)
          .thenComparing(Level::label);

  /** The only group of the level {@link #GLOBAL}. */
  public static final String EVERYBODY = "global";

  /** What stands between the names of crossed levels, and of their groups. */
  public static final String CROSS = ":";

  /** What a level may be called. */
  static final String NAME = "[a-z][a-z0-9_]{0,39}";

  /** Whether a name is one of a level or of a crossing. */
  static boolean isName(String name) {
    return name.matches(NAME + "(" + CROSS + NAME + ")*");
  }

  /** Whether every truth has it. */
  public boolean isStandard() {
    return STANDARD.contains(this);
  }
}
