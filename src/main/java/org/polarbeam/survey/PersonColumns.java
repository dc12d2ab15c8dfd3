package org.polarbeam.survey;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.polarbeam.files.DelimitedLine;
import org.polarbeam.files.InputException;
import org.polarbeam.language.Countries;

/** The columns that say which populations a respondent is one of. */
final class PersonColumns implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final SurveyFormat format;
  private final int country;
  private final int language;
  private final int[] levels;
  private final int strata;
  private final int clusters;
  private final int[] all;

  /**
   * Finds them.
   *
   * @param index where a column is by its name; -1 for no name
   */
  PersonColumns(String file, SurveyFormat format, ToIntFunction<String> index) {
    this.file = file;
    this.format = format;
    this.country = index.applyAsInt(format.country());
    this.language = index.applyAsInt(format.language());
    this.levels =
        format.populations().groupings().stream()
            .mapToInt(g -> index.applyAsInt(g.column()))
            .toArray();
    this.strata = index.applyAsInt(format.populations().strata());
    this.clusters = index.applyAsInt(format.populations().clusters());
    this.all =
        IntStream.concat(IntStream.of(country, language, strata, clusters), IntStream.of(levels))
            .filter(column -> column >= 0)
            .toArray();
  }

  /** What tells the populations of a respondent, as it stands: who has the same is in the same. */
  String key(DelimitedLine fields) {
    StringBuilder key = new StringBuilder();
    for (int column : all) {
      fields.appendTo(key, column);
      key.append('\0');
    }
    return key.toString();
  }

  /**
   * The populations of a respondent.
   *
   * @throws InputException when the country or the language cannot be read
   */
  Membership of(DelimitedLine fields, long line) {
    List<String> groups = new ArrayList<>(levels.length);
    for (int i = 0; i < levels.length; i++) {
      String value = fields.field(levels[i]).strip();
      Grouping grouping = format.populations().groupings().get(i);
      Integer code = number(fields, levels[i], grouping.isBanded());
      groups.add(grouping.groupOf(value, code, file, line));
    }
    return new Membership(
        country(fields, line),
        language(fields, line),
        groups,
        strata < 0 ? "" : fields.field(strata).strip(),
        clusters < 0 ? "" : cluster(fields.field(clusters).strip(), line));
  }

  private String cluster(String value, long line) {
    if (value.isEmpty()) {
      throw InputException.at(
          file,
          line,
          format.populations().clusters(),
          "the field is empty",
          "Every respondent needs a cluster, or take clusters out of the survey's description");
    }
    return value;
  }

  /** A whole number; of a band, an age of 29.5 is in the band to 29. */
  private static Integer number(DelimitedLine fields, int column, boolean isBand) {
    try {
      double number = fields.decimal(column);
      boolean isWhole = number == Math.rint(number) || isBand;
      return isWhole && Math.abs(number) < 1_000_000 ? (Integer) (int) Math.floor(number) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private String country(DelimitedLine fields, long line) {
    if (country < 0) {
      return format.sameCountry();
    }
    String code = fields.field(country).strip();
    String name = format.countryOf(code);
    if (!Countries.isCode(name)) {
      throw InputException.at(
          file,
          line,
          format.country(),
          code.isEmpty() ? "the field is empty" : "'" + code + "' is no country",
          code.isEmpty()
              ? "Every respondent needs a country"
              : Countries.remedy(code) + ", or say under country: values what the codes mean");
    }
    return name;
  }

  /** The language by its tag. */
  private String language(DelimitedLine fields, long line) {
    if (language < 0) {
      return format.sameLanguage();
    }
    String code = fields.field(language).strip();
    String spoken = format.languageOf(code);
    if (spoken == null) {
      throw InputException.at(
          file,
          line,
          format.language(),
          code.isEmpty() ? "the field is empty" : "'" + code + "' is no language",
          code.isEmpty()
              ? "Every respondent needs a language, such as da"
              : "Give its tag, such as da, or say under language: values what the codes mean");
    }
    return spoken;
  }
}
