package org.polarbeam.pipelines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.InputException;
import org.polarbeam.judge.JudgeErrors;
import org.polarbeam.judge.ReviewSheet;
import org.polarbeam.prompt.Judgement;
import org.polarbeam.prompt.Response;
import org.polarbeam.study.Topic;

/** Review sheets: out to people, and back with their labels. */
final class Reviews {
  static final String ERRORS = "judge_errors.csv";
  private static final int DRAWS = 2_000;

  private Reviews() {}

  /**
   * Checks that a sheet can be written.
   *
   * @throws InputException when something is there: people may have filled it in
   */
  static void requireNew(String sheet) {
    if (sheet != null && !Storage.list(sheet).isEmpty()) {
      throw InputException.in(
          sheet,
          "the file is there already, and people's labels may be in it",
          "Give another name");
    }
  }

  /** Reads and checks a sheet; null for none. A wrong one is seen before anything is paid. */
  static CsvTable read(String sheet) {
    return sheet == null ? null : ReviewSheet.require(Storage.table(sheet));
  }

  /** Draws a sheet from judged responses. */
  static void write(
      String sheet,
      Collection<Judgement> judgements,
      Collection<Response> responses,
      Map<String, Topic> topics,
      JudgeOptions options,
      boolean simulated)
      throws IOException {
    List<List<String>> rows = new ArrayList<>();
    rows.add(ReviewSheet.COLUMNS);
    rows.addAll(
        new ReviewSheet(options.getSeed(), topics)
            .draw(judgements, responses, options.getReviewItems()));
    Storage.write(sheet, CsvFormat.lines(marked(rows, simulated)));
    System.err.printf(
        "The review sheet %s has %,d items. Fill in the column label with pro, con or null, and give"
            + " it back by --humanLabels.%n",
        sheet, rows.size() - 1);
  }

  /** How often the judge errs, by people's labels. */
  static JudgeErrors errors(CsvTable sheet, Collection<Judgement> judgements, long seed) {
    return JudgeErrors.of(ReviewSheet.read(sheet, judgements), seed, DRAWS);
  }

  /** Writes the judge's error rates. */
  static void writeErrors(JudgeErrors errors, RunDirectory directory, boolean simulated)
      throws IOException {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(Tables.JUDGE_ERRORS.split(",")));
    errors.rows().forEach(r -> rows.add(Tables.judgeError(r)));
    Storage.write(directory.file(ERRORS), CsvFormat.lines(marked(rows, simulated)));
  }

  private static List<List<String>> marked(List<List<String>> rows, boolean simulated) {
    if (!simulated) {
      return rows;
    }
    List<List<String>> marked = new ArrayList<>();
    for (List<String> row : rows) {
      List<String> longer = new ArrayList<>(row);
      longer.add(marked.isEmpty() ? DataMark.FIELD : DataMark.SIMULATED);
      marked.add(longer);
    }
    return marked;
  }
}
