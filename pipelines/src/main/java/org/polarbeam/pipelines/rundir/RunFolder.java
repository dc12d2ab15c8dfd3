package org.polarbeam.pipelines.rundir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.polarbeam.files.DataPackage;
import org.polarbeam.files.Table;
import org.polarbeam.report.MethodsText;
import org.polarbeam.transforms.internal.BeamFiles;

/**
 * A folder that a run's files lie in, told from whatever else lies there by their names. The store
 * of answers is in it too, and is never among what is removed or moved.
 */
record RunFolder(String path) {
  static final String MANIFEST = "manifest.json";
  static final String REPORT = "report.html";
  static final String STUDY = "study.yaml";
  static final String DEAD_LETTERS = "dead-letters";

  private static final String STORE = "store/";
  private static final String LINES = ".jsonl";

  /** The folders of JSON lines. */
  private static final List<String> FOLDERS =
      List.of(
          "prompts", "wordings", "responses", "judgements", "votes", "judge_answers", DEAD_LETTERS);

  /** Right in the folder, the manifest left out. */
  private static final Set<String> NAMES = names();

  private static Set<String> names() {
    Set<String> names = new HashSet<>(List.of(STUDY, REPORT, DataPackage.FILE, MethodsText.FILE));
    for (Table<?> table : RunDirectory.tables()) {
      names.add(table.file());
      names.add(table.name() + ".avro");
    }
    return names;
  }

  /** The path of a file in it. */
  String file(String name) {
    return BeamFiles.in(path, name);
  }

  boolean hasManifest() {
    return BeamFiles.exists(file(MANIFEST));
  }

  /** The run's files that are there, the manifest left out, by their paths in the folder. */
  List<String> files() {
    List<String> files = new ArrayList<>();
    for (String file : BeamFiles.filesIn(path, "")) {
      if (NAMES.contains(BeamFiles.nameOf(file))) {
        files.add(BeamFiles.nameOf(file));
      }
    }
    FOLDERS.forEach(folder -> files.addAll(lines(folder)));
    return files;
  }

  /** The names of files that a run may write right in it. */
  List<String> places() {
    List<String> places = new ArrayList<>(NAMES);
    places.add(MANIFEST);
    places.sort(null);
    return places;
  }

  /** Its folders that are links, in a folder on this machine. */
  List<String> links() {
    return FOLDERS.stream().filter(folder -> Files.isSymbolicLink(Path.of(file(folder)))).toList();
  }

  /** What is a file where it has a folder, in a folder on this machine. */
  List<String> filesForFolders() {
    return FOLDERS.stream()
        .filter(folder -> Files.exists(Path.of(file(folder))))
        .filter(folder -> !Files.isDirectory(Path.of(file(folder))))
        .toList();
  }

  /** Whether answers are kept in it. */
  boolean hasStore() {
    return BeamFiles.isRemote(path)
        ? !BeamFiles.list(file(STORE) + "*/*").isEmpty()
        : Files.isDirectory(Path.of(file(STORE)));
  }

  private List<String> lines(String folder) {
    return BeamFiles.filesIn(file(folder), LINES).stream()
        .map(file -> folder + "/" + BeamFiles.nameOf(file))
        .toList();
  }

  /** Whether a file is one that a run in this folder may write, the store's among them. */
  boolean holds(String file) {
    String relative = relative(file);
    return relative != null
        && (NAMES.contains(relative)
            || relative.equals(MANIFEST)
            || relative.startsWith(STORE)
            || FOLDERS.stream().anyMatch(folder -> relative.startsWith(folder + "/")));
  }

  /** A file's path in the folder, whatever links lead to it; null when it is elsewhere. */
  private String relative(String file) {
    if (BeamFiles.isRemote(path) || BeamFiles.isRemote(file)) {
      String inside = BeamFiles.in(path, "");
      return file.startsWith(inside) ? file.substring(inside.length()) : null;
    }
    try {
      Path real = real(Path.of(path));
      Path its = real(Path.of(file));
      return its.startsWith(real) ? real.relativize(its).toString() : null;
    } catch (IOException e) {
      return null; // reading it tells why
    }
  }

  /** The path behind all links, as far as it is there. */
  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    if (Files.exists(absolute) || absolute.getParent() == null) {
      return absolute.toRealPath();
    }
    return real(absolute.getParent()).resolve(absolute.getFileName());
  }

  void delete(List<String> names) throws IOException {
    BeamFiles.delete(names.stream().map(this::file).toList());
  }

  void deleteDeadLetters() throws IOException {
    delete(lines(DEAD_LETTERS));
  }

  /** Removes the run's files, and the folders in it that they leave empty. */
  void clear() throws IOException {
    delete(files());
    delete(List.of(MANIFEST));
    for (String folder : FOLDERS) {
      BeamFiles.deleteIfEmpty(file(folder));
    }
  }

  /** The same, and the folder itself. */
  void remove() throws IOException {
    clear();
    BeamFiles.deleteIfEmpty(path);
  }
}
