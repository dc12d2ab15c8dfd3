package org.polarbeam.pipelines.setup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.polarbeam.files.InputException;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.study.Study;
import org.polarbeam.survey.AnswerRule;
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
    Map<String, AnswerRule> answers = study == null ? Map.of() : study.answers();
    return new SurveyPlan(
        SurveyFormat.BUNDLED.contains(format)
            ? SurveyFormat.bundled(format)
            : SurveyFormat.read(format, inputs.text(format)),
        java.util.Set.copyOf(topics),
        answers,
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

  /** A copy beside its original would count everybody twice. */
  private static void requireDifferent(List<String> files) throws IOException {
    Map<Long, List<String>> bySize = new HashMap<>();
    for (String file : files) {
      if (BeamFiles.isRemote(file)) {
        continue;
      }
      List<String> others =
          bySize.computeIfAbsent(Files.size(Path.of(file)), size -> new ArrayList<>());
      for (String other : others) {
        if (Files.mismatch(Path.of(file), Path.of(other)) < 0) {
          throw InputException.in(
              file, "it is a copy of " + other + ", whose people would count twice", "Give one");
        }
      }
      others.add(file);
    }
  }

  /** Reads the first lines of a file, so that a bad one is told before anything is written. */
  private static boolean check(String file, SurveyPlan plan) throws IOException {
    try (Reader reader = BeamFiles.open(file);
        BufferedReader lines = new BufferedReader(reader)) {
      Microdata layout = Microdata.ofHeader(file, lines.readLine(), plan);
      PolarityTally first = new PolarityTally(plan);
      RowTally rows = new RowTally(layout, first);
      boolean simulated = false;
      long number = 1;
      for (String row = lines.readLine(); row != null; row = lines.readLine()) {
        number++;
        if (number <= FIRST_ROWS) {
          rows.add(row, number);
        }
        if (layout.hasMark()) {
          simulated |= layout.isMarked(row, number);
        } else if (number > FIRST_ROWS) {
          break;
        }
      }
      rows.end();
      if (number == 1) {
        throw InputException.in(
            file, "the file has a header and no rows", "Give a file with at least one row");
      }
      first.requireReadable(number > FIRST_ROWS);
      return simulated;
    } catch (CharacterCodingException e) {
      throw FileFaults.noText(file);
    }
  }
}
