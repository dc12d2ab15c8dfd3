package org.polarbeam.prompt;

import java.util.List;

/**
 * What can be read off a response before the judge sees it.
 *
 * @param items its numbered items
 * @param language the language they are in; empty when there are none
 * @param validity {@link Validity#VALID} as far as reading goes, or the reason why not
 */
public record Reading(List<String> items, String language, Validity validity) {
  /** A longer text without a list is prose; a shorter one declines to answer. */
  private static final int REFUSAL_LENGTH = 400;

  /** The finish reason of an answer that reached its greatest length. */
  private static final String CUT_OFF = "length";

  /** Reads a response. */
  public static Reading of(Response response, LanguageIdentifier identifier) {
    List<String> items = items(response);
    if (items.isEmpty()) {
      String text = response.text().strip();
      Validity why =
          text.isEmpty()
              ? Validity.EMPTY
              : text.length() < REFUSAL_LENGTH ? Validity.REFUSAL : Validity.NO_LIST;
      return new Reading(items, "", why);
    }
    String language = identifier.identify(String.join("\n", items));
    boolean same = LanguageIdentifier.same(response.language(), language);
    return new Reading(
        items,
        same ? response.language() : language,
        same ? Validity.VALID : Validity.WRONG_LANGUAGE);
  }

  /** The items, without a last one in which the answer broke off: half may say the opposite. */
  private static List<String> items(Response response) {
    List<String> items = NumberedList.read(response.text());
    int last = items.size() - 1;
    boolean cutOff = CUT_OFF.equals(response.finishReason()) && last >= 0;
    return cutOff && !NumberedList.isWhole(items.get(last)) ? items.subList(0, last) : items;
  }

  /**
   * The judgement of the response.
   *
   * @param labels the judge's, one an item; empty when it was not asked
   * @param judge who judged; empty likewise
   */
  public Judgement judgement(Response response, List<String> labels, String judge) {
    boolean nobody = validity == Validity.VALID && labels.stream().allMatch(Judgement.NULL::equals);
    return new Judgement(
        response.id(),
        response.promptId(),
        response.model(),
        response.family(),
        response.language(),
        response.topic(),
        language,
        items.size(),
        labels,
        judge,
        (nobody ? Validity.ALL_NULL : validity).label());
  }
}
