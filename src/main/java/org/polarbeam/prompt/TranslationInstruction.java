package org.polarbeam.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.polarbeam.language.LanguageIdentifier;
import org.polarbeam.model.ModelException;
import org.polarbeam.record.Sampling;
import org.polarbeam.study.Wording;

/** What is put to a translator and how its answer is read and checked. */
public final class TranslationInstruction {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The system message. */
  public static final String SYSTEM =
      """
      You translate the wording of a survey. The user message is a JSON document: "from" and "to" \
      name languages by their BCP-47 tags, "text" is what to translate. Keep the meaning, the \
      register and the neutrality; keep {topic} and {persona} exactly as they are where they \
      stand (a topic, and words such as "from Denmark"); translate what \
      stands in <angle brackets> and keep the brackets and the numbers before them. Answer with one JSON object {"text": ...} \
      and nothing else.""";

  /** The JSON schema of the answer. */
  public static final String SCHEMA =
      """
      {"type":"object","properties":{"text":{"type":"string"}},"required":["text"],\
      "additionalProperties":false}""";

  /** A translation longer or shorter by such a factor is none. */
  private static final int LONGEST_RATIO = 4;

  private static final int SHORTEST_RATIO = 8;

  /** Tokens that an answer may have beside its text, thoughts of a model that thinks among them. */
  static final long FRAME = 16_384;

  /** The pattern that a template asks the answer to have: a number and a word in brackets. */
  private static final Pattern FORMAT =
      Pattern.compile("\\p{Nd}{1,2}\\s*[.．)）、]\\s*[<＜〈][^<>＜＞〈〉]+[>＞〉]");

  /** A back-translation less like the source than this should be looked at. */
  private static final double LOW_SIMILARITY = 0.5;

  /** Shorter texts are too short to tell their language. */
  private static final int LONG_ENOUGH = 60;

  private TranslationInstruction() {}

  /**
   * How a translator samples unless somebody wants it otherwise: no longer than a translation can
   * be, for a model that finds no end.
   */
  public static Sampling sampling(String text) {
    return new Sampling(null, null, FRAME + LONGEST_RATIO * Math.max(20L, text.length()), null);
  }

  /** The user message. */
  public static String message(String from, String to, String text) {
    return JSON.createObjectNode().put("from", from).put("to", to).put("text", text).toString();
  }

  /**
   * Reads a translation and checks what can be checked.
   *
   * @param from the language of the original
   * @throws ModelException an unreadable one: another answer may keep what this one lost
   */
  public static String read(String answer, String original, String from) {
    JsonNode node = JsonAnswer.with("text", answer);
    if (node == null) {
      throw bad("is no JSON object with a text");
    }
    String text = node.path("text").asText("").strip();
    if (text.isEmpty()) {
      throw bad("has no text");
    }
    if (!Wording.places(text).equals(Wording.places(original))) {
      throw bad("does not keep " + Wording.PLACEHOLDER + " or " + Wording.PERSONA_PLACE);
    }
    if (text.length() > LONGEST_RATIO * Math.max(20, original.length())) {
      throw bad("is " + text.length() + " characters long for " + original.length());
    }
    if (text.length() * SHORTEST_RATIO < original.length()) {
      throw bad("is " + text.length() + " characters long for " + original.length());
    }
    requireFormat(text, original);
    if (text.length() >= LONG_ENOUGH && text.equals(original)) {
      throw bad("is the original, still in " + from);
    }
    return text;
  }

  /**
   * Checks that a template still asks for the form of answer that its original asks for.
   *
   * @throws ModelException an unreadable one when it does not
   */
  static void requireFormat(String text, String original) {
    int wanted = (int) FORMAT.matcher(original).results().count();
    int kept = (int) FORMAT.matcher(text).results().count();
    if (kept != wanted) {
      throw bad("keeps " + kept + " of the " + wanted + " parts that look like 1. <summary>");
    }
  }

  /**
   * What a person who checks a wording should look at first.
   *
   * @param source the English text
   * @param identifier an open one
   * @return {@code similarity}: the back-translation is far from the source; {@code language}:
   *     another language is told; {@code length}: it is much longer or shorter than usual
   */
  public static List<String> doubts(Wording wording, String source, LanguageIdentifier identifier) {
    List<String> doubts = new ArrayList<>();
    if (wording.similarity() != null && wording.similarity() < LOW_SIMILARITY) {
      doubts.add("similarity");
    }
    String told =
        identifier.identify(
            wording.text().replace(Wording.PLACEHOLDER, "").replace(Wording.PERSONA_PLACE, ""));
    if (wording.text().length() >= LONG_ENOUGH
        && !LanguageIdentifier.same(wording.language(), told)) {
      doubts.add("language");
    }
    double ratio = wording.text().length() / (double) source.length();
    if (ratio > 2 || ratio < (isDense(wording.text()) ? 0.15 : 0.5)) {
      doubts.add("length");
    }
    return doubts;
  }

  /** Scripts that write a word in one or two characters. */
  private static boolean isDense(String text) {
    return text.codePoints()
        .mapToObj(Character.UnicodeScript::of)
        .anyMatch(
            s ->
                s == Character.UnicodeScript.HAN
                    || s == Character.UnicodeScript.HIRAGANA
                    || s == Character.UnicodeScript.KATAKANA
                    || s == Character.UnicodeScript.HANGUL);
  }

  private static ModelException bad(String problem) {
    return new ModelException(ModelException.Kind.UNREADABLE, "the translation " + problem, null);
  }
}
