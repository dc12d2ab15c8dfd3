package org.polarbeam.pipelines.rundir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.polarbeam.files.InputException;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.pipelines.cli.OptionSpec;
import org.polarbeam.transforms.internal.BeamFiles;
import org.polarbeam.transforms.internal.FileFaults;

/**
 * What in a directory is a run's own, so that it may be written over or removed, and what is not.
 * The manifest of a run that has ended lists its files; whatever else goes by such a name was put
 * there by somebody.
 */
final class OwnFiles {
  /** In the manifest: the files that the run has made. */
  static final String MADE = "files";

  /** In the manifest: where the answers are that it paid for, if not in the directory. */
  static final String STORE = "store";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunFolder home;

  OwnFiles(RunFolder home) {
    this.home = home;
  }

  /**
   * Checks that nothing that a person gives, or wants elsewhere, lies where the run writes: it is
   * never written over, nor removed.
   */
  void requireInputsElsewhere(Arguments args, ResumeKey key) {
    for (OptionSpec option : args.specs()) {
      List<String> files = List.of();
      if (option.kind() == Option.Kind.FILE || option.kind() == Option.Kind.FILES) {
        files = args.list(option.name()).stream().flatMap(g -> BeamFiles.list(g).stream()).toList();
      } else if (option.kind() == Option.Kind.NEW_FILE && args.text(option.name()) != null) {
        files = List.of(args.text(option.name()));
      }
      files.forEach(file -> requireElsewhere(file, "--" + option.name() + " lies"));
    }
    for (String place : key.read()) {
      BeamFiles.list(place).forEach(file -> requireElsewhere(file, "a model's recordings lie"));
    }
  }

  /**
   * Checks that a path leads somewhere.
   *
   * @throws InputException at a link to nothing, and at .. behind a folder that is not there
   */
  static void requirePlace(String path) {
    if (BeamFiles.isRemote(path)) {
      return;
    }
    Path place = Path.of(path).toAbsolutePath();
    if (Files.isSymbolicLink(place) && !Files.exists(place)) {
      throw InputException.in(
          path, "it is a link to what is not there", "Remove the link, or give another --output");
    }
    for (int n = 2; n <= place.getNameCount(); n++) {
      Path before = place.getRoot().resolve(place.subpath(0, n - 1));
      if (place.getName(n - 1).toString().equals("..") && !Files.exists(before)) {
        throw InputException.in(
            path, "there is no folder " + before, "Give --output without .. behind it");
      }
    }
  }

  private void requireElsewhere(String file, String what) {
    if (home.holds(file)) {
      throw InputException.in(
          file,
          what + " where this command writes its own files",
          "Give another --output, or another place for the file");
    }
  }

  /**
   * Checks that what is there is this run's, or a run's that is to be replaced, and that it can be.
   *
   * @param store where answers are to be kept; empty for the directory's own, null where none are
   */
  void require(String key, boolean overwrite, String store) {
    if (!home.hasManifest()) {
      home.files().stream()
          .findFirst()
          .ifPresent(file -> refuse(file, "there is no manifest.json"));
      requireReplaceable();
      return;
    }
    JsonNode before = manifest();
    if (!isOfRun(before)) {
      throw InputException.in(
          home.file(RunFolder.MANIFEST),
          "it is not the manifest of a run, so nothing here is written over",
          "Give another --output");
    }
    if (!overwrite && !before.path("key").asText().equals(key)) {
      throw InputException.in(
          home.path(),
          "another study or other options made this directory (see its " + RunFolder.MANIFEST + ")",
          "Give another --output, or --overwrite to replace what is there");
    }
    if (before.has(MADE)) {
      Set<String> made = new HashSet<>();
      before.path(MADE).forEach(file -> made.add(file.asText()));
      home.files().stream()
          .filter(file -> !made.contains(file))
          .findFirst()
          .ifPresent(file -> refuse(file, "manifest.json does not list it"));
    }
    if (!overwrite && store != null) {
      requireSameStore(before, store);
    }
    requireReplaceable();
  }

