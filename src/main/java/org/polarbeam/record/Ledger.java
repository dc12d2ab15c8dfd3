package org.polarbeam.record;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.polarbeam.files.Table;

/**
 * What became of the questions put to one model in one language: asked → answered → parsed → kept →
 * right language → judged → valid → used. A row of {@code validity.csv}.
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
      List.of(ASKED, ANSWERED, "parsed", "kept", "right_language", "judged", VALID, USED);

  /** A cell of fewer used responses is flagged: its figures are too uncertain to compare. */
  public static final int SMALL = 100;

  /** The table. */
  static final Table<Row> TABLE =
      Table.of(
              Row.class,
              "validity",
              "the ledger: asked, answered, parsed, kept, right language, judged, valid, used; small cells"
                  + " flagged")
          .text("model", "who was asked", Row::model)
          .text("language", "the language of the prompts", Row::language)
          .count("asked", Tables.RESPONSES, "questions put to the model", Row::asked)
          .count("answered", Tables.RESPONSES, "of these, answered", Row::answered)
          .count("parsed", Tables.RESPONSES, "of these, with a numbered list", Row::parsed)
          .count("kept", Tables.RESPONSES, "of these, by the study's rule for lists", Row::kept)
          .count(
              "right_language",
              Tables.RESPONSES,
              "of these, in the prompt's language",
              Row::rightLanguage)
          .count("judged", Tables.RESPONSES, "of these, labelled", Row::judged)
          .count("valid", Tables.RESPONSES, "of these, with an item that takes a side", Row::valid)
          .count("used", Tables.RESPONSES, "of these, about a topic with a truth", Row::used)
          .flag("small_cell", "fewer than 100 are used", Row::smallCell)
          .count("unanswered", Tables.RESPONSES, "asked and not answered", Row::unanswered)
          .count("empty", Tables.RESPONSES, "left out: no text", Row::empty)
          .count(
              "refusal",
              Tables.RESPONSES,
              "left out: words that decline, without a list",
              Row::refusal)
          .count(
              "unread",
              Tables.RESPONSES,
              "left out: a text in which no items are found",
              Row::unread)
          .count("few_items", Tables.RESPONSES, "left out: too few items", Row::fewItems)
          .count("alike_items", Tables.RESPONSES, "left out: items too much alike", Row::alikeItems)
          .count(
              "wrong_language",
              Tables.RESPONSES,
              "left out: another language than the prompt's",
              Row::wrongLanguage)
          .count("unjudged", Tables.RESPONSES, "left out: no usable labels", Row::unjudged)
          .count("all_null", Tables.RESPONSES, "left out: no item takes a side", Row::allNull)
          .count(
              "flagged_few",
              Tables.RESPONSES,
              "kept or not: fewer than three in ten of the items asked for",
              Row::flaggedFew)
          .count(
              "flagged_alike",
              Tables.RESPONSES,
              "kept or not: fewer than half of the items are different",
              Row::flaggedAlike)
          .count(
              "flagged_more",
              Tables.RESPONSES,
              "kept or not: more items than were asked for",
              Row::flaggedMore)
          .count(
              "flagged_cut_off",
              Tables.RESPONSES,
              "kept or not: ended by the limit of tokens or the model's context",
              Row::flaggedCutOff)
          .count(
              "flagged_echo",
              Tables.RESPONSES,
              "not kept: the form of the list that the question shows, and no more",
              Row::flaggedEcho)
          .count(
              "flagged_labels_differ",
              Tables.RESPONSES,
              "kept or not: the judge labelled items of one text differently",
              Row::flaggedLabelsDiffer)
          .textIfAny("persona", Tables.PERSONA_TELLS, Row::persona)
          .by("model", "language", "persona");

  private static final String FLAGGED = "flagged_";

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
      Long kept,
      Long rightLanguage,
      Long judged,
      Long valid,
      Long used,
      Boolean smallCell,
      Long unanswered,
      Long empty,
      Long refusal,
      Long unread,
      Long fewItems,
      Long alikeItems,
      Long wrongLanguage,
      Long unjudged,
      Long allNull,
      Long flaggedFew,
      Long flaggedAlike,
      Long flaggedMore,
      Long flaggedCutOff,
      Long flaggedEcho,
      Long flaggedLabelsDiffer)
      implements Serializable {}

  /**
   * The row of a cell.
   *
   * @param counts {@link #ASKED} and so on, each {@link Validity#label} and each {@link #step}
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
    Long kept = minus(parsed, counts, Validity.FEW_ITEMS, Validity.ALIKE_ITEMS);
    Long right = minus(kept, counts, Validity.WRONG_LANGUAGE);
    Long unjudged = counts.getOrDefault(UNJUDGED, 0L);
    return new Row(
        model,
        language,
        persona,
        asked,
        answered,
        parsed,
        kept,
        right,
        right == null ? null : right - unjudged,
        judges ? (Long) of(counts, Validity.VALID) : null,
        uses ? (Long) used : null,
        uses ? (Boolean) (used < SMALL) : null,
        asked == null ? null : (Long) (asked - (answered == null ? 0 : answered)),
        known(read, counts, Validity.EMPTY),
        known(read, counts, Validity.REFUSAL),
        known(read, counts, Validity.UNREAD),
        known(read, counts, Validity.FEW_ITEMS),
        known(read, counts, Validity.ALIKE_ITEMS),
        known(read, counts, Validity.WRONG_LANGUAGE),
        read == null ? null : unjudged,
        known(read, counts, Validity.ALL_NULL),
        flagged(read, counts, Flag.FEW),
        flagged(read, counts, Flag.ALIKE),
        flagged(read, counts, Flag.MORE),
        flagged(read, counts, Flag.CUT_OFF),
        flagged(read, counts, Flag.ECHO),
        flagged(read, counts, Flag.LABELS_DIFFER));
  }

  /** What a flag is counted as. */
  public static String step(Flag flag) {
    return FLAGGED + flag.label();
  }

  private static Long flagged(Long answered, Map<String, Long> counts, Flag flag) {
    return answered == null ? counts.get(step(flag)) : counts.getOrDefault(step(flag), 0L);
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
