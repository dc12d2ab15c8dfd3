package org.polarbeam.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.polarbeam.survey.AnswerRule;
import org.polarbeam.survey.Codes;

/** Reads which codes of a survey are for a topic, which against it, and which no answer. */
final class AnswersReader {
  /** Further codes are no answers that people could tell apart. */
  private static final int LONGEST = 1_001;

  private final StudyFields fields;

  AnswersReader(StudyFields fields) {
    this.fields = fields;
  }

  AnswerRule read(JsonNode node, String at) {
    if (!node.isObject()) {
      throw fields.bad(
          at, "this is no list of parts", "Give {pro: [1, 2], con: [3, 4], missing: [8, 9]}");
    }
    Codes scale = codes(node, at, "scale");
    Codes pro = codes(node, at, "pro");
    Codes con = codes(node, at, "con");
    boolean isScale = scale.ranges().size() == 1;
    if (!scale.isEmpty() && !isScale) {
      throw fields.bad(at + ".scale", scale + " is no scale", "Give its ends, such as 1..10");
    }
    if (!isScale && (pro.isEmpty() || con.isEmpty())) {
      throw fields.bad(
          at,
          "one of its sides is missing",
          "Give pro and con, such as {pro: [1, 2], con: [3, 4]}, or a scale and pro, such as"
              + " {scale: 1..10, pro: above 5}");
    }
    Codes missing = codes(node, at, "missing");
    requireApart(at, "pro", pro, "con", con);
    requireApart(at, "pro", pro, "missing", missing);
    requireApart(at, "con", con, "missing", missing);
    if (isScale) {
      requireSides(at, scale, pro, con, missing);
    }
    return new AnswerRule(fields.optional(node, at, "variable", ""), scale, pro, con, missing);
  }

  /** A bound such as {@code above 5} may reach over codes that are missing, and a code may not. */
  private void requireApart(String at, String one, Codes these, String other, Codes those) {
    for (Codes.Range p : these.ranges()) {
      for (Codes.Range c : those.ranges()) {
        boolean isBound = other.equals("missing") && p.isBound();
        if (!isBound && p.from() <= c.to() && c.from() <= p.to()) {
          throw fields.bad(
              at,
              "a code is both " + one + " and " + other,
              "Keep " + these + " and " + those + " apart");
        }
      }
    }
  }

  /**
   * A bound beyond the scale would leave one side without an answer, and everybody on the other.
   */
  private void requireSides(String at, Codes scale, Codes pro, Codes con, Codes missing) {
    Codes.Range range = scale.ranges().get(0);
    if (range.to() - range.from() >= LONGEST) {
      throw fields.bad(at + ".scale", scale + " is no scale", "Give its ends, such as 1..10");
    }
    if (range.to() == range.from()) {
      throw fields.bad(
          at + ".scale", scale + " is one code, and no scale", "Give its ends, such as 1..10");
    }
    int fors = 0;
    int againsts = 0;
    for (int code = range.from(); code <= range.to(); code++) {
      if (!missing.has(code)) {
        fors += pro.isEmpty() ? (con.has(code) ? 0 : 1) : pro.has(code) ? 1 : 0;
        againsts += con.isEmpty() ? (pro.has(code) ? 0 : 1) : con.has(code) ? 1 : 0;
      }
    }
    if ((!pro.isEmpty() || !con.isEmpty()) && fors == 0 || againsts == 0) {
      throw fields.bad(
          at,
          "no code of " + scale + " is " + (againsts == 0 ? "con" : "pro"),
          "Give a bound inside the scale, such as {scale: 1..10, pro: above 5}");
    }
  }

  private Codes codes(JsonNode node, String at, String part) {
    JsonNode given = node.path(part);
    if (given.isMissingNode()) {
      return Codes.NONE;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode each : given.isArray() ? given : List.of(given)) {
      texts.add(each.isValueNode() && !each.isNull() ? each.asText() : "");
    }
    Codes codes = Codes.of(texts);
    if (codes == null || codes.isEmpty()) {
      throw fields.bad(
          at + "." + part,
          given + " are no codes",
          "Give codes and ranges such as [1, 2], 1..5, above 5 or below 0");
    }
    return codes;
  }
}
