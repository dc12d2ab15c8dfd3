package org.polarbeam.study;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.polarbeam.files.Nearest;
import org.polarbeam.language.Countries;
import org.polarbeam.language.Languages;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.record.Topic;
import org.polarbeam.stats.Draws;
import org.polarbeam.survey.AnswerRule;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.Recoding;

/** Reads a study from YAML. Every error names the file and the place in it. */
public final class StudyReader {
  /** The name of the study that comes with the product. */
  public static final String BUNDLED = "values";

  /** How often a prompt is asked at most: more is a slip of the pen, and would be paid for. */
  public static final int MOST_SAMPLES = 1_000;

  private static final String JUDGE = "judge";
  private static final String ANSWERS = "answers";
  static final String SOURCE = "source_language";
  private static final String JUDGE_LANGUAGE = "judge_language";

  private final StudyFields fields;
  private final Places places;
  private final String source;

  private StudyReader(StudyFields fields, JsonNode root) {
    this.fields = fields;
    this.places = new Places(fields);
    this.source = fields.optional(root, "", SOURCE, Study.SOURCE_LANGUAGE);
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
   * Reads a study that extends none, or the bundled one.
   *
   * @param file the name to use in messages
   * @throws InputException when it is no YAML or no study
   */
  public static Study read(String file, String yaml) {
    return read(file, yaml, StudyFiles.NONE);
  }

  /**
   * Reads a study.
   *
   * @param file its path, from which that of a study beside it is told
   * @param files where the studies are read from that it extends
   * @throws InputException when it is no YAML or no study
   */
  public static Study read(String file, String yaml, StudyFiles files) {
    return of(StudyChain.whole(file, yaml, files));
  }

  /**
   * The text of a study that says all itself: its own where it extends none.
   *
   * @throws InputException when it is no YAML or no study
   */
  public static String whole(String file, String yaml, StudyFiles files) {
    StudyOutline whole = StudyChain.whole(file, yaml, files);
    of(whole);
    return StudyOutline.of(file, yaml).root().has(StudyShape.EXTENDS)
        ? StudyWriter.text(whole.root())
        : yaml;
  }

  private static Study of(StudyOutline outline) {
    StudyFields fields = new StudyFields(outline);
    JsonNode root = outline.root();
    return new StudyReader(fields, root).study(root, Draws.idOf(root.toString()));
  }

  private Study study(JsonNode root, String digest) {
    Map<String, String> languages = new TreeMap<>();
    Map<String, Boolean> verified = new TreeMap<>();
    Map<String, String> origin = new TreeMap<>();
    fields.each(
        root,
        "languages",
        (tag, node) -> {
          if (!Languages.isTag(tag)) {
            throw fields.bad("languages." + tag, "'" + tag + "' is no language", Languages.REMEDY);
          }
          languages.put(tag, fields.text(node, "languages." + tag, "name"));
          verified.put(tag, StudyFields.flag(node, "verified", false));
          origin.put(tag, fields.optional(node, "languages." + tag, "written_by", Wording.MACHINE));
        });
    if (!root.has(SOURCE) && !languages.containsKey(source)) {
      throw fields.bad(
          "languages",
          "English is not among them, and no other is the source",
          "Add en, or name the language that everything has a wording in by source_language");
    }
    requireLanguage(source, SOURCE, languages);
    List<Wording> wordings = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    Map<String, Integer> items = new TreeMap<>();
    int n = 0;
    for (JsonNode template : StudyFields.list(root, "templates")) {
      String at = "templates[" + n++ + "]";
      String id = id(template, at, ids);
      items.put(id, StudyFields.items(template));
      wordings(template, at, languages)
          .forEach(
              (language, node) -> {
                Wording wording =
                    wording(Wording.TEMPLATE, id, "", language, node, at, verified, origin);
                places.require(wording.text(), at + "." + language);
                wordings.add(wording);
              });
    }
    Map<String, Topic> topics = new TreeMap<>();
    Map<String, AnswerRule> answers = new TreeMap<>();
    n = 0;
    for (JsonNode node : StudyFields.list(root, "topics")) {
      String at = "topics[" + n++ + "]";
      String key = fields.shown(Recoding.topicOf(fields.text(node, at, "key")), at + ".key");
      Topic topic =
          new Topic(
              key,
              fields.text(node, at, "question"),
              statements(node, at, "pro", languages),
              statements(node, at, "con", languages),
              source,
              isJudgedAsAnswered(root),
              fields.optional(node, at, "category", ""));
      if (node.has(ANSWERS)) {
        answers.put(key, new AnswersReader(fields).read(node.get(ANSWERS), at + "." + ANSWERS));
      }
      requireSides(topic, at);
      if (topics.put(key, topic) != null) {
        throw fields.bad(
            at + ".key", "the topic " + key + " is there already", "Give each topic once");
      }
      int v = 0;
      for (JsonNode variation : StudyFields.list(node, "variations")) {
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
              if (!Countries.isCode(e.getKey())) {
                throw fields.bad(
                    place, "'" + e.getKey() + "' is no country", Countries.remedy(e.getKey()));
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
        fields.name(root, BUNDLED),
        languages,
        topics,
        answers,
        wordings,
        fields.lists(root, items),
        models(root, languages),
        judge(root),
        source,
        fields.references(root, level(root)),
        level(root),
        digest);
  }

  /** Statements that say the same leave the judge nothing to tell apart. */
  private void requireSides(Topic topic, String at) {
    topic
        .pro()
        .forEach(
            (language, text) -> {
              if (text.equalsIgnoreCase(topic.con().get(language))) {
                throw fields.bad(
                    at + ".con." + language,
                    "it says the same as pro",
                    "Say what somebody says who is against it");
              }
            });
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
    String text = mapping ? fields.text(node, place, StudyWriter.TEXT) : node.asText().strip();
    if (!kind.equals(Wording.TEMPLATE)) {
      places.requireNone(text, place);
    }
    return new Wording(
        kind,
        id,
        topic,
        language,
        text,
        node.path(StudyWriter.WRITTEN_BY).asText(origin.get(language)),
        StudyFields.flag(node, StudyWriter.VERIFIED, verified.get(language)),
        node.path(StudyWriter.BACK).asText(""),
        StudyFields.number(node, StudyWriter.SIMILARITY),
        node.path(StudyWriter.OF).asText(""));
  }

  private static String level(JsonNode root) {
    return root.path("reference_level").asText(Level.COUNTRY.label()).strip();
  }

  private List<StudyModel> models(JsonNode root, Map<String, String> languages) {
    List<StudyModel> models = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int n = 0;
    for (JsonNode node : root.path("models")) {
      String at = "models[" + n++ + "]";
      ModelSpec spec = new ModelReader(fields).read(node, at, null);
      String name = spec.name();
      if (name.startsWith("Baseline_")) {
        throw fields.bad(at + ".name", "the name is an artificial respondent's", "Give it another");
      }
      if (!names.add(name)) {
        throw fields.bad(
            at + ".name", "the model " + name + " is there already", "Give each model once");
      }
      Map<String, Double> capability = new TreeMap<>();
      node.path("capability")
          .fields()
          .forEachRemaining(
              e -> {
                String place = at + ".capability." + e.getKey();
                requireLanguage(e.getKey(), place, languages);
                capability.put(e.getKey(), e.getValue().asDouble());
              });
      models.add(new StudyModel(spec, capability));
    }
    return models;
  }

  /** Who judges: as an option would spell it, or an entry as respondents have. */
  private ModelSpec judge(JsonNode root) {
    if (root.path(JUDGE).isObject()) {
      return new ModelReader(fields).read(root.get(JUDGE), JUDGE, JUDGE);
    }
    String judge = fields.optional(root, "", JUDGE, "simulate:judge");
    if (!ModelSpec.isSpelling(judge)) {
      throw fields.bad(
          JUDGE, "'" + judge + "' is no model", "Give its entry, or PROVIDER:NAME[@ENDPOINT]");
    }
    return ModelSpec.parse(judge);
  }

  private boolean isJudgedAsAnswered(JsonNode root) {
    return fields.optional(root, "", JUDGE_LANGUAGE, "source").equals("answer");
  }

  /** The wording of each language that an entry has, which the source must be among. */
  private Map<String, JsonNode> wordings(JsonNode node, String at, Map<String, String> languages) {
    Map<String, JsonNode> texts = new LinkedHashMap<>();
    node.fields()
        .forEachRemaining(
            e -> {
              if (!e.getKey().equals(StudyWriter.ID) && !e.getKey().equals(StudyWriter.ITEMS)) {
                requireLanguage(e.getKey(), at + "." + e.getKey(), languages);
                if (!e.getValue().isObject()) {
                  fields.text(node, at, e.getKey());
                }
                texts.put(e.getKey(), e.getValue());
              }
            });
    if (!texts.containsKey(source)) {
      throw fields.bad(
          at,
          "there is no wording in " + source + ", which others are translated from",
          "Add " + source + ":, or name another language by source_language");
    }
    return texts;
  }

  private Map<String, String> statements(
      JsonNode node, String at, String side, Map<String, String> languages) {
    Map<String, String> texts = new LinkedHashMap<>();
    String place = at + "." + side;
    wordings(node.path(side), place, languages)
        .keySet()
        .forEach(language -> texts.put(language, fields.text(node.path(side), place, language)));
    return texts;
  }

  private void requireLanguage(String tag, String at, Map<String, String> languages) {
    if (!languages.containsKey(tag)) {
      throw fields.bad(
          at,
          "the language " + tag + " is not one of the study's (" + languages.keySet() + ")",
          Nearest.question(tag, languages.keySet())
              + "List it under languages, or correct its spelling");
    }
  }

  private String id(JsonNode node, String at, Set<String> ids) {
    String id = fields.shown(fields.text(node, at, "id"), at + ".id");
    if (!ids.add(id)) {
      throw fields.bad(
          at + ".id", "the id " + id + " is there already", "Give each wording its own id");
    }
    return id;
  }
}
