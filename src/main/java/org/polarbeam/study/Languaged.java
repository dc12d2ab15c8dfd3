package org.polarbeam.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a study that extends another takes of the other's wordings: those in its languages, and as
 * translations of what its source language says now.
 *
 * @param dropped the other's languages that are not chosen
 * @param source the language that everything is worded in
 */
record Languaged(Set<String> dropped, String source) {
  /** The places of what has a wording a language. */
  static final String WORDED =
      "templates\\[\\d+]|topics\\[\\d+]\\.variations\\[\\d+]|personas\\.[^.]+";

  private static final Pattern WORDINGS = Pattern.compile(WORDED);
  private static final Pattern STATEMENTS = Pattern.compile("topics\\[\\d+]\\.(pro|con)");
  private static final Pattern BY_LANGUAGE =
      Pattern.compile(WORDED + "|" + STATEMENTS.pattern() + "|(models\\[\\d+]|judge)\\.capability");

  /** Of a study and one that extends it. */
  static Languaged of(JsonNode base, JsonNode own) {
    Set<String> dropped = new TreeSet<>();
    if (own.path("languages").isArray()) {
      base.path("languages").fieldNames().forEachRemaining(dropped::add);
      own.get("languages").forEach(tag -> dropped.remove(tag.asText().strip()));
    }
    String before = base.path(StudyReader.SOURCE).asText(Study.SOURCE_LANGUAGE);
    return new Languaged(dropped, own.path(StudyReader.SOURCE).asText(before));
  }

  /** The parts of a mapping that stay. */
  List<Map.Entry<String, JsonNode>> kept(JsonNode mapping, String at) {
    boolean isByLanguage = BY_LANGUAGE.matcher(at).matches();
    return StudyExtension.all(mapping).stream()
        .filter(e -> !isByLanguage || !dropped.contains(e.getKey()))
        .toList();
  }

  /**
   * Translations of what the source language no longer says: a statement's are left out, as judges
   * then read the source; a wording's are marked, so that they are translated anew.
   */
  ObjectNode renewed(ObjectNode merged, JsonNode from, JsonNode own, String at) {
    boolean isStatement = STATEMENTS.matcher(at).matches();
    String before = text(from.path(source));
    if (!isStatement && !WORDINGS.matcher(at).matches()
        || before.isEmpty()
        || !own.has(source)
        || before.equals(text(own.get(source)))) {
      return merged;
    }
    for (Map.Entry<String, JsonNode> e : StudyExtension.all(from)) {
      String language = e.getKey();
      boolean isTranslation =
          merged.has(language)
              && !own.has(language)
              && !Set.of(StudyWriter.ID, StudyWriter.ITEMS).contains(language);
      if (isTranslation && isStatement) {
        merged.remove(language);
      } else if (isTranslation) {
        ObjectNode wording =
            merged.get(language).isObject()
                ? (ObjectNode) merged.get(language)
                : merged.objectNode().put(StudyWriter.TEXT, text(merged.get(language)));
        if (!wording.has(StudyWriter.OF)) {
          wording.put(StudyWriter.OF, Wording.digest(before));
        }
        merged.set(language, wording);
      }
    }
    return merged;
  }

  private static String text(JsonNode wording) {
    return wording.path(StudyWriter.TEXT).asText(wording.asText("")).strip();
  }
}
