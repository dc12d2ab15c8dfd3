package org.polarbeam.pipelines.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.polarbeam.files.InputException;
import org.polarbeam.transforms.internal.BeamFiles;

/** Where a person wants answers to be kept: among other files their entries would be strewn. */
final class StoreFolder {
  private static final Pattern ENTRIES = Pattern.compile("[0-9a-f]{2}");

  /** What a store has beside entries: records of batches, a trial, hidden files. */
  private static final Pattern BESIDE = Pattern.compile("batches|probe.*|lost\\+found|\\..*");

  /** Folders of a run that have other files. */
  private static final Set<String> TAKEN =
      Set.of(
          "prompts",
          "wordings",
          "responses",
          "judgements",
          "votes",
          "judge_answers",
          "dead-letters");

  private StoreFolder() {}

  /**
   * Checks that a store has a folder for itself, or is in use already.
   *
   * @param output of the run; null for none
   * @throws InputException naming what else is there
   */
  static void require(String place, String output) {
    List<String> there = names(place);
    if (there.stream().anyMatch(name -> ENTRIES.matcher(name).matches())) {
      return;
    }
    String home = output == null ? "" : BeamFiles.absolute(output);
    if (place.equals(home)
        || TAKEN.stream().map(f -> BeamFiles.in(home, f)).anyMatch(place::equals)) {
      throw refused(place, "this is the output's", home);
    }
    there.stream()
        .filter(name -> !BESIDE.matcher(name).matches())
        .min(String::compareTo)
        .ifPresent(
            other -> {
              throw refused(place, "there is " + other, place);
            });
  }

  private static InputException refused(String place, String why, String parent) {
    return InputException.in(
        place,
        "answers are kept in a folder of their own, and " + why,
        "Give a new folder, such as --store=" + BeamFiles.in(parent, "store"));
  }

  /**
   * What is in a folder of this machine; nothing where it cannot be listed, as a trial will tell.
   */
  private static List<String> names(String place) {
    if (BeamFiles.isRemote(place) || !Files.isDirectory(Path.of(place))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(Path.of(place))) {
      return files.map(f -> f.getFileName().toString()).toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
