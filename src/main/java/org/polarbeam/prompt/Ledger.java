package org.polarbeam.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What became of the questions put to one model in one language: asked → answered → parsed → right
 * language → judged → valid → used. A row of {@code validity.csv}.
 */
public final class Ledger {
  public static final String ASKED = "asked";
  public static final String ANSWERED = "answered";

  /** Dead letters of the judge. */
  public static final String UNJUDGED = "unjudged";

  /** Valid responses whose topic has a truth, so that they enter alignment. */
  public static final String USED = "used";

  /** Valid responses: at least one item takes a side. */
  public static final String VALID = "valid";

  /** The steps, first to last. */
  public static final List<String> STEPS =
      List.of(ASKED, ANSWERED, "parsed", "right_language", "judged", VALID, USED);

  /** The columns, as a CSV header. */
  public static final String HEADER =
      "model,language,"
          + String.join(",", STEPS)
          + ",small_cell,unanswered,empty,refusal,no_list,wrong_language,unjudged,all_null";

  /** A cell of fewer used responses is flagged: its figures are too uncertain to compare. */
  public static final int SMALL = 100;

  private Ledger() {}

  /**
   * The row of a cell. Steps that were not seen stay blank, since the command began after them or
   * ended before.
   *
   * @param counts {@link #ASKED} and so on, and each {@link Validity#label}
   * @param last the last of the {@link #STEPS} that the command comes to
   */
  public static List<String> row(
      String model, String language, Map<String, Long> counts, String last) {
    Long asked = counts.get(ASKED);
    Long answered = counts.get(ANSWERED);
    boolean judges = STEPS.indexOf(last) > STEPS.indexOf(ANSWERED);
    boolean uses = last.equals(USED);
    long used = counts.getOrDefault(USED, 0L);
    Long read = judges ? answered : null;
    Long parsed = minus(read, counts, Validity.EMPTY, Validity.REFUSAL, Validity.NO_LIST);
    Long right = minus(parsed, counts, Validity.WRONG_LANGUAGE);
    Long judged = right == null ? null : right - counts.getOrDefault(UNJUDGED, 0L);
    Long valid = judges ? (Long) of(counts, Validity.VALID) : null;
    List<String> row = new ArrayList<>(List.of(model, language));
    for (Long step : new Long[] {asked, answered, parsed, right, judged, valid}) {
      row.add(step == null ? "" : step.toString());
    }
    row.add(uses ? Long.toString(used) : "");
    row.add(uses ? Boolean.toString(used < SMALL) : "");
    row.add(asked == null ? "" : Long.toString(asked - (answered == null ? 0 : answered)));
    for (Validity why :
        List.of(Validity.EMPTY, Validity.REFUSAL, Validity.NO_LIST, Validity.WRONG_LANGUAGE)) {
      row.add(known(read, counts, why));
    }
    row.add(read == null ? "" : Long.toString(counts.getOrDefault(UNJUDGED, 0L)));
    row.add(known(read, counts, Validity.ALL_NULL));
    return row;
  }

  private static String known(Long answered, Map<String, Long> counts, Validity why) {
    return answered == null && !counts.containsKey(why.label())
        ? ""
        : Long.toString(of(counts, why));
  }

  private static long of(Map<String, Long> counts, Validity why) {
    return counts.getOrDefault(why.label(), 0L);
  }

  private static Long minus(Long from, Map<String, Long> counts, Validity... reasons) {
    if (from == null) {
      return null;
    }
    long left = from;
    for (Validity reason : reasons) {
      left -= of(counts, reason);
    }
    return left;
  }
}
