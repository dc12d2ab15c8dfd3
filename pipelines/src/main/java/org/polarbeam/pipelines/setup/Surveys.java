package org.polarbeam.pipelines.setup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.polarbeam.files.InputException;
import org.polarbeam.files.LineBlocks;
import org.polarbeam.files.Nearest;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.study.Study;
import org.polarbeam.survey.Microdata;
import org.polarbeam.survey.PolarityTally;
import org.polarbeam.survey.RowTally;
import org.polarbeam.survey.SurveyFormat;
import org.polarbeam.survey.SurveyPlan;
import org.polarbeam.transforms.internal.BeamFiles;
import org.polarbeam.transforms.internal.FileFaults;

/** What is read of survey files, by a command's options and a study. */
public final class Surveys {
  /** So many rows show whether a file is what it is taken for. */
  private static final int FIRST_ROWS = 200;

  private Surveys() {}

  /**
   * What is read.
   *
   * @param study whose topics say how their answers are read; null for none
   * @param topics their keys; empty for every question about values
   * @param isOptional whether the survey may lack some of them
   */
  public static SurveyPlan plan(
      Arguments args, Inputs inputs, Study study, Collection<String> topics, boolean isOptional) {
    SurveyOptions options = args.as(SurveyOptions.class);
    String format = options.getSurveyFormat();
    if (!SurveyFormat.BUNDLED.contains(format)
        && format.matches("[A-Za-z0-9-]+")
        && !BeamFiles.exists(format)) {
      throw new InputException(
          "--surveyFormat="
              + format
              + " is neither a description's file nor one that comes with the product. "
              + Nearest.question(format, SurveyFormat.BUNDLED)
              + "Give one of "
              + String.join(", ", SurveyFormat.BUNDLED)
              + ", or a file.");
    }
    SurveyFormat layout =
        SurveyFormat.BUNDLED.contains(format)
            ? SurveyFormat.bundled(format)
            : SurveyFormat.read(format, inputs.text(format));
    // Of the published study a question's scale is known, whoever answered.
    Study rules = study == null && layout.isPublished() ? inputs.study(null) : study;
    return new SurveyPlan(
        layout,
        java.util.Set.copyOf(topics),
        rules == null ? Map.of() : rules.answers(),
        isOptional,
        options.getMaxBadRows());
  }

  /**
   * Whether any of the files is marked as simulated.
   *
   * @throws InputException when one is no microdata, as far as its first lines tell
   */
  public static boolean areSimulated(List<String> files, SurveyPlan plan) throws IOException {
    boolean simulated = false;
    requireDifferent(files);
    for (String file : files) {
      simulated |= check(file, plan);
    }
    return simulated;
  }

  /** A copy beside its original, packed or not, would count everybody twice. */
  private static void requireDifferent(List<String> files) {
    Map<String, String> byContent = new HashMap<>();
    for (String file : files.size() > 1 ? files : List.<String>of()) {
      String other = byContent.putIfAbsent(BeamFiles.digest(file), file);
      if (other != null) {
        throw InputException.in(
            file, "it is a copy of " + other + ", whose people would count twice", "Give one");
      }
    }
  }

  /** Reads the first lines of a file, so that a bad one is told before anything is written. */
  private static boolean check(String file, SurveyPlan plan) throws IOException {
    try (InputStream bytes = BeamFiles.bytes(file)) {
      LineBlocks blocks = new LineBlocks(file, bytes);
      LineBlocks.Block[] begin = blocks.next().split();
      Microdata layout = Microdata.ofHeader(file, begin[0].text(), plan);
      LineBlocks.Block rest = begin[1].isEmpty() ? blocks.next() : begin[1];
      if (rest.isEmpty()) {
        throw InputException.in(
            file, "the file has a header and no rows", "Give a file with at least one row");
      }
      PolarityTally first = new PolarityTally(plan);
      RowTally rows = new RowTally(layout, first);
      boolean[] isSimulated = {false};
      long[] last = {1};
      for (LineBlocks.Block b = rest; !b.isEmpty(); b = blocks.next()) {
        b.each(
            (row, from, to, line) -> {
              last[0] = line;
              if (line <= FIRST_ROWS + 1) {
                rows.add(row, from, to, line);
              }
              if (layout.hasMark()) {
                isSimulated[0] |= layout.isMarked(row, from, to, line);
              }
            });
        if (!layout.hasMark() && last[0] > FIRST_ROWS) {
          break;
        }
      }
      rows.end();
      first.requireReadable(last[0] > FIRST_ROWS);
      return isSimulated[0];
    } catch (CharacterCodingException e) {
      throw FileFaults.noText(file);
    } catch (IOException e) {
      throw InputException.in(
          file, "it cannot be read: " + FileFaults.reason(e), "Give a file that can");
    }
  }
}
