package org.polarbeam.pipelines.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What an option is, on its getter: the checks, {@code --help}, shell completion, the metadata of
 * Flex Templates, the README's table and the key by which a run is resumed are made from it. Its
 * default is Beam's {@code @Default}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Option {
  /** What it does, in sentences. */
  String value();

  /** Under which heading of the help it stands. */
  Group group() default Group.USUAL;

  /** What its text is, where that matters. */
  Kind kind() default Kind.PLAIN;

  /** The least value of a number. */
  double least() default Double.NEGATIVE_INFINITY;

  /** The greatest value of a number. */
  double most() default Double.POSITIVE_INFINITY;

  /** The values it may have; any, if none are named. */
  String[] choices() default {};

  /**
   * Whether the results depend on it, so that a run with another value is another run. What is left
   * out here can be changed when a run is resumed.
   */
  boolean decides() default true;

  /** The option without which it means nothing; none, if empty. */
  String with() default "";

  /** Whether it means nothing where a job is launched from a template. */
  boolean local() default false;

  /** What a text stands for. */
  enum Kind {
    PLAIN,
    /** A file that is read. */
    FILE,
    /** Files that are read, as paths or globs. */
    FILES,
    /** A file that is written. */
    NEW_FILE,
    /** A directory that is written. */
    FOLDER,
    /** Where a key is kept in Google's Secret Manager. */
    SECRET,
    /** The name of an environment variable that has a key. */
    VARIABLE,
    /** A dataset of BigQuery. */
    DATASET
  }

  /** The headings of the help, in their order. */
  enum Group {
    USUAL("The usual"),
    WHO("Who is asked, who judges, who translates"),
    ANALYSIS("Analysis"),
    PEOPLE("People's labels"),
    ASKING("How models are asked, and what that may cost"),
    PROVIDERS("Of single providers"),
    OUTPUT("Output");

    private final String heading;

    Group(String heading) {
      this.heading = heading;
    }

    /** The heading's words. */
    public String heading() {
      return heading;
    }
  }
}
