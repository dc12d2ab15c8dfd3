package org.polarbeam.pipelines.rundir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.files.CsvTable;
import org.polarbeam.record.Ledger;
import org.polarbeam.record.Tables;
import org.polarbeam.transforms.internal.BeamFiles;

/** What the files of a run count. */
final class RunCounts {
  private static final String LINES = ".jsonl";

  private RunCounts() {}

  /** The sums of the ledger's steps over models and languages. */
  static Map<String, Long> ledger(RunFolder folder) {
    Map<String, Long> counts = new TreeMap<>();
    for (CsvTable.Row row : BeamFiles.table(folder.file(Tables.LEDGER.file())).rows()) {
      for (String step : Ledger.STEPS) {
        Integer count = row.countOrNull(step);
        if (count != null) {
          counts.merge(step, count.longValue(), Long::sum);
        }
      }
    }
    return counts;
  }

  /** Models and languages all of whose answers were told as another language. */
  static List<String> inAnotherLanguage(RunFolder folder) {
    List<String> cells = new ArrayList<>();
    for (CsvTable.Row row : BeamFiles.table(folder.file(Tables.LEDGER.file())).rows()) {
      Integer right = row.countOrNull("right_language");
      Integer wrong = row.countOrNull("wrong_language");
      if (right != null && wrong != null && right == 0 && wrong > 0) {
        cells.add(row.text("model") + " in " + row.text("language"));
      }
    }
    return cells;
  }

  /** How many dead letters each stage left. */
  static Map<String, Long> deadLetters(RunFolder folder) {
    Map<String, Long> counts = new TreeMap<>();
    for (String letters : BeamFiles.filesIn(folder.file(RunFolder.DEAD_LETTERS), LINES)) {
      String stage = BeamFiles.nameOf(letters).replace(LINES, "");
      counts.put(stage, BeamFiles.read(letters).lines().count());
    }
    return counts;
  }
}
