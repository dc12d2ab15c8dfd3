package org.polarbeam.pipelines.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Json;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.pipelines.cli.OptionSpec;
import org.polarbeam.stats.Draws;
import org.polarbeam.study.Study;
import org.polarbeam.study.StudyReader;
import org.polarbeam.transforms.internal.BeamFiles;

/** The files that a command is given; each is read once, however often it is asked for. */
public final class Inputs {
  /** Longer texts are not kept: they are survey files, which workers read. */
  private static final int MOST_KEPT = 64 << 20;

  private static final Set<Option.Kind> PATHS =
      EnumSet.of(Option.Kind.FILE, Option.Kind.FILES, Option.Kind.NEW_FILE, Option.Kind.FOLDER);

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, CsvTable> tables = new HashMap<>();
  private final Map<String, String> digests = new HashMap<>();
  private final Set<String> extended = new LinkedHashSet<>();

  /**
   * Checks that the files on this machine are there, before the first of any is read.
   *
   * @throws InputException when one is not
   */
  public static void requireLocal(Arguments args, Collection<OptionSpec> options) {
    for (OptionSpec option : options) {
      String given = args.text(option.name());
      if (given != null && PATHS.contains(option.kind())) {
        requirePath(option, given);
      }
      if (given != null && option.kind() == Option.Kind.FILE) {
        requireLocal(option, given);
      } else if (given != null && option.kind() == Option.Kind.FILES) {
        args.list(option.name()).forEach(path -> requireLocal(option, path));
      }
    }
  }

  private static void requirePath(OptionSpec option, String given) {
    requireScheme("--" + option.name() + "=" + given, given);
  }

  private static void requireScheme(String where, String given) {
    if (given.matches("(gs|s3|hdfs|https?|file):/(?!/).*")) {
      throw InputException.in(
          where, "a place behind a scheme begins with two strokes", "Give gs://, or a path");
    }
    int end = given.indexOf("://");
    String scheme = end < 0 || given.contains(",") ? "gs" : given.substring(0, end);
    if (!scheme.equals("gs")) {
      throw InputException.in(
          where,
          "nothing is read or written by " + scheme + "://",
          scheme.equals("file")
              ? "Give the path behind it"
              : "Fetch the file, and give its path; paths are of this machine or begin with gs://");
    }
  }

  private static void requireLocal(OptionSpec option, String path) {
    if (!BeamFiles.isRemote(path)) {
      BeamFiles.expand(option.name(), List.of(path));
    }
  }

  /**
   * The files that paths and globs stand for, each glob's in the order of their names.
   *
   * @param option for messages
   * @throws InputException when one stands for none
   */
  public List<String> expand(String option, List<String> globs) {
    return BeamFiles.expand(option, globs);
  }

  /**
   * A file's text.
   *
   * @throws InputException when it cannot be read
   */
  public String text(String file) {
    String known = texts.get(file);
    if (known != null) {
      return known;
    }
    String text = BeamFiles.read(file);
    digests.put(file, digest(text));
    if (text.length() < MOST_KEPT) {
      texts.put(file, text);
    }
    return text;
  }

  private static String digest(String text) {
    try {
      return Draws.idOf(new ByteArrayInputStream(text.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException(e); // a text in memory can be read
    }
  }

  /**
   * A CSV file.
   *
   * @throws InputException when it cannot be read or is no table
   */
  public CsvTable table(String file) {
    return tables.computeIfAbsent(
        file,
        f -> {
          try {
            return CsvTable.read(f, new StringReader(text(f)));
          } catch (IOException e) {
            throw new IllegalStateException(e); // a text in memory can be read
          }
        });
  }

  /** Lets go of what was read, which workers read for themselves; what was told of it stays. */
  public void forget() {
    texts.clear();
    tables.clear();
  }

  /** CSV files. */
  public List<CsvTable> tables(List<String> files) {
    return files.stream().map(this::table).toList();
  }

  /** A content id of files; empty for none. */
  public String digest(List<String> files) {
    if (files.isEmpty()) {
      return "";
    }
    for (String file : files) {
      digests.computeIfAbsent(file, BeamFiles::digest);
    }
    return Draws.idOf(files.stream().map(digests::get).toArray(String[]::new));
  }

  /** The records of JSON-lines files. */
  public <T> List<T> lines(List<String> files, Class<T> type) {
    List<T> all = new ArrayList<>();
    for (String file : files) {
      each(file, (line, number) -> all.add(Json.read(type, line, file, number)));
    }
    return all;
  }

  /** Takes a line and its number. */
  public interface LineReader {
    /** Reads a line that is not blank. */
    void read(String line, long number);
  }

  /** Goes through the lines of a file that are not blank. */
  public void each(String file, LineReader reader) {
    long number = 0;
    for (String line : text(file).lines().toList()) {
      number++;
      if (!line.isBlank()) {
        reader.read(line, number);
      }
    }
  }

  /** The study of a file, or the bundled one for null, with what it has from those it extends. */
  public Study study(String file) {
    if (file == null) {
      return StudyReader.bundled();
    }
    Study study = StudyReader.read(file, text(file), this::extended);
    digests.put(file, study.digest()); // another study where one that it extends has changed
    return study;
  }

  /**
   * The text of a study's file, or of the bundled one for null, that says all itself: one that
   * extends others is written out.
   */
  public String studyText(String file) {
    return file == null
        ? StudyReader.bundledYaml()
        : StudyReader.whole(file, text(file), this::extended);
  }

  private String extended(String file) {
    requireScheme(file, file);
    extended.add(file);
    return text(file);
  }

  /** The files that the study extends. */
  public List<String> extended() {
    return List.copyOf(extended);
  }
}
