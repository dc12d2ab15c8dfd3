package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.polarbeam.files.CsvTable;
import org.polarbeam.language.LanguageIdentifier;
import org.polarbeam.language.Languages;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.survey.Recoding;

/**
 * Reads scored responses from our {@code scores.csv} or in the released study's spelling ({@code
 * model_name, model_family, language, response_language, question_key, response_pro_score}). Rows
 * of another prompt template than the hypothetical survey, and rows answered in another language
 * than the prompt's, are left out and counted.
 */
public final class ScoreReader {
  /** Spreadsheets show two decimals. */
  private static final double ROUNDED = 0.0051;

  private static final String TEMPLATE = "survey_hypothetical";

  private ScoreReader() {}

  /**
   * What was read.
   *
   * @param scores the rows that count, in the order of the files
   * @param leftOut how many rows do not, by model, language and persona (tab-separated) and reason
   */
  public record Scores(List<ScoredResponse> scores, Map<String, Map<String, Integer>> leftOut) {}

  /** The names a column has in the two spellings. */
  private record Spelling(
      String model, String family, String topic, String polarity, boolean released) {
    static Spelling of(CsvTable file) {
      boolean released = file.has("model_name") || file.has("response_pro_score");
      Spelling s =
          released
              ? new Spelling(
                  "model_name", "model_family", "question_key", "response_pro_score", true)
              : new Spelling("model", "family", "topic", "polarity", false);
      file.require(s.model, s.family, "language", "response_language", s.topic, s.polarity);
      if (!released) {
        file.require("prompt_id");
      }
      return s;
    }
  }

  /**
   * Reads several files as one set of scores.
   *
   * @throws org.polarbeam.files.InputException on a missing column, a bad language, a polarity
   *     outside [0, 1], a model in two families, or a response given twice
   */
  public static Scores read(Collection<CsvTable> files) {
    return read(files, topic -> true);
  }

  /**
   * As {@link #read(Collection)}, for topics that are known.
   *
   * @throws org.polarbeam.files.InputException also on a row about another topic
   */
  public static Scores read(Collection<CsvTable> files, Predicate<String> isTopic) {
    List<ScoredResponse> scores = new ArrayList<>();
    Map<String, Map<String, Integer>> leftOut = new TreeMap<>();
    Map<String, String> seen = new HashMap<>();
    Map<String, ScoredResponse> modelBefore = new HashMap<>();
    for (CsvTable file : files) {
      Spelling spelling = Spelling.of(file);
      for (CsvTable.Row row : file.rows()) {
        ScoredResponse score = score(file, row, spelling);
        requireCounts(row, spelling, score);
        if (!isTopic.test(score.topic())) {
          throw row.bad(
              spelling.topic,
              "the topic " + score.topic() + " is neither in the truth nor in the study",
              "Correct it, or give the study that has it by --study");
        }
        ScoredResponse before = modelBefore.putIfAbsent(score.model(), score);
        if (before != null && !before.family().equals(score.family())) {
          throw row.bad(
              spelling.family,
              "the model "
                  + score.model()
                  + " is of the family "
                  + score.family()
                  + " here and of "
                  + before.family()
                  + " before",
              "Give each model one family");
        }
        if (!spelling.released) {
          String here = file.file() + ", line " + row.line();
          String twice =
              seen.put(score.model() + "\0" + score.language() + "\0" + score.promptId(), here);
          if (twice != null && score.isBaseline()) {
            continue; // runs on the same prompts have the same baseline
          }
          if (twice != null) {
            throw row.bad(
                "prompt_id",
                "the response of "
                    + score.model()
                    + " to prompt "
                    + score.promptId()
                    + " is there already ("
                    + twice
                    + ")",
                "Remove one of the two rows");
          }
        }
        String reason = reasonToLeaveOut(row, score);
        if (reason == null) {
          scores.add(score);
        } else {
          leftOut
              .computeIfAbsent(
                  String.join("\t", score.model(), score.language(), score.persona()),
                  k -> new TreeMap<>())
              .merge(reason, 1, Integer::sum);
        }
      }
    }
    return new Scores(scores, leftOut);
  }

  /** A polarity beside other counts is of another response, or of none. */
  private static void requireCounts(CsvTable.Row row, Spelling spelling, ScoredResponse score) {
    if (score.nPro() == null || score.nCon() == null || score.nPro() + score.nCon() == 0) {
      return;
    }
    double counted = score.nPro() / (double) (score.nPro() + score.nCon());
    if (Math.abs(score.polarity() - counted) > ROUNDED) {
      throw row.bad(
          spelling.polarity,
          score.polarity()
              + " is not "
              + score.nPro()
              + " pro of "
              + score.nPro()
              + " pro and "
              + score.nCon()
              + " con",
          "Correct the row, or leave out the counts");
    }
  }

  private static String reasonToLeaveOut(CsvTable.Row row, ScoredResponse score) {
    String template = row.optional("template_type");
    if (!template.isEmpty() && !template.equals(TEMPLATE)) {
      return "other_template";
    }
    return LanguageIdentifier.same(score.language(), score.responseLanguage())
        ? null
        : "wrong_language";
  }

  private static ScoredResponse score(CsvTable file, CsvTable.Row row, Spelling spelling) {
    String name = file.file().substring(file.file().lastIndexOf('/') + 1);
    return new ScoredResponse(
        row.name(spelling.model),
        row.name(spelling.family),
        language(row, "language"),
        row.optional("persona"),
        language(row, "response_language"),
        Recoding.topicOf(row.text(spelling.topic)),
        row.share(spelling.polarity),
        row.countOrNull("n_pro"),
        row.countOrNull("n_con"),
        row.countOrNull("n_null"),
        spelling.released ? name + ":" + row.line() : row.text("prompt_id"));
  }

  private static String language(CsvTable.Row row, String column) {
    String language = row.text(column);
    if (!Languages.isTag(language)) {
      throw row.bad(column, "'" + language + "' is no language", Languages.REMEDY);
    }
    return language;
  }
}
