package org.polarbeam.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.polarbeam.model.ModelException;
import org.polarbeam.study.Wording;

/** What is put to a translator and how its answer is read and checked. */
public final class TranslationInstruction {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The system message. */
  public static final String SYSTEM =
      """
      You translate the wording of a survey. The user message is a JSON document: "from" and "to" \
      name languages by their BCP-47 tags, "text" is what to translate. Keep the meaning, the \
      register and the neutrality; keep {topic} exactly as it is where it stands; translate what \
      stands in <angle brackets> and keep the brackets. Answer with one JSON object {"text": ...} \
      and nothing else.""";

  /** The JSON schema of the answer. */
  public static final String SCHEMA =
      """
      {"type":"object","properties":{"text":{"type":"string"}},"required":["text"],\
      "additionalProperties":false}""";

  private static final int LONGEST_RATIO = 4;

  private TranslationInstruction() {}

  /** The user message. */
  public static String message(String from, String to, String text) {
    return JSON.createObjectNode().put("from", from).put("to", to).put("text", text).toString();
  }

  /**
   * Reads a translation and checks what can be checked.
   *
   * @throws ModelException an unreadable one: another answer may keep what this one lost
   */
  public static String read(String answer, String original) {
    String text;
    try {
      JsonNode node = JSON.readTree(answer).path("text");
      text = node.asText("").strip();
    } catch (JsonProcessingException e) {
      throw bad("is no JSON");
    }
    if (text.isEmpty()) {
      throw bad("has no text");
    }
    if (count(text) != count(original)) {
      throw bad("does not keep " + Wording.PLACEHOLDER);
    }
    if (text.length() > LONGEST_RATIO * Math.max(20, original.length())) {
      throw bad("is " + text.length() + " characters long for " + original.length());
    }
    return text;
  }

  private static int count(String text) {
    return (text.length() - text.replace(Wording.PLACEHOLDER, "").length())
        / Wording.PLACEHOLDER.length();
  }

  private static ModelException bad(String problem) {
    return new ModelException(ModelException.Kind.UNREADABLE, "the translation " + problem, null);
  }
}
