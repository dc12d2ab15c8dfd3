package org.polarbeam.pipelines.rundir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.polarbeam.files.InputException;
import org.polarbeam.report.RunFiles;
import org.polarbeam.transforms.internal.BeamFiles;

/** The files of a run's directory, wherever that is. */
public record StoredRun(String directory) implements RunFiles {
  /**
   * Checks that a directory holds a run.
   *
   * @param option for messages
   * @throws InputException when it does not
   */
  public StoredRun require(String option) {
    if (read(RunFolder.MANIFEST).isEmpty()) {
      throw InputException.in(
          directory,
          "it has no " + RunFolder.MANIFEST,
          "Give --" + option + ", the directory of a run");
    }
    JsonNode manifest = OwnFiles.json(BeamFiles.in(directory, RunFolder.MANIFEST));
    if (!OwnFiles.isOfRun(manifest)) {
      throw InputException.in(
          BeamFiles.in(directory, RunFolder.MANIFEST),
          "it is not the manifest of a run",
          "Give --" + option + ", the directory of a run");
    }
    for (JsonNode file : manifest.path(OwnFiles.MADE)) {
      if (file.asText().endsWith(".csv") && read(file.asText()).isEmpty()) {
        System.err.println(
            "The run had the table "
                + file.asText()
                + ", and it is gone, so what is made of it now is without.");
      }
    }
    return this;
  }

  @Override
  public Optional<String> read(String name) {
    String file = BeamFiles.in(directory, name);
    return BeamFiles.exists(file) ? Optional.of(BeamFiles.read(file)) : Optional.empty();
  }

  @Override
  public List<String> list(String folder) {
    return BeamFiles.filesIn(BeamFiles.in(directory, folder), ".jsonl").stream()
        .map(file -> folder + "/" + BeamFiles.nameOf(file))
        .sorted()
        .toList();
  }
}
