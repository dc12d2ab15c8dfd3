package org.polarbeam.survey;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.polarbeam.files.InputException;
import org.polarbeam.language.Countries;
import org.polarbeam.language.LanguageTag;
import org.polarbeam.language.Languages;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Where a survey's file has what: described by data, bundled or a person's own.
 *
 * @param name what it is called
 * @param country the column of the country; empty where {@code sameCountry} is everybody's
 * @param sameCountry the country of a national survey
 * @param countries what the codes of countries stand for; as they are where none is given
 * @param language the column of the language; empty where {@code sameLanguage} is everybody's
 * @param sameLanguage the language of a survey in one
 * @param languages what the codes of languages stand for, and of countries where the language is by
 *     country; {@code other} for codes that name no language
 * @param weights the columns whose product is a respondent's weight; none where all count alike
 * @param languageWeight the column by which a country's language is chosen; empty for the weight
 * @param missing codes of no answer, whatever the topic
 * @param isPublished whether topics without answers are read by the published rule
 * @param populations that it tells apart besides countries and languages, and its sample
 */
public record SurveyFormat(
    String name,
    String country,
    String sameCountry,
    Map<String, String> countries,
    String language,
    String sameLanguage,
    Map<String, String> languages,
    List<String> weights,
    String languageWeight,
    Codes missing,
    boolean isPublished,
    Populations populations)
    implements Serializable {
  /** The file that the published study was made from. */
  public static final String JOINT = "evs-wvs-joint";

  /** Descriptions that come with the product. */
  public static final List<String> BUNDLED =
      List.of(
          JOINT,
          "wvs7",
          "wvs-timeseries",
          "ess",
          "afrobarometer9",
          "latinobarometro",
          "pew-global",
          "national");

  static final String COLUMN = "column";
  static final String SAME = "value";
  static final String VALUES = "values";
  private static final Pattern WHOLE = Pattern.compile("^(-?)0*(\\d+?)(?:\\.0*)?$");
  private static final String EXTENDS = "extends";

  /** The names of the levels, and crosses of them, besides countries, languages and everybody. */
  public List<String> furtherLevels() {
    return Stream.concat(
            populations.groupings().stream().map(Grouping::level),
            populations.crosses().stream().map(cross -> String.join(Level.CROSS, cross)))
        .toList();
  }

  /** Stands for all codes of a language that are not named and name none. */
  private static final String OTHER = "other";

  private static final String UNKNOWN = "und";

  /** Copies what can change. */
  public SurveyFormat {
    countries = new TreeMap<>(countries);
    languages = new TreeMap<>(languages);
    weights = new ArrayList<>(weights);
  }

  /** The layout of the EVS/WVS joint file. */
  public static SurveyFormat joint() {
    return bundled(JOINT);
  }

  /** One of those that come with the product. */
  public static SurveyFormat bundled(String name) {
    return read(name + ".yaml", bundledYaml(name));
  }

  /** The text of one. */
  public static String bundledYaml(String name) {
    try (InputStream in = SurveyFormat.class.getResourceAsStream(name + ".yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a description.
   *
   * @param file for messages
   * @throws InputException when it is no YAML, or a part is missing, misspelt or of the wrong kind
   */
  public static SurveyFormat read(String file, String yaml) {
    FormatParts parts = extended(new FormatParts(file, "", load(file, yaml)));
    parts.allow(
        "survey",
        "source",
        "country",
        "language",
        "weights",
        "language_weight",
        "missing",
        "rule",
        "levels",
        "crosses",
        "least_n",
        "strata",
        "clusters");
    FormatParts country = parts.columnOf("country", VALUES);
    FormatParts language = parts.columnOf("language", VALUES);
    String rule = parts.text("rule", "answers");
    if (!rule.equals("answers") && !rule.equals("published")) {
      throw parts.bad("rule", "'" + rule + "' is no rule", "Give answers or published");
    }
    List<String> weights = parts.texts("weights");
    if (weights.size() > weights.stream().map(w -> w.toLowerCase(Locale.ROOT)).distinct().count()) {
      throw parts.bad("weights", "a column is there twice", "Give each once: they are multiplied");
    }
    String spoken = language.text(SAME, "");
    if (!spoken.isEmpty() && !Languages.isTag(spoken)) {
      throw parts.bad("language.value", "'" + spoken + "' is no language", Languages.REMEDY);
    }
    String national = country.text(SAME, "");
    if (country.has(SAME) && !Countries.isCode(national)) {
      throw parts.bad(
          "country.value", "'" + national + "' is no country", Countries.remedy(national));
    }
    country
        .values()
        .forEach(
            (code, to) -> {
              if (!Countries.isCode(twoLetters(to))) {
                throw parts.bad(
                    "country.values." + code, "'" + to + "' is no country", Countries.remedy(to));
              }
            });
    Map<String, String> languages = language.values();
    languages.forEach(
        (code, to) -> {
          if (!Languages.isTag(to)) {
            throw parts.bad(
                "language.values." + code, "'" + to + "' is no language", Languages.REMEDY);
          }
        });
    return new SurveyFormat(
        parts.text("survey", file),
        country.text(COLUMN, ""),
        national,
        country.values(),
        language.text(COLUMN, ""),
        spoken,
        languages,
        weights,
        parts.text("language_weight", ""),
        parts.codes("missing"),
        rule.equals("published"),
        PopulationsReader.read(parts));
  }

  private static Object load(String file, String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      return new Yaml(new SafeConstructor(options)).load(yaml);
    } catch (DuplicateKeyException e) {
      throw InputException.in(
          file + ", line " + (e.getProblemMark().getLine() + 1),
          "a part is given twice",
          "Keep one of them");
    } catch (YAMLException e) {
      throw InputException.in(
          file,
          "this is no YAML: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "),
          "Check its indentation and quotes");
    }
  }

  /** What a description says itself, and the rest of the bundled one that it extends. */
  private static FormatParts extended(FormatParts own) {
    if (!own.has(EXTENDS)) {
      return own;
    }
    String base = own.text(EXTENDS, "");
    if (!BUNDLED.contains(base)) {
      throw own.bad(
          EXTENDS, "'" + base + "' is no bundled one", "Give one of " + String.join(", ", BUNDLED));
    }
    FormatParts all = new FormatParts(own.file(), "", load(base, bundledYaml(base)));
    all.all().putAll(own.all());
    all.all().remove(EXTENDS);
    return all;
  }

  /** A country as the results call it: two letters where the survey has three. */
  String countryOf(String code) {
    String named = meant(countries, code);
    return twoLetters(named == null ? code : named);
  }

  /** What a code stands for, whatever programs write around it: 4.0 and 04 are 4. Null for none. */
  private static String meant(Map<String, String> values, String code) {
    String named = values.get(code);
    return named == null ? values.get(whole(code)) : named;
  }

  /** A whole number as it is written shortest; other texts as they are. */
  static String whole(String code) {
    return WHOLE.matcher(code).replaceFirst("$1$2");
  }

  private static String twoLetters(String named) {
    if (named.length() != 3) {
      return named;
    }
    String upper = named.toUpperCase(Locale.ROOT);
    return THREE_LETTERS.getOrDefault(upper, named);
  }

  /** A language by its tag: EN, eng, English, and a code that stands for it, are one; or null. */
  String languageOf(String code) {
    String named = meant(languages, code);
    String tag = tagOf(named == null ? code : named);
    return tag == null && !code.isEmpty() ? languages.get(OTHER) : tag;
  }

  /** Null where a text names no language. */
  private static String tagOf(String text) {
    LanguageTag tag = LanguageTag.of(text);
    boolean isUnknown = tag.language().equals(UNKNOWN) && !text.equalsIgnoreCase(UNKNOWN);
    if (text.isEmpty() || isUnknown || !Languages.isTag(tag.language())) {
      return null;
    }
    return tag.language()
        + (tag.script().isEmpty() ? "" : "-" + tag.script())
        + (tag.region().isEmpty() ? "" : "-" + tag.region());
  }

  private static final Map<String, String> THREE_LETTERS = threeLetters();

  private static Map<String, String> threeLetters() {
    Map<String, String> all = new TreeMap<>();
    for (String two : Locale.getISOCountries()) {
      all.put(new Locale("", two).getISO3Country(), two);
    }
    return all;
  }
}
