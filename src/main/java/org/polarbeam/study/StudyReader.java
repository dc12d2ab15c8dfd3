package org.polarbeam.study;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.polarbeam.files.InputException;
import org.polarbeam.language.Languages;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.RateLimit;
import org.polarbeam.record.Sampling;
import org.polarbeam.record.Topic;
import org.polarbeam.stats.Draws;
import org.polarbeam.survey.Recoding;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads a study from YAML. Every error names the file and the place in it. */
public final class StudyReader {
  /** The name of the study that comes with the product. */
  public static final String BUNDLED = "values";

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final String file;

  private StudyReader(String file) {
    this.file = file;
  }

  /** The study that comes with the product. */
  public static Study bundled() {
    return read(BUNDLED + ".yaml", bundledYaml());
  }

  /** The text of the study that comes with the product. */
  public static String bundledYaml() {
    try (InputStream yaml = StudyReader.class.getResourceAsStream(BUNDLED + ".yaml")) {
      return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * Reads a study.
   *
   * @param file the name to use in messages
   * @throws InputException when it is no YAML or no study
   */
  public static Study read(String file, String yaml) {
    try {
      return new StudyReader(file).study(YAML.readTree(yaml), Draws.idOf(yaml));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      Mark mark = e.getCause() instanceof MarkedYAMLException m ? m.getProblemMark() : null;
      throw InputException.at(
          file,
          mark != null ? mark.getLine() + 1 : at == null ? 1 : at.getLineNr(),
          Integer.toString(mark != null ? mark.getColumn() + 1 : at == null ? 1 : at.getColumnNr()),
          "this is no YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""),
          "Check the indentation and the quotes");
    }
  }

  private Study study(JsonNode root, String digest) {
    Map<String, String> languages = new TreeMap<>();
    Map<String, Boolean> verified = new TreeMap<>();
    Map<String, String> origin = new TreeMap<>();
    each(
        root,
        "languages",
        (tag, node) -> {
          if (!Languages.isTag(tag)) {
            throw bad("languages." + tag, "'" + tag + "' is no language", Languages.REMEDY);
          }
          languages.put(tag, text(node, "languages." + tag, "name"));
          verified.put(tag, node.path("verified").asBoolean(false));
          origin.put(tag, node.path("written_by").asText(Wording.MACHINE));
        });
    List<Wording> wordings = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    int n = 0;
    for (JsonNode template : list(root, "", "templates")) {
      String at = "templates[" + n++ + "]";
      String id = id(template, at, ids);
      wordings(template, at, languages)
          .forEach(
              (language, node) -> {
                Wording wording =
                    wording(Wording.TEMPLATE, id, "", language, node, at, verified, origin);
                requirePlaces(wording.text(), at + "." + language);
                wordings.add(wording);
              });
    }
    Map<String, Topic> topics = new TreeMap<>();
    n = 0;
    for (JsonNode node : list(root, "", "topics")) {
      String at = "topics[" + n++ + "]";
      String key = Recoding.topicOf(text(node, at, "key"));
      Topic topic =
          new Topic(
              key,
              text(node, at, "question"),
              statements(node, at, "pro", languages),
              statements(node, at, "con", languages));
      if (topics.put(key, topic) != null) {
        throw bad(at + ".key", "the topic " + key + " is there already", "Give each topic once");
      }
      int v = 0;
      for (JsonNode variation : list(node, at, "variations")) {
        String place = at + ".variations[" + v++ + "]";
        String id = id(variation, place, ids);
        wordings(variation, place, languages)
            .forEach(
                (language, text) ->
                    wordings.add(
                        wording(
                            Wording.VARIATION, id, key, language, text, place, verified, origin)));
      }
    }
    root.path(StudyWriter.PERSONAS)
        .fields()
        .forEachRemaining(
            e -> {
              String place = "personas." + e.getKey();
              if (!e.getKey().matches("[A-Z]{2,4}")) {
                throw bad(
                    place,
                    "'" + e.getKey() + "' is no country",
                    "Give its code in the survey, such as DK");
              }
              wordings(e.getValue(), place, languages)
                  .forEach(
                      (language, text) ->
                          wordings.add(
                              wording(
                                  Wording.PERSONA,
                                  e.getKey(),
                                  "",
                                  language,
                                  text,
                                  place,
                                  verified,
                                  origin)));
            });
    return new Study(
        root.path("study").asText(BUNDLED),
        languages,
        topics,
        wordings,
        models(root, languages),
        ModelSpec.parse(root.path("judge").asText("simulate:judge")),
        digest);
  }

  /** A wording, spelt as its text alone or as a mapping with what is known of it. */
  private Wording wording(
      String kind,
      String id,
      String topic,
      String language,
      JsonNode node,
      String at,
      Map<String, Boolean> verified,
      Map<String, String> origin) {
    boolean mapping = node.isObject();
    String place = at + "." + language;
    return new Wording(
        kind,
        id,
        topic,
        language,
        mapping ? text(node, place, StudyWriter.TEXT) : node.asText().strip(),
        node.path(StudyWriter.WRITTEN_BY).asText(origin.get(language)),
        node.path(StudyWriter.VERIFIED).asBoolean(verified.get(language)),
        node.path(StudyWriter.BACK).asText(""),
        node.has(StudyWriter.SIMILARITY)
            ? number(node.get(StudyWriter.SIMILARITY), place + "." + StudyWriter.SIMILARITY)
            : null,
        node.path(StudyWriter.OF).asText(""));
  }

  private List<StudyModel> models(JsonNode root, Map<String, String> languages) {
    List<StudyModel> models = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int n = 0;
    for (JsonNode node : root.path("models")) {
      String at = "models[" + n++ + "]";
      String name = text(node, at, "name");
      if (!names.add(name)) {
        throw bad(at + ".name", "the model " + name + " is there already", "Give each model once");
      }
      Map<String, Double> capability = new TreeMap<>();
      node.path("capability")
          .fields()
          .forEachRemaining(
              e -> {
                String place = at + ".capability." + e.getKey();
                requireLanguage(e.getKey(), place, languages);
                double value = number(e.getValue(), place);
                if (value < 0 || value > 1) {
                  throw bad(place, value + " is outside [0, 1]", "Divide percentages by 100");
                }
                capability.put(e.getKey(), value);
              });
      Map<String, Double> parameters = new TreeMap<>();
      node.path("parameters")
          .fields()
          .forEachRemaining(
              e ->
                  parameters.put(
                      e.getKey(), number(e.getValue(), at + ".parameters." + e.getKey())));
      JsonNode sampling = node.path("sampling");
      models.add(
          new StudyModel(
              new ModelSpec(
                  name,
                  text(node, at, "family"),
                  text(node, at, "provider"),
                  node.path("endpoint").asText(""),
                  new Sampling(
                      sampling.has("temperature")
                          ? number(sampling.get("temperature"), at + ".sampling.temperature")
                          : null,
                      sampling.has("top_p")
                          ? number(sampling.get("top_p"), at + ".sampling.top_p")
                          : null,
                      sampling.has("max_tokens") ? sampling.get("max_tokens").asLong() : null,
                      sampling.has("seed") ? sampling.get("seed").asLong() : null),
                  samples(sampling, at),
                  new RateLimit(
                      rate(node, at, "requests_per_minute"), rate(node, at, "tokens_per_minute")),
                  parameters),
              capability));
    }
    return models;
  }

  private Integer samples(JsonNode sampling, String at) {
    if (!sampling.has("samples")) {
      return null;
    }
    int samples = sampling.get("samples").asInt();
    if (samples < 1) {
      throw bad(at + ".sampling.samples", "there must be at least 1", "Give a whole number");
    }
    return samples;
  }

  private Double rate(JsonNode node, String at, String field) {
    if (!node.path("limit").has(field)) {
      return null;
    }
    double rate = number(node.path("limit").get(field), at + ".limit." + field);
    if (!(rate > 0)) {
      throw bad(at + ".limit." + field, rate + " is no rate", "Give a number above 0");
    }
    return rate;
  }

  /** The wording of each language that an entry has, which English must be among. */
  private Map<String, JsonNode> wordings(JsonNode node, String at, Map<String, String> languages) {
    Map<String, JsonNode> texts = new LinkedHashMap<>();
    node.fields()
        .forEachRemaining(
            e -> {
              if (!e.getKey().equals(StudyWriter.ID)) {
                requireLanguage(e.getKey(), at + "." + e.getKey(), languages);
                if (!e.getValue().isObject()) {
                  text(node, at, e.getKey());
                }
                texts.put(e.getKey(), e.getValue());
              }
            });
    if (!texts.containsKey(Study.SOURCE_LANGUAGE)) {
      throw bad(at, "there is no English wording", "Add en: with the wording others translate");
    }
    return texts;
  }

  private Map<String, String> statements(
      JsonNode node, String at, String side, Map<String, String> languages) {
    Map<String, String> texts = new LinkedHashMap<>();
    String place = at + "." + side;
    wordings(node.path(side), place, languages)
        .keySet()
        .forEach(language -> texts.put(language, text(node.path(side), place, language)));
    return texts;
  }

  private void requireLanguage(String tag, String at, Map<String, String> languages) {
    if (!languages.containsKey(tag)) {
      throw bad(
          at,
          "the language " + tag + " is not one of the study's (" + languages.keySet() + ")",
          "List it under languages, or correct its spelling");
    }
  }

  private void requirePlaces(String text, String at) {
    List<Integer> places = Wording.places(text);
    if (places.get(0) != 1) {
      throw bad(at, "a template needs {topic} exactly once", "Write {topic} where the topic goes");
    }
    if (places.get(1) > 1) {
      throw bad(at, "a template has {persona} once at most", "Leave out the second");
    }
  }

  private String id(JsonNode node, String at, Set<String> ids) {
    String id = text(node, at, "id");
    if (!ids.add(id)) {
      throw bad(at + ".id", "the id " + id + " is there already", "Give each wording its own id");
    }
    return id;
  }

  private List<JsonNode> list(JsonNode node, String at, String field) {
    JsonNode list = node.path(field);
    if (!list.isArray() || list.isEmpty()) {
      throw bad((at.isEmpty() ? "" : at + ".") + field, "the list is missing", "Give at least one");
    }
    List<JsonNode> nodes = new ArrayList<>();
    list.forEach(nodes::add);
    return nodes;
  }

  private void each(
      JsonNode node, String field, java.util.function.BiConsumer<String, JsonNode> use) {
    JsonNode map = node.path(field);
    if (!map.isObject() || map.isEmpty()) {
      throw bad(field, "the section is missing", "Give at least one entry");
    }
    map.fields().forEachRemaining(e -> use.accept(e.getKey(), e.getValue()));
  }

  private String text(JsonNode node, String at, String field) {
    JsonNode value = node.path(field);
    if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
      throw bad(at + "." + field, "the text is missing", "Give one");
    }
    return value.asText().strip();
  }

  private double number(JsonNode value, String at) {
    if (!value.isNumber()) {
      throw bad(at, "'" + value.asText() + "' is no number", "Give a number");
    }
    return value.asDouble();
  }

  private InputException bad(String at, String problem, String remedy) {
    return InputException.in(file + ", " + at, problem, remedy);
  }
}
