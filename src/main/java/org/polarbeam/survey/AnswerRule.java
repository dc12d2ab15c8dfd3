package org.polarbeam.survey;

import java.io.Serializable;

/**
 * How the answers to one topic are read: which codes are for it, which against it, and which no
 * answer. Nothing is guessed: a code that it does not name is an error.
 *
 * @param variable the survey's column; empty where it is the topic's key
 * @param scale all codes that are answers; empty where the sides say it
 * @param pro the codes for it; empty for what of the scale is not con, or without that for the half
 *     that the published rule takes
 * @param con the codes against it; empty for what of the scale is not pro
 * @param missing the codes of no answer, besides those of the survey
 */
public record AnswerRule(String variable, Codes scale, Codes pro, Codes con, Codes missing)
    implements Serializable {

  /** What a code says. */
  public enum Side {
    PRO,
    CON,
    MISSING
  }

  /** The side of a code of a topic; null for one that the rule does not name. */
  Side side(String topic, int code) {
    if (missing.has(code)) {
      return Side.MISSING;
    }
    if (!scale.isEmpty() && !scale.has(code) && !pro.names(code) && !con.names(code)) {
      return null;
    }
    if (pro.has(code)) {
      return Side.PRO;
    }
    if (con.has(code) || scale.isEmpty()) {
      return con.has(code) ? Side.CON : null;
    }
    if (pro.isEmpty() && !con.isEmpty()) {
      return Side.PRO;
    }
    if (pro.isEmpty()) {
      int from = scale.ranges().get(0).from();
      int top = scale.ranges().get(0).to() - from + 1;
      return Recoding.isPro(topic, code - from + 1, top) ? Side.PRO : Side.CON;
    }
    return con.isEmpty() ? Side.CON : null;
  }

  /** Whether it names a code itself: a bound such as {@code above 5} names none. */
  boolean names(int code) {
    return scale.has(code) || pro.names(code) || con.names(code);
  }

  /** In words, for tables. */
  @Override
  public String toString() {
    String sides =
        pro.isEmpty()
            ? con.isEmpty()
                ? "scale " + scale + ", by the published rule"
                : "con " + con + ", pro the rest of " + scale
            : "pro " + pro + (con.isEmpty() ? ", con the rest of " + scale : ", con " + con);
    return sides + (missing.isEmpty() ? "" : ", missing " + missing);
  }
}
