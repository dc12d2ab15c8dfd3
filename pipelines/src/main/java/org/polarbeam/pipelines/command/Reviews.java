package org.polarbeam.pipelines.command;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.judge.JudgeErrors;
import org.polarbeam.judge.ReviewSheet;
import org.polarbeam.pipelines.rundir.OutputFile;
import org.polarbeam.pipelines.rundir.RunDirectory;
import org.polarbeam.pipelines.setup.Inputs;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.Response;
import org.polarbeam.record.Tables;
import org.polarbeam.record.Topic;
import org.polarbeam.study.ListRule;
import org.polarbeam.transforms.internal.BeamFiles;

/** Review sheets: out to people, and back with their labels. */
final class Reviews {
  private static final int DRAWS = 2_000;

  private Reviews() {}

  /**
   * Checks that a sheet can be written.
   *
   * @throws InputException when something is there: people may have filled it in
   */
  static void requireNew(String sheet) {
    if (sheet != null) {
      OutputFile.requirePlace("reviewSheet", sheet);
    }
    if (sheet != null && BeamFiles.exists(sheet)) {
      throw InputException.in(
          sheet,
          "the file is there already, and people's labels may be in it",
          "Give another name");
    }
  }

  /** Reads and checks a sheet; null for none. A wrong one is seen before anything is paid. */
  static CsvTable read(String sheet, Inputs inputs) {
    return sheet == null ? null : ReviewSheet.require(inputs.table(sheet));
  }

  /**
   * Checks, before a judge is asked, that the labelled items may be of these responses.
   *
   * @throws InputException naming the line of one that is of another
   */
  static void requireItems(CsvTable sheet, Collection<String> responses) {
    Map<String, CsvTable.Row> labelled = new LinkedHashMap<>();
    for (CsvTable.Row row : sheet.rows()) {
      if (!row.optional("label").isEmpty()) {
        labelled.put(row.text("item"), row);
      }
    }
    for (String response : responses) {
      for (int item = 0; item < ListRule.MOST && !labelled.isEmpty(); item++) {
        labelled.remove(ReviewSheet.id(response, item));
      }
    }
    if (!labelled.isEmpty()) {
      CsvTable.Row row = labelled.values().iterator().next();
      throw row.bad(
          "item",
          "the responses have no item " + row.text("item"),
          "Give the responses that the sheet was drawn from");
    }
  }

  /** Draws a sheet from judged responses. */
  static void write(
      JudgeOptions options,
      Collection<Judgement> judgements,
      Collection<Response> responses,
      Map<String, Topic> topics,
      boolean isSimulated)
      throws IOException {
    String sheet = options.getReviewSheet();
    List<List<String>> rows =
        new ReviewSheet(options.getSeed(), topics)
            .draw(judgements, responses, options.getReviewItems());
    BeamFiles.write(sheet, CsvFormat.linesForPeople(ReviewSheet.sheet(rows, isSimulated)));
    System.err.printf(
        Locale.ROOT,
        "The review sheet %s has %,d items. Fill in the column label with pro, con or null, and give"
            + " it back by --humanLabels.%n",
        sheet,
        rows.size());
  }

  /** How often the judge errs, by people's labels. */
  static JudgeErrors errors(CsvTable sheet, Collection<Judgement> judgements, long seed) {
    System.err.printf(
        Locale.ROOT,
        "Of the %,d items of %s, %,d have a label of a person's.%n",
        sheet.rows().size(),
        sheet.file(),
        sheet.rows().stream().filter(row -> !row.optional("label").isEmpty()).count());
    return JudgeErrors.of(ReviewSheet.read(sheet, judgements), seed, DRAWS);
  }

  /** Writes the judge's error rates. */
  static void writeErrors(JudgeErrors errors, RunDirectory directory) throws IOException {
    directory.write(Tables.JUDGE_ERRORS, errors.rows());
  }
}
