package org.polarbeam.model.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polarbeam.model.ModelException;

/**
 * That an endpoint gave no answer, in its own words: they stand where each maker of servers puts
 * them, or are a web page, or none.
 */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 500;

  private static final int DEEPEST = 4;

  /** Where the words are, the likeliest first. */
  private static final List<String> PLACES =
      List.of(
          "error", "message", "msg", "detail", "error_description", "errors", "title", "reason");

  private static final Pattern TITLE =
      Pattern.compile("<title[^<>]{0,200}>([^<]{0,500})</title>", Pattern.CASE_INSENSITIVE);
  private static final Pattern TAG = Pattern.compile("<[^<>]{0,500}>");

  /** What waiting does not bring back: an account's money. Not what a minute or a day brings. */
  private static final Pattern USED_UP =
      Pattern.compile(
          "(?i)insufficient[ _](quota|balance|credits?|funds)|credit balance is too low"
              + "|billing[ _](hard[ _])?limit|account is not active");

  private static final Pattern WRONG_KEY =
      Pattern.compile(
          "(?i)(invalid|incorrect|wrong|bad|malformed)[^.]{0,20}\\bapi[ _-]?key|\\bapi[ _-]?key[^.]{0,20}(not valid|invalid|incorrect)");

  private static final Pattern NO_MODEL =
      Pattern.compile(
          "(?i)model_not_found|\\bmodel\\b[^.]{0,60}(does not exist|not found|is unknown|not available)"
              + "|(no such|unknown) model");

  /** More of a body than is needed to tell what it is about. */
  private static final int LONGEST_BODY = 20_000;

  private final int status;
  private final String body;

  private Refusal(String words, int status, String body) {
    super(words, null, false, false);
    this.status = status;
    this.body = body.length() > LONGEST_BODY ? body.substring(0, LONGEST_BODY) : body;
  }

  /** The words of a text that is no answer, on one line; empty for none. */
  static String words(String body) {
    String words = "";
    try {
      words = words(JSON.readTree(body), DEEPEST);
    } catch (JsonProcessingException e) {
      words = null;
    }
    if (words == null) {
      Matcher title = TITLE.matcher(body);
      words =
          title.find()
              ? "a web page, \"" + title.group(1).strip() + "\""
              : (body.stripLeading().startsWith("<") ? "a web page, " : "")
                  + TAG.matcher(body).replaceAll(" ").strip();
    }
    return onOneLine(words);
  }

  private static String words(JsonNode node, int deep) {
    if (node.isValueNode()) {
      return node.isNull() ? "" : node.asText();
    }
    if (deep > 0 && node.isArray()) {
      List<String> all = new ArrayList<>();
      node.forEach(inner -> all.add(words(inner, deep - 1)));
      return String.join("; ", all);
    }
    for (String place : PLACES) {
      String words = deep > 0 && node.has(place) ? words(node.get(place), deep - 1) : "";
      if (!words.isBlank()) {
        return words;
      }
    }
    return node.isMissingNode() || node.isEmpty() ? "" : node.toString();
  }

  /** Breaks of lines and what else moves a terminal's pen become blanks; what is long is cut. */
  private static String onOneLine(String text) {
    String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + " …" : line;
  }

  /**
   * The failure that a status and a body tell of: which are worth another attempt is decided here
   * and nowhere else.
   *
   * @param where the endpoint, and what to do about a wrong key
   */
  static ModelException of(int status, List<String> retryAfter, String body, Place where) {
    String words = words(body);
    boolean usedUp = status == 402 || USED_UP.matcher(body).find();
    boolean wrongKey = status == 401 || status == 403 || WRONG_KEY.matcher(words).find();
    boolean noModel = status == 404 || status == 400 && NO_MODEL.matcher(body).find();
    ModelException.Kind kind =
        switch (status) {
          case 401, 402, 403, 404 -> ModelException.Kind.FATAL;
          case 408, 409 -> ModelException.Kind.TRANSIENT;
          case 429 -> usedUp ? ModelException.Kind.FATAL : ModelException.Kind.THROTTLED;
          case 503 -> ModelException.Kind.THROTTLED;
          default ->
              (wrongKey || noModel) && status < 500
                  ? ModelException.Kind.FATAL
                  : status >= 500 ? ModelException.Kind.TRANSIENT : ModelException.Kind.PERMANENT;
        };
    String message =
        where.uri()
            + " answers HTTP "
            + status
            + (words.isEmpty() ? " without a word" : ": " + words);
    if (wrongKey) {
      message = sentence(message) + " Is the key the endpoint's own? " + where.keyRemedy();
    } else if (usedUp) {
      message =
          sentence(message)
              + " Nothing more can be asked until the account has credit again; what came is stored,"
              + " and the same command goes on from there";
    } else if (noModel) {
      message = sentence(message) + " Are the address and the model's name right?";
    }
    return new ModelException(
        kind, message, pause(retryAfter, Instant.now()), new Refusal(words, status, body));
  }

  private static String sentence(String text) {
    return text.matches("(?s).*[.!?…]") ? text : text + ".";
  }

  /** That an address sends on to another. */
  static ModelException redirect(int status, List<String> to, Place where) {
    if (to.isEmpty()) {
      return new ModelException(
          ModelException.Kind.FATAL,
          where.uri()
              + " answers HTTP "
              + status
              + " and names no other address, which is no answer to a question. Is the address right?",
          null);
    }
    return new ModelException(
        ModelException.Kind.FATAL,
        where.uri()
            + " redirects to "
            + onOneLine(to.get(0))
            + " (HTTP "
            + status
            + "), which is not followed, since keys and answers belong to one place; give the"
            + " address itself",
        null);
  }

  /** That an answer is none, though its status says so. */
  static ModelException noAnswer(String body, Place where) {
    String words = words(body);
    return new ModelException(
            ModelException.Kind.TRANSIENT,
            where.uri()
                + " answers with no chat completion but "
                + (words.isEmpty() ? "nothing" : words)
                + ". Is the address right? It ends in /v1 for most servers",
            null)
        .maybePaid();
  }

  /**
   * Where a model is asked.
   *
   * @param keyRemedy what to do about a wrong key, as a sentence
   */
  record Place(String uri, String keyRemedy) {}

  int status() {
    return status;
  }

  /** Whether it is about the model's name, wherever it is asked. */
  boolean isAboutModel() {
    return NO_MODEL.matcher(body).find();
  }

  /** What the refusal names: its parameter, or its words; not what the question said. */
  String about() {
    String parameter = "";
    try {
      JsonNode root = JSON.readTree(body);
      parameter = root.at("/error/param").asText(root.path("param").asText(""));
      for (JsonNode each : root.path("detail")) {
        parameter += " " + each.path("loc");
      }
    } catch (JsonProcessingException e) {
      // the words are all there is
    }
    return parameter + " " + getMessage();
  }

  /** What the endpoint said, names of fields among it. */
  String body() {
    return body;
  }

  /** The pause asked for, in seconds or up to a date; null for none. */
  static Duration pause(List<String> values, Instant now) {
    try {
      return values.isEmpty()
          ? null
          : Duration.ofMillis((long) (1_000 * Double.parseDouble(values.get(0).strip())));
    } catch (NumberFormatException noSeconds) {
      return untilDate(values.get(0), now);
    }
  }

  private static Duration untilDate(String date, Instant now) {
    try {
      Instant then =
          DateTimeFormatter.RFC_1123_DATE_TIME.parse(
              date.strip().replaceFirst("^[A-Za-z]{3,9}, ", ""), Instant::from);
      Duration left = Duration.between(now, then);
      return left.isNegative() ? Duration.ZERO : left;
    } catch (DateTimeParseException unknown) {
      return null; // our own backoff does
    }
  }
}
