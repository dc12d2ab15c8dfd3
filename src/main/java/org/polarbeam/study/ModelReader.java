package org.polarbeam.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.polarbeam.files.Names;
import org.polarbeam.model.KnownKeys;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.RateLimit;
import org.polarbeam.record.Sampling;

/** Reads the entry of a model, be it a respondent or a judge. */
final class ModelReader {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private static final String EXTRA = "extra";

  /** Names of what servers take for a secret. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)api.?key|authorization|bearer|secret|password|headers|^(access|auth|api|id)?[_-]?token$");

  /** What of a request has a place of its own, or would have more than one answer paid for. */
  private static final Set<String> TAKEN =
      new TreeSet<>(
          Set.of(
              "model",
              "messages",
              "temperature",
              "top_p",
              "max_tokens",
              "max_completion_tokens",
              "seed",
              "response_format",
              "stream",
              "n",
              "best_of",
              "functions",
              "tools"));

  private final StudyFields fields;

  ModelReader(StudyFields fields) {
    this.fields = fields;
  }

  /**
   * The model that an entry describes.
   *
   * @param family what it is compared within; null to read that
   */
  ModelSpec read(JsonNode node, String at, String family) {
    String name = fields.text(node, at, "name");
    requireName(name, at + ".name");
    String its = family == null ? fields.text(node, at, "family") : family;
    requireName(its, at + ".family");
    Map<String, Double> parameters = new TreeMap<>();
    node.path("parameters")
        .fields()
        .forEachRemaining(e -> parameters.put(e.getKey(), e.getValue().asDouble()));
    JsonNode sampling = node.path("sampling");
    JsonNode limit = node.path("limit");
    return new ModelSpec(
        name,
        its,
        fields.text(node, at, "provider"),
        fields.optional(node, at, "endpoint", ""),
        new Sampling(
            StudyFields.number(sampling, "temperature"),
            StudyFields.number(sampling, "top_p"),
            StudyFields.whole(sampling, "max_tokens"),
            StudyFields.whole(sampling, "seed")),
        sampling.has("samples") ? (Integer) sampling.get("samples").asInt() : null,
        new RateLimit(
            StudyFields.number(limit, "requests_per_minute"),
            StudyFields.number(limit, "tokens_per_minute")),
        parameters,
        extra(node, at),
        keyEnv(node, at));
  }

  private void requireName(String name, String place) {
    String fault = KnownKeys.isLikely(name) ? "it looks like a key" : Names.fault(name);
    if (fault != null) {
      throw fields.bad(place, fault, "Give another name");
    }
  }

  private String extra(JsonNode node, String at) {
    JsonNode extra = node.path(EXTRA);
    if (extra.isMissingNode()) {
      return "";
    }
    String place = at + "." + EXTRA;
    if (!extra.isObject()) {
      throw fields.bad(
          place, "these are no fields", "Give a mapping, such as {reasoning_effort: low}");
    }
    extra
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (SECRET.matcher(name).find()) {
                throw fields.bad(
                    place + "." + name,
                    "it looks like a place for a key, which would be written into the results",
                    "Put the key into an environment variable and give the variable's name as"
                        + " key_env");
              }
              if (TAKEN.contains(name)) {
                throw fields.bad(
                    place + "." + name,
                    "this has its own place, or none",
                    "Leave it out here: " + String.join(", ", TAKEN) + " are not further fields");
              }
            });
    try {
      return extra.isEmpty()
          ? ""
          : JSON.writeValueAsString(
              JSON.convertValue(extra, new TypeReference<TreeMap<String, Object>>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON is none", e);
    }
  }

  private String keyEnv(JsonNode node, String at) {
    if (!node.has("key_env")) {
      return "";
    }
    String name = fields.text(node, at, "key_env");
    if (!name.matches("[A-Z_][A-Z0-9_]{0,63}")) {
      // What it holds may be a secret, so it is not said again.
      throw fields.bad(
          at + ".key_env",
          "this is no name of an environment variable",
          "Put the key into one, such as MY_API_KEY, and give the variable's name, never the key");
    }
    return name;
  }
}
