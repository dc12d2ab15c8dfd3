package org.polarbeam.transforms.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.files.PrivateFiles;
import org.polarbeam.model.FileAccess;
import org.polarbeam.stats.Draws;

/**
 * Reads and writes whole files: local ones by the JDK, which needs nothing of Beam and so no time
 * to start, and those of a URL such as {@code gs://} by Beam's file systems.
 */
public final class BeamFiles {
  /** The same for providers, which know no Beam. */
  public static final FileAccess ACCESS = new Access();

  private static final byte[] MARK_IN_UTF8 = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final int BYTE_ORDER_MARK = 0xfeff;

  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  private BeamFiles() {}

  private static final class Access implements FileAccess {
    private static final long serialVersionUID = 1L;

    @Override
    public List<String> expand(String glob) {
      List<String> files = list(glob);
      if (files.isEmpty()) {
        throw InputException.in(glob, "there is no such file", "Check the path");
      }
      return files;
    }

    @Override
    public Reader open(String file) throws IOException {
      return BeamFiles.open(file);
    }

    @Override
    public Path copy(String folder) throws IOException {
      return LocalCopies.of(folder);
    }
  }

  /** Whether a path is not of this machine. */
  public static boolean isRemote(String path) {
    return path.contains("://");
  }

  /** The file of that name in a directory. */
  public static String in(String directory, String file) {
    return directory.endsWith("/") ? directory + file : directory + "/" + file;
  }

  /** The last part of a path. */
  public static String nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** A new directory of this machine for what need not last. */
  public static String temporary() throws IOException {
    Path directory = Files.createTempDirectory("polarbeam");
    directory.toFile().deleteOnExit();
    return directory.toString();
  }

  /** A path as workers can use it, whose working directory may be another. */
  public static String absolute(String path) {
    return isRemote(path) ? path : Path.of(path).toAbsolutePath().normalize().toString();
  }

  /**
   * The files that paths and globs stand for, each glob's in the order of their names.
   *
   * @throws InputException when one stands for none
   */
  public static List<String> expand(String option, List<String> globs) {
    List<String> files = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (String glob : globs) {
      List<String> found = list(glob);
      if (found.isEmpty()) {
        throw missing(glob, option);
      }
      for (String file : found) {
        if (!known.add(absolute(file))) {
          throw InputException.in(file, "the file is given twice", "Give it once by --" + option);
        }
        files.add(file);
      }
    }
    return files;
  }

  private static InputException missing(String glob, String option) {
    Path path = isRemote(glob) || WILDCARD.matcher(glob).find() ? null : Path.of(glob);
    if (path != null && Files.isDirectory(path)) {
      return InputException.in(glob, "this is a directory", "Give the file in it by --" + option);
    }
    if (path != null && Files.exists(path)) {
      return InputException.in(
          glob,
          "this is a pipe or a device, and files are read more than once",
          "Save it to a file, and give that by --" + option);
    }
    return InputException.in(glob, "there is no such file", "Check the path given by --" + option);
  }

