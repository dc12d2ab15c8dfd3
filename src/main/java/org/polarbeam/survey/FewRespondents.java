package org.polarbeam.survey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.polarbeam.record.Truth;

/** Populations that rest on few people, or on few who weigh more than all others. */
public final class FewRespondents {
  /** Fewer effective respondents than this are flagged. */
  public static final int LEAST = 30;

  private static final int EXAMPLES = 5;

  private FewRespondents() {}

  /** What is to be told of them, in a sentence; none where there are none. */
  public static List<String> notes(Collection<Truth> truths) {
    TreeMap<String, Truth> worst = new TreeMap<>();
    for (Truth t : truths) {
      if (t.effectiveN() != null && t.effectiveN() < LEAST) {
        worst.merge(
            t.level() + " " + t.group(), t, (a, b) -> a.effectiveN() <= b.effectiveN() ? a : b);
      }
    }
    List<String> each = new ArrayList<>();
    worst.forEach(
        (population, t) ->
            each.add(
                String.format(
                    Locale.ROOT,
                    "%s on %s (%s respondents count as %.1f)",
                    population,
                    t.topic(),
                    t.n() == null ? "?" : t.n(),
                    t.effectiveN())));
    return each.isEmpty()
        ? List.of()
        : List.of(
            "Populations that fewer than "
                + LEAST
                + " respondents decide, by their number or by their weights: "
                + first(each)
                + ". n_effective and std_err in truth.csv tell how sure each is.");
  }

  /** The first few of many. */
  static String first(Collection<String> all) {
    return String.join(", ", all.stream().limit(EXAMPLES).toList())
        + (all.size() > EXAMPLES ? " and " + (all.size() - EXAMPLES) + " more" : "");
  }
}