  private void refuse(String file, String why) {
    throw InputException.in(
        home.file(file),
        "it would be written over or removed, and no run made it: " + why,
        "Give another --output, or move it elsewhere");
  }

  /** Another store would have everything paid for again. */
  private void requireSameStore(JsonNode before, String store) {
    String earlier = before.path(STORE).asText("");
    boolean has = !earlier.isEmpty() || home.hasStore();
    if (has && before.has(STORE) && !place(earlier).equals(place(store))) {
      throw InputException.in(
          home.path(),
          "the answers that were paid for are in " + place(earlier),
          "Give --store="
              + place(earlier)
              + " or another --output, or --overwrite to have them asked again");
    }
    if (before.has(STORE) && hasPaid(before) && isGone(place(earlier))) {
      throw InputException.in(
          home.path(),
          "the answers that were paid for are gone from " + place(earlier),
          "Put them back, or give another --output, or --overwrite to have them asked again");
    }
  }

  private static boolean hasPaid(JsonNode before) {
    for (JsonNode usage : before) { // of each stage; what is else in a manifest has no such parts
      if (usage.path("tokens_out").asLong() + usage.path("from_store").asLong() > 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isGone(String place) {
    return !BeamFiles.isRemote(place) && !Files.exists(Path.of(place));
  }

  /** A store's place in one spelling; the directory's own where none is named. */
  private String place(String store) {
    return BeamFiles.absolute(store.isEmpty() ? home.file(STORE) : store).replaceFirst("/+$", "");
  }

  /** What is found out now is not found out after the asking. */
  private void requireReplaceable() {
    if (BeamFiles.isRemote(home.path())) {
      return;
    }
    for (String name : home.links()) {
      throw InputException.in(
          home.file(name),
          "it is a link to another folder, whose files a run would write over",
          "Remove the link, or give another --output");
    }
    for (String name : home.filesForFolders()) {
      throw InputException.in(
          home.file(name), "it is a file, and the run makes a folder there", "Move it elsewhere");
    }
    for (String name : home.places()) {
      Path file = Path.of(home.file(name));
      if (Files.isDirectory(file)) {
        throw InputException.in(
            file.toString(),
            "it is a folder, and the run writes a file there",
            "Move it elsewhere");
      }
      if (Files.isSymbolicLink(file)) {
        throw InputException.in(
            file.toString(),
            "it is a link, and the run writes a file there",
            "Remove the link, or give another --output");
      }
      if (Files.exists(file)) {
        try {
          FileChannel.open(file, StandardOpenOption.WRITE).close();
        } catch (IOException e) {
          throw InputException.in(
              file.toString(),
              "it cannot be replaced: " + FileFaults.reason(e),
              "Make it writable, or give another --output");
        }
      }
    }
  }

  private JsonNode manifest() {
    return json(home.file(RunFolder.MANIFEST));
  }

  /** What a file says; nothing where it is no JSON. */
  static JsonNode json(String file) {
    try {
      return JSON.readTree(BeamFiles.read(file));
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  /** Whether a manifest is one of ours, and not an application's. */
  static boolean isOfRun(JsonNode manifest) {
    return manifest.path("polarbeam").isTextual() && manifest.path("key").isTextual();
  }

  /** Notes in a manifest what the run has made. */
  void list(ObjectNode manifest) {
    ArrayNode made = manifest.putArray(MADE);
    home.files().stream().sorted().forEach(made::add);
  }

  /** Notes in the manifest that is there that one more file is a run's. */
  void add(String file) throws IOException {
    if (!home.hasManifest()
        || !(manifest() instanceof ObjectNode manifest)
        || !manifest.has(MADE)) {
      return;
    }
    for (JsonNode made : manifest.path(MADE)) {
      if (made.asText().equals(file)) {
        return;
      }
    }
    manifest.withArray(MADE).add(file);
    BeamFiles.write(home.file(RunFolder.MANIFEST), manifest.toPrettyString() + "\n");
  }
}
