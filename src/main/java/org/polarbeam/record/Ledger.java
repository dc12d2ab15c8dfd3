package org.polarbeam.record;

import java.io.Serializable;
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

  /** A cell of fewer used responses is flagged: its figures are too uncertain to compare. */
  public static final int SMALL = 100;

  private Ledger() {}

  /**
   * The row of a cell. Steps that were not seen are null, since the command began after them or
   * ended before.
   */
  public record Row(
      String model,
      String language,
      String persona,
      Long asked,
      Long answered,
      Long parsed,
      Long rightLanguage,
      Long judged,
      Long valid,
      Long used,
      Boolean smallCell,
      Long unanswered,
      Long empty,
      Long refusal,
      Long unread,
      Long wrongLanguage,
      Long unjudged,
      Long allNull)
      implements Serializable {}

  /**
   * The row of a cell.
   *
   * @param counts {@link #ASKED} and so on, and each {@link Validity#label}
   * @param last the last of the {@link #STEPS} that the command comes to
   */
  public static Row row(
      String model, String language, String persona, Map<String, Long> counts, String last) {
    Long asked = counts.get(ASKED);
    Long answered = counts.get(ANSWERED);
    boolean judges = STEPS.indexOf(last) > STEPS.indexOf(ANSWERED);
    boolean uses = last.equals(USED);
    long used = counts.getOrDefault(USED, 0L);
    Long read = judges ? answered : null;
    Long parsed = minus(read, counts, Validity.EMPTY, Validity.REFUSAL, Validity.UNREAD);
    Long right = minus(parsed, counts, Validity.WRONG_LANGUAGE);
    Long unjudged = counts.getOrDefault(UNJUDGED, 0L);
    return new Row(
        model,
        language,
        persona,
        asked,
        answered,
        parsed,
        right,
        right == null ? null : right - unjudged,
        judges ? (Long) of(counts, Validity.VALID) : null,
        uses ? (Long) used : null,
        uses ? (Boolean) (used < SMALL) : null,
        asked == null ? null : (Long) (asked - (answered == null ? 0 : answered)),
        known(read, counts, Validity.EMPTY),
        known(read, counts, Validity.REFUSAL),
        known(read, counts, Validity.UNREAD),
        known(read, counts, Validity.WRONG_LANGUAGE),
        read == null ? null : unjudged,
        known(read, counts, Validity.ALL_NULL));
  }

  private static Long known(Long answered, Map<String, Long> counts, Validity why) {
    return answered == null && !counts.containsKey(why.label()) ? null : (Long) of(counts, why);
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
