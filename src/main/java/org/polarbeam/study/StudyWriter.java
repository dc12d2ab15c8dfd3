package org.polarbeam.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.polarbeam.survey.Recoding;

/**
 * Writes a study with further or changed wordings. What else the study's YAML has is kept as it is,
 * its comments aside.
 */
public final class StudyWriter {
  static final String ID = "id";

  /** How many items a template asks for. */
  static final String ITEMS = "items";

  static final String PERSONAS = "personas";
  static final String TEXT = "text";
  static final String WRITTEN_BY = "written_by";
  static final String VERIFIED = "verified";
  static final String BACK = "back_translation";
  static final String SIMILARITY = "similarity";
  static final String OF = "translated_from";

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .build();

  private StudyWriter() {}

  /**
   * The study's YAML with these wordings in it.
   *
   * @param yaml a study that {@link StudyReader} has read
   * @param wordings each replaces the one of its kind, id and language, or is added
   */
  public static String with(String yaml, Collection<Wording> wordings) {
    ObjectNode root = (ObjectNode) StudyOutline.of("the study", yaml).root();
    ObjectNode languages = (ObjectNode) root.get("languages");
    Map<String, ObjectNode> entries = new HashMap<>();
    ArrayNode templates = (ArrayNode) root.get("templates");
    templates.forEach(n -> entries.put(Wording.TEMPLATE + n.path(ID).asText(), (ObjectNode) n));
    Map<String, ArrayNode> variations = new HashMap<>();
    for (JsonNode topic : root.get("topics")) {
      ArrayNode its = (ArrayNode) topic.get("variations");
      variations.put(Recoding.topicOf(topic.path("key").asText()), its);
      its.forEach(n -> entries.put(Wording.VARIATION + n.path(ID).asText(), (ObjectNode) n));
    }
    root.path(PERSONAS)
        .fields()
        .forEachRemaining(
            e -> entries.put(Wording.PERSONA + e.getKey(), (ObjectNode) e.getValue()));
    for (Wording w : wordings) {
      if (!languages.has(w.language())) {
        String name = Locale.forLanguageTag(w.language()).getDisplayName(Locale.ENGLISH);
        languages.putObject(w.language()).put("name", name);
      }
      ArrayNode list = w.isTemplate() ? templates : variations.get(w.topic());
      ObjectNode entry =
          entries.computeIfAbsent(w.kind() + w.id(), k -> list.addObject().put(ID, w.id()));
      put(entry, w);
    }
    return text(root);
  }

  /** A study's tree as YAML. */
  static String text(JsonNode root) {
    try {
      return YAML.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this is no study", e);
    }
  }

  private static void put(ObjectNode entry, Wording w) {
    ObjectNode node = entry.putObject(w.language());
    node.put(TEXT, w.text()).put(WRITTEN_BY, w.origin()).put(VERIFIED, w.verified());
    if (!w.backTranslation().isEmpty()) {
      node.put(BACK, w.backTranslation());
    }
    if (w.similarity() != null) {
      node.put(SIMILARITY, w.similarity());
    }
    if (!w.of().isEmpty()) {
      node.put(OF, w.of());
    }
  }
}
