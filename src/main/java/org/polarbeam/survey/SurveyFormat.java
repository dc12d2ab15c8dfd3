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
import java.util.TreeSet;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Nearest;
import org.polarbeam.language.LanguageTag;
import org.polarbeam.language.Languages;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
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

  private static final String COLUMN = "column";
  private static final String SAME = "value";
  private static final String VALUES = "values";
  private static final String EXTENDS = "extends";

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
    Parts parts = extended(new Parts(file, "", load(file, yaml)));
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
    Parts country = parts.columnOf("country", VALUES);
    Parts language = parts.columnOf("language", VALUES);
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
        country.text(SAME, ""),
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
    try {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    } catch (YAMLException e) {
      throw InputException.in(
          file,
          "this is no YAML: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "),
          "Check its indentation and quotes");
    }
  }

  /** What a description says itself, and the rest of the bundled one that it extends. */
  private static Parts extended(Parts own) {
    if (!own.has(EXTENDS)) {
      return own;
    }
    String base = own.text(EXTENDS, "");
    if (!BUNDLED.contains(base)) {
      throw own.bad(
          EXTENDS, "'" + base + "' is no bundled one", "Give one of " + String.join(", ", BUNDLED));
    }
    Parts all = new Parts(own.file, "", load(base, bundledYaml(base)));
    all.parts.putAll(own.parts);
    all.parts.remove(EXTENDS);
    return all;
  }

  /** A mapping of a YAML file. */
  static final class Parts {
    private final String file;
    private final String place;
    private final Map<String, Object> parts = new TreeMap<>();

    Parts(String file, String place, Object node) {
      this.file = file;
      this.place = place;
      if (!(node instanceof Map<?, ?> map)) {
        throw InputException.in(
            file,
            (place.isEmpty() ? "this" : place) + " is no list of parts",
            "Write it as in docs/surveys.md");
      }
      map.forEach((key, value) -> parts.put(String.valueOf(key), value));
    }

    Map<String, Object> all() {
      return parts;
    }

    boolean has(String part) {
      return parts.get(part) != null;
    }

    Object get(String part) {
      return parts.get(part);
    }

    void allow(String... names) {
      List<String> known = List.of(names);
      for (String part : parts.keySet()) {
        if (!known.contains(part)) {
          throw bad(
              part,
              "there is no such part",
              Nearest.question(part, known)
                  + "Give one of "
                  + String.join(", ", new TreeSet<>(known)));
        }
      }
    }

    /** A column by its name alone, or as a mapping with a column or a value for everybody. */
    Parts columnOf(String part, String... more) {
      if (!has(part)) {
        throw bad(
            part,
            "it is missing",
            "Give the name of its column, or {value: …} where it is the same for everybody");
      }
      Object given = parts.get(part);
      Parts column =
          new Parts(
              file,
              place.isEmpty() ? part : place + "." + part,
              given instanceof Map ? given : Map.of(COLUMN, String.valueOf(given)));
      List<String> known = new ArrayList<>(List.of(COLUMN, SAME));
      known.addAll(List.of(more));
      column.allow(known.toArray(String[]::new));
      if (column.has(COLUMN) == column.has(SAME)) {
        throw bad(part, "it has both a column and a value, or neither", "Give one of them");
      }
      return column;
    }

    String text(String part, String otherwise) {
      if (!has(part)) {
        return otherwise;
      }
      if (parts.get(part) instanceof Map || parts.get(part) instanceof List) {
        throw bad(part, "it is no text", "Give one");
      }
      return String.valueOf(parts.get(part)).strip();
    }

    List<String> texts(String part) {
      if (!has(part)) {
        return List.of();
      }
      return parts.get(part) instanceof List<?> list
          ? list.stream().map(v -> String.valueOf(v).strip()).toList()
          : List.of(text(part, ""));
    }

    /** A mapping under a part. */
    Parts under(String part) {
      return new Parts(file, place.isEmpty() ? part : place + "." + part, parts.get(part));
    }

    List<?> list(String part) {
      if (has(part) && !(parts.get(part) instanceof List)) {
        throw bad(part, "it is no list", "Give one, such as [a, b]");
      }
      return has(part) ? (List<?>) parts.get(part) : List.of();
    }

    int number(String part, int otherwise, int least, int most) {
      String text = text(part, Integer.toString(otherwise));
      if (text.matches("\\d{1,9}")
          && Integer.parseInt(text) >= least
          && Integer.parseInt(text) <= most) {
        return Integer.parseInt(text);
      }
      throw bad(
          part,
          "'" + text + "' is no such number",
          "Give a whole number from " + least + " to " + most);
    }

    /** What codes stand for. */
    Map<String, String> values() {
      Map<String, String> values = new TreeMap<>();
      if (has(VALUES)) {
        Parts names = new Parts(file, place + "." + VALUES, get(VALUES));
        names
            .all()
            .forEach(
                (code, to) -> {
                  if (to instanceof Boolean) {
                    throw names.bad(
                        code,
                        "YAML reads this as " + to,
                        "Put quotes around it, as in 578: \"NO\" for Norway");
                  }
                  values.put(code, String.valueOf(to).strip());
                });
      }
      return values;
    }

    Codes codes(String part) {
      Codes codes = Codes.of(texts(part));
      if (codes == null) {
        throw bad(
            part,
            parts.get(part) + " are no codes",
            "Give codes and ranges such as [7, 77..99, below 0]");
      }
      return codes;
    }

    InputException bad(String part, String problem, String remedy) {
      return InputException.in(
          file + ", " + (place.isEmpty() ? part : place + "." + part), problem, remedy);
    }
  }

  /** A country as the results call it: two letters where the survey has three. */
  String countryOf(String code) {
    String named = countries.getOrDefault(code, code);
    if (named.length() != 3) {
      return named;
    }
    String upper = named.toUpperCase(Locale.ROOT);
    return THREE_LETTERS.getOrDefault(upper, named);
  }

  /** A language by its tag: EN, eng, English, and a code that stands for it, are one; or null. */
  String languageOf(String code) {
    String named = languages.get(code);
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
