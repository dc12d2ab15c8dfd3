package org.polarbeam.pipelines;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;

/** Reads and writes whole files wherever Beam's file systems reach: local paths, {@code gs://}. */
final class Storage {
  private static final String LOCAL = "file";
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  private Storage() {}

  /** The file of that name in a directory. */
  static String in(String directory, String file) {
    return directory.endsWith("/") ? directory + file : directory + "/" + file;
  }

  /** The last part of a path. */
  static String nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** A new directory of this machine for what need not last. */
  static String temporary() throws IOException {
    Path directory = Files.createTempDirectory("polarbeam");
    directory.toFile().deleteOnExit();
    return directory.toString();
  }

  /** A path as workers can use it, whose working directory may be another. */
  static String absolute(String path) {
    return path.contains("://") ? path : Path.of(path).toAbsolutePath().normalize().toString();
  }

  /**
   * The files that paths and globs stand for, each glob's in the order of their names.
   *
   * @throws InputException when one stands for none
   */
  static List<String> expand(String option, List<String> globs) {
    List<String> files = new ArrayList<>();
    for (String glob : globs) {
      List<String> found = list(glob);
      if (found.isEmpty()) {
        throw InputException.in(
            glob, "there is no such file", "Check the path given by --" + option);
      }
      for (String file : found) {
        if (files.contains(file)) {
          throw InputException.in(file, "the file is given twice", "Give it once by --" + option);
        }
        files.add(file);
      }
    }
    return files;
  }

  /** The files a glob stands for, in the order of their names; maybe none. */
  static List<String> list(String glob) {
    if (!glob.contains("://") && !WILDCARD.matcher(glob).find()) {
      // Beam would walk the whole folder to find that one file is not there.
      return Files.isRegularFile(Path.of(glob)) ? List.of(glob) : List.of();
    }
    try {
      MatchResult match = FileSystems.match(glob, EmptyMatchTreatment.ALLOW);
      return match.metadata().stream()
          .filter(m -> !m.resourceId().isDirectory())
          .map(m -> m.resourceId().toString())
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException | IllegalArgumentException e) {
      throw cannot("read", glob, e);
    }
  }

  /** Opens a file as UTF-8 text. */
  static Reader open(String file) throws IOException {
    InputStream bytes =
        Channels.newInputStream(FileSystems.open(FileSystems.matchNewResource(file, false)));
    return new java.io.BufferedReader(
        new java.io.InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
  }

  /**
   * A file's text.
   *
   * @throws InputException when it cannot be read
   */
  static String read(String file) {
    try (Reader reader = open(file)) {
      java.io.StringWriter text = new java.io.StringWriter();
      reader.transferTo(text);
      return text.toString();
    } catch (CharacterCodingException e) {
      throw InputException.in(file, "the file is not UTF-8 text", "Save it as UTF-8");
    } catch (IOException e) {
      throw cannot("read", file, e);
    }
  }

  /**
   * A CSV file.
   *
   * @throws InputException when it cannot be read or is no table
   */
  static CsvTable table(String file) {
    try (Reader reader = open(file)) {
      return CsvTable.read(file, reader);
    } catch (CharacterCodingException e) {
      throw InputException.in(file, "the file is not UTF-8 text", "Save it as UTF-8");
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw InputException.in(file, "the file is not UTF-8 text", "Save it as UTF-8");
      }
      throw cannot("read", file, e.getCause());
    } catch (IOException e) {
      throw cannot("read", file, e);
    }
  }

  /**
   * Writes a file so that no reader ever sees half of it: an object of a bucket is there whole or
   * not at all, and a local file is written under a temporary name first.
   */
  static void write(String file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #write(String, String)}, of bytes. */
  static void write(String file, byte[] bytes) throws IOException {
    ResourceId target = FileSystems.matchNewResource(file, false);
    if (!target.getScheme().equals(LOCAL)) {
      create(target, bytes);
      return;
    }
    ResourceId part = FileSystems.matchNewResource(file + ".part", false);
    create(part, bytes);
    FileSystems.rename(List.of(part), List.of(target), StandardMoveOptions.IGNORE_MISSING_FILES);
  }

  private static void create(ResourceId file, byte[] content) throws IOException {
    try (OutputStream bytes = Channels.newOutputStream(FileSystems.create(file, type(file)))) {
      bytes.write(content);
    }
  }

  /** What a bucket tells a browser of a file: a report opens as a page. */
  private static String type(ResourceId file) {
    String name = String.valueOf(file.getFilename());
    return name.endsWith(".html")
        ? "text/html; charset=utf-8"
        : name.endsWith(".csv")
            ? "text/csv; charset=utf-8"
            : name.endsWith(".json")
                ? "application/json"
                : name.endsWith(".avro") ? "application/avro" : "text/plain; charset=utf-8";
  }

  /** Removes what a glob stands for. */
  static void delete(String glob) throws IOException {
    List<ResourceId> found =
        list(glob).stream().map(f -> FileSystems.matchNewResource(f, false)).toList();
    FileSystems.delete(found, StandardMoveOptions.IGNORE_MISSING_FILES);
  }

  /** Removes a local directory that has nothing in it; elsewhere there are none to remove. */
  static void deleteIfEmpty(String directory) throws IOException {
    ResourceId path = FileSystems.matchNewResource(directory, true);
    if (path.getScheme().equals(LOCAL)) {
      try {
        Files.deleteIfExists(Path.of(path.toString()));
      } catch (DirectoryNotEmptyException e) {
        // not ours alone
      }
    }
  }

  private static InputException cannot(String verb, String file, Exception e) {
    return InputException.in(
        file,
        "cannot " + verb + " it: " + e.getClass().getSimpleName() + ": " + e.getMessage(),
        "Check that it exists and that you may " + verb + " it");
  }
}
