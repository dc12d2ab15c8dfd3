package org.polarbeam.survey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Nearest;
import org.polarbeam.language.Countries;
import org.polarbeam.record.Tables;
import org.polarbeam.record.Truth;

/**
 * Reads truth from our {@code truth.csv} or from the released study's three files (columns {@code
 * cntry_an} or {@code lnge_iso} or neither, {@code question_key}, {@code pro_score}).
 */
public final class TruthReader {
  /** A stratified sample may tell more than as many people drawn at random; not so much more. */
  private static final int MOST_EFFECTIVE = 10;

  /** More than all people, each with the greatest weight. */
  private static final double HEAVIEST = 1e12;

  private static final List<String> STANDARD = Level.STANDARD.stream().map(Level::label).toList();

  private TruthReader() {}

  /**
   * Reads several files as one truth, sorted.
   *
   * @throws InputException on a missing column, a polarity outside [0, 1], or a population and
   *     topic given twice
   */
  public static List<Truth> read(Collection<CsvTable> files) {
    List<Truth> truths = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    Map<String, String> languages = new HashMap<>();
    for (CsvTable file : files) {
      for (CsvTable.Row row : check(file).rows()) {
        Truth truth = file.has("level") ? ours(row) : released(file, row);
        String here = file.file() + ", line " + row.line();
        String before = seen.put(truth.level() + "\0" + truth.group() + "\0" + truth.topic(), here);
        if (before != null) {
          throw row.bad(
              file.has("level") ? "topic" : "question_key",
              "the truth of "
                  + truth.group()
                  + " on "
                  + truth.topic()
                  + " is there already ("
                  + before
                  + ")",
              "Remove one of the two rows");
        }
        String language = languages.putIfAbsent(truth.level() + truth.group(), truth.language());
        if (truth.level().equals(Level.COUNTRY.label())
            && language != null
            && !language.equals(truth.language())) {
          throw row.bad(
              file.has("level") ? "language" : "lnge_iso",
              truth.group()
                  + " has the language "
                  + truth.language()
                  + " here and "
                  + language
                  + " before",
              "Give each country one language");
        }
        truths.add(truth);
      }
    }
    truths.sort(TruthTable.ORDER);
    return truths;
  }

  private static CsvTable check(CsvTable file) {
    return file.has("level")
        ? file.require(Tables.TRUTH, "language", "polarity")
        : file.require("question_key", "pro_score");
  }

  private static Truth ours(CsvTable.Row row) {
    String level = row.text("level");
    boolean isSlip =
        !new Level(level).isStandard()
            && !level.equals("county")
            && Nearest.to(level, STANDARD).isPresent();
    if (!Level.isName(level) || isSlip) {
      throw row.bad(
          "level",
          "'" + level + "' is no level",
          Nearest.question(level, STANDARD)
              + "Give country, language, global, or a level of the survey's description");
    }
    boolean hasLanguage = List.of("country", "language").contains(level);
    Integer n = row.countOrNull("n");
    Double effective = positive(row, "n_effective", HEAVIEST);
    if (n != null && effective != null && effective > MOST_EFFECTIVE * n) {
      throw row.bad(
          "n_effective",
          effective + " is far more than the " + n + " respondents that there are",
          "Correct it, or leave it blank");
    }
    return new Truth(
        level,
        group(row, "group", level),
        hasLanguage ? row.text("language") : level.equals("global") ? "" : row.optional("language"),
        Recoding.topicOf(row.text("topic")),
        row.share("polarity"),
        n == null ? null : n.longValue(),
        positive(row, "weight", HEAVIEST),
        effective,
        row.optional("std_err").isEmpty() ? null : (Double) standardError(row));
  }

  private static String group(CsvTable.Row row, String column, String level) {
    String group = row.name(column);
    if (level.equals(Level.COUNTRY.label()) && !Countries.isCode(group)) {
      throw row.bad(column, "'" + group + "' is no country", Countries.remedy(group));
    }
    return group;
  }

  private static Double positive(CsvTable.Row row, String column, double most) {
    if (row.optional(column).isEmpty()) {
      return null;
    }
    double value = row.number(column);
    if (!(value > 0 && value <= most)) {
      throw row.bad(
          column,
          value + " is no " + column,
          "Give a number above 0 and not above a trillion, or leave it blank");
    }
    return value;
  }

  private static Truth released(CsvTable file, CsvTable.Row row) {
    String topic = Recoding.topicOf(row.text("question_key"));
    double polarity = row.share("pro_score");
    if (file.has("cntry_an")) {
      file.require("lnge_iso");
      return new Truth(
          Level.COUNTRY.label(),
          group(row, "cntry_an", Level.COUNTRY.label()),
          row.text("lnge_iso"),
          topic,
          polarity,
          null,
          null);
    }
    if (file.has("lnge_iso")) {
      String language = row.text("lnge_iso");
      return new Truth(Level.LANGUAGE.label(), language, language, topic, polarity, null, null);
    }
    return new Truth(Level.GLOBAL.label(), Level.EVERYBODY, "", topic, polarity, null, null);
  }

  /** Of a share: that of one answer at most. */
  private static double standardError(CsvTable.Row row) {
    double error = row.number("std_err");
    if (error < 0 || error > 1) {
      throw row.bad(
          "std_err",
          row.text("std_err") + " is no standard error of a share",
          "Give a number from 0 to 1, or leave the cell blank");
    }
    return error;
  }
}
