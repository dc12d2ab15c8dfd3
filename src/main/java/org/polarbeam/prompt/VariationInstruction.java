package org.polarbeam.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.polarbeam.model.ModelException;
import org.polarbeam.record.Sampling;
import org.polarbeam.study.Wording;

/**
 * What is put to the writer of further topic variations and templates, and how its answer is read
 * and checked (paper, App. B: the first two stages).
 */
public final class VariationInstruction {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_RATIO = 4;

  /** The system message. */
  public static final String SYSTEM =
      """
      You word the questions of a survey in different ways. The user message is a JSON document: \
      "kind" says whether "text" is a "variation", a short name of a topic that completes the \
      phrase "an interview about ...", or a "template", the task that is given to an interviewer; \
      "existing" are wordings there are already; "count" is how many new ones to write. Keep the \
      meaning exactly, take no side, and make each clearly different from all others. In a \
      template keep {topic} exactly once, {persona} (words such as "from Denmark") where there \
      is one, the number of citizens, and the form of answer that \
      looks like 1. <summary> 2. <summary>. Answer with one JSON object {"texts": [...]} with \
      exactly "count" texts.""";

  /** The JSON schema of the answer. */
  public static final String SCHEMA =
      """
      {"type":"object","properties":{"texts":{"type":"array","items":{"type":"string"}}},\
      "required":["texts"],"additionalProperties":false}""";

  private VariationInstruction() {}

  /**
   * How a writer samples unless somebody wants it otherwise: no longer than that many texts are.
   */
  public static Sampling sampling(Wording base, int count) {
    return new Sampling(
        null,
        null,
        TranslationInstruction.FRAME
            + (long) count * LONGEST_RATIO * Math.max(20, base.text().length()),
        null);
  }

  /** The user message. */
  public static String message(Wording base, List<String> existing, int count) {
    ObjectNode message = JSON.createObjectNode();
    message.put("kind", base.kind()).put("text", base.text());
    existing.forEach(message.putArray("existing")::add);
    return message.put("count", count).toString();
  }

  /**
   * Reads new wordings and checks what can be checked.
   *
   * @throws ModelException an unreadable one: another answer may do better
   */
  public static List<String> read(String answer, Wording base, List<String> existing, int count) {
    JsonNode found = JsonAnswer.with("texts", answer);
    if (found == null) {
      throw bad("are no JSON object with texts");
    }
    JsonNode texts = found.path("texts");
    if (texts.size() != count) {
      throw bad("are " + texts.size() + " where " + count + " were asked for");
    }
    Set<String> seen = new HashSet<>();
    existing.forEach(text -> seen.add(plain(text)));
    seen.add(plain(base.text()));
    List<String> read = new ArrayList<>();
    for (JsonNode node : texts) {
      String text = node.asText("").strip();
      if (text.isEmpty() || text.length() > LONGEST_RATIO * Math.max(20, base.text().length())) {
        throw bad("have one of " + text.length() + " characters");
      }
      if (!Wording.places(text).equals(Wording.places(base.text()))) {
        throw bad(
            "do not have "
                + Wording.PLACEHOLDER
                + " and "
                + Wording.PERSONA_PLACE
                + " where it belongs");
      }
      if (base.isTemplate()) {
        TranslationInstruction.requireFormat(text, base.text());
      }
      if (!seen.add(plain(text))) {
        throw bad("have one twice, or one that was there: " + text);
      }
      read.add(text);
    }
    return read;
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[\\p{P}\\s]+", " ").strip();
  }

  private static ModelException bad(String problem) {
    return new ModelException(ModelException.Kind.UNREADABLE, "the new wordings " + problem, null);
  }
}
