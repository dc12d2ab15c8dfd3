package org.polarbeam.pipelines.rundir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.DataPackage;
import org.polarbeam.files.Table;
import org.polarbeam.transforms.internal.BeamFiles;

/** The data package of a run whose tables are written. */
final class RunPackage {
  private RunPackage() {}

  /** Describes the tables that are in the folder, by what the manifest says of them. */
  static String json(RunFolder folder, JsonNode manifest) {
    boolean simulated = manifest.path(DataMark.FIELD).asText().equals(DataMark.SIMULATED);
    DataPackage data =
        new DataPackage(
            "Value polarity scores of language models compared with what populations answered,"
                + " made by Polarbeam "
                + manifest.path("polarbeam").asText()
                + ", command "
                + manifest.path("command").asText()
                + "."
                + (simulated
                    ? " Simulated respondents, a simulated judge or a synthetic survey had a part in"
                        + " it: it says nothing about any real model or population."
                    : ""),
            manifest.path("licence").asText(),
            simulated);
    for (Table<?> table : RunDirectory.tables()) {
      String file = folder.file(table.file());
      if (BeamFiles.exists(file)) {
        List<String> header = header(BeamFiles.read(file));
        if (table.declares(header)) { // a file of that name may be a person's
          data.add(table, header);
        }
      }
    }
    return data.json();
  }

  private static List<String> header(String csv) {
    return List.of(csv.lines().findFirst().orElse("").split(","));
  }
}