  /** The files a glob stands for, in the order of their names; maybe none. */
  public static List<String> list(String glob) {
    try {
      if (!isRemote(glob)) {
        return local(glob);
      }
      return FileSystems.match(glob, EmptyMatchTreatment.ALLOW).metadata().stream()
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

  private static List<String> local(String glob) throws IOException {
    Matcher wildcard = WILDCARD.matcher(glob);
    if (!wildcard.find() || Files.isRegularFile(Path.of(glob))) {
      return Files.isRegularFile(Path.of(glob)) ? List.of(glob) : List.of();
    }
    int end = glob.lastIndexOf('/', wildcard.start());
    Path folder = end < 0 ? Path.of("") : end == 0 ? Path.of("/") : Path.of(glob.substring(0, end));
    PathMatcher matcher;
    try {
      matcher = folder.getFileSystem().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw InputException.in(
          glob,
          "there is no such file, and it is no pattern of names either: "
              + e.getDescription().strip(),
          "Check the path, or put a backslash before [ and {");
    }
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    int depth = glob.contains("**") ? Integer.MAX_VALUE : slashes(glob.substring(end + 1)) + 1;
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files
          .filter(f -> matcher.matches(f) && Files.isRegularFile(f))
          .map(f -> f.toAbsolutePath().normalize().toString())
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static int slashes(String text) {
    return (int) text.chars().filter(c -> c == '/').count();
  }

  /** Opens a file as UTF-8 text, without the mark that some programs begin it with. */
  public static Reader open(String file) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(bytes(file), UTF_8.newDecoder()));
    try {
      reader.mark(1);
      if (reader.read() != BYTE_ORDER_MARK) {
        reader.reset();
      }
      return reader;
    } catch (IOException e) {
      reader.close();
      throw e;
    }
  }

  /** What is in a file, unpacked. */
  public static InputStream bytes(String file) throws IOException {
    return Unpacked.of(
        file,
        isRemote(file)
            ? Channels.newInputStream(FileSystems.open(FileSystems.matchNewResource(file, false)))
            : Files.newInputStream(Path.of(file)));
  }

  /**
   * The content id of a file's text, which need not fit into memory.
   *
   * @throws InputException when it cannot be read
   */
  public static String digest(String file) {
    try (InputStream bytes = bytes(file)) {
      byte[] begin = bytes.readNBytes(MARK_IN_UTF8.length);
      return Draws.idOf(
          Arrays.equals(begin, MARK_IN_UTF8)
              ? bytes
              : new SequenceInputStream(new ByteArrayInputStream(begin), bytes));
    } catch (IOException e) {
      throw cannot("read", file, e);
    }
  }

  /**
   * A file's text.
   *
   * @throws InputException when it cannot be read
   */
  public static String read(String file) {
    try (Reader reader = open(file)) {
      StringWriter text = new StringWriter();
      reader.transferTo(text);
      return text.toString();
    } catch (CharacterCodingException e) {
      throw FileFaults.noText(file);
    } catch (IOException e) {
      throw cannot("read", file, e);
    }
  }

  /**
   * A CSV file.
   *
   * @throws InputException when it cannot be read or is no table
   */
  public static CsvTable table(String file) {
    try {
      return CsvTable.read(file, new StringReader(read(file)));
    } catch (IOException e) {
      throw cannot("read", file, e);
    }
  }

  /**
   * Writes a file so that no reader ever sees half of it: an object of a bucket is there whole or
   * not at all, and a local file is written under a temporary name first.
   */
  public static void write(String file, String text) throws IOException {
    write(file, text.getBytes(UTF_8));
  }

  /** As {@link #write(String, String)}, of bytes. */
  public static void write(String file, byte[] bytes) throws IOException {
    if (isRemote(file)) {
      create(FileSystems.matchNewResource(file, false), bytes);
      return;
    }
    Path target = Path.of(file).toAbsolutePath();
    Path part = target.resolveSibling("." + target.getFileName() + ".polarbeam-part");
    PrivateFiles.write(target, part, bytes, false);
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

  /** Whether there is a file of exactly this name. */
  public static boolean exists(String file) {
    return isRemote(file)
        ? !list(requireLiteral(file)).isEmpty()
        : Files.isRegularFile(Path.of(file));
  }

  /**
   * The files right in a directory whose names end so, in the order of their names; maybe none. The
   * directory's path is taken as it is, whatever signs it has.
   */
  public static List<String> filesIn(String directory, String ending) {
    if (isRemote(directory)) {
      return list(requireLiteral(in(directory, "")) + "*" + ending);
    }
    Path folder = Path.of(directory);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().endsWith(ending) && Files.isRegularFile(f))
          .map(Path::toString)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw cannot("read", directory, e);
    }
  }

  /**
   * Checks that a place is one place: Beam's file systems take some signs in a bucket's names for
   * patterns.
   *
   * @throws InputException when it is a pattern
   */
  public static String requireLiteral(String place) {
    if (isRemote(place) && WILDCARD.matcher(place).find()) {
      throw InputException.in(
          place,
          "a place in a bucket cannot have any of * ? [ {, which stand for many",
          "Give the place itself");
    }
    return place;
  }

  /** Removes files, by their very names; those that are not there are no matter. */
  public static void delete(List<String> files) throws IOException {
    if (files.isEmpty()) {
      return;
    }
    if (isRemote(files.get(0))) {
      FileSystems.delete(
          files.stream().map(f -> FileSystems.matchNewResource(f, false)).toList(),
          StandardMoveOptions.IGNORE_MISSING_FILES);
      return;
    }
    for (String file : files) {
      Files.deleteIfExists(Path.of(file));
    }
  }

  /** Moves a file over another or to where there is none. */
  public static void move(String from, String to) throws IOException {
    if (isRemote(from)) {
      FileSystems.rename(
          List.of(FileSystems.matchNewResource(from, false)),
          List.of(FileSystems.matchNewResource(to, false)));
      return;
    }
    Files.createDirectories(Path.of(to).toAbsolutePath().getParent());
    Files.move(Path.of(from), Path.of(to), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes a local directory that has nothing in it; elsewhere there are none to remove. */
  public static void deleteIfEmpty(String directory) throws IOException {
    if (!isRemote(directory)) {
      try {
        Files.deleteIfExists(Path.of(directory));
      } catch (DirectoryNotEmptyException e) {
        // not ours alone
      }
    }
  }

  private static InputException cannot(String verb, String file, Exception e) {
    return InputException.in(
        file,
        "cannot " + verb + " it: " + FileFaults.reason(e),
        "Check that it exists and that you may " + verb + " it");
  }
}
