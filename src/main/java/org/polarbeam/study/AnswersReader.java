package org.polarbeam.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.polarbeam.survey.AnswerRule;
import org.polarbeam.survey.Codes;

/** Reads which codes of a survey are for a topic, which against it, and which no answer. */
final class AnswersReader {
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
    for (Codes.Range p : pro.ranges()) {
      for (Codes.Range c : con.ranges()) {
        if (p.from() <= c.to() && c.from() <= p.to()) {
          throw fields.bad(
              at, "a code is both pro and con", "Keep " + pro + " and " + con + " apart");
        }
      }
    }
    return new AnswerRule(
        fields.optional(node, at, "variable", ""), scale, pro, con, codes(node, at, "missing"));
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
