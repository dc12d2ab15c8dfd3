package org.polarbeam.pipelines;

import java.util.Set;

/** What a table's column holds, for sinks that have types; a blank field has no value. */
enum Column {
  TEXT,
  COUNT,
  NUMBER;

  private static final Set<String> COUNTS =
      Set.of(
          "n_pro",
          "n_con",
          "n_null",
          "n",
          "n_responses",
          "n_topics",
          "n_items",
          "n_respondents",
          "round",
          "responses",
          "items",
          "unanswered",
          "compared",
          "changed",
          "asked",
          "answered",
          "parsed",
          "right_language",
          "judged",
          "valid",
          "used",
          "empty",
          "refusal",
          "no_list",
          "wrong_language",
          "unjudged",
          "all_null");

  private static final Set<String> NUMBERS =
      Set.of(
          "polarity",
          "weight",
          "estimate",
          "boot_mean",
          "boot_sd",
          "ci_low",
          "ci_high",
          "std_err",
          "df",
          "statistic",
          "p_value",
          "observed",
          "consistency",
          "score",
          "fitted",
          "residual",
          "corrected",
          "changed_share",
          "changed_low",
          "changed_high",
          "items_changed_share",
          "obeyed_share");

  /**
   * What a column of a table holds.
   *
   * @param table its file's name, since agreement's {@code statistic} is a name
   */
  static Column of(String table, String name) {
    if (table.startsWith("agreement") && name.equals("statistic")) {
      return TEXT;
    }
    return COUNTS.contains(name) ? COUNT : NUMBERS.contains(name) ? NUMBER : TEXT;
  }

  /** The value of a field; null for a blank one. */
  Object value(String field) {
    if (field.isEmpty()) {
      return null;
    }
    return switch (this) {
      case TEXT -> field;
      case COUNT -> Long.valueOf(field);
      case NUMBER -> Double.valueOf(field);
    };
  }
}
