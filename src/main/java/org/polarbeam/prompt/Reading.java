package org.polarbeam.prompt;

import java.util.List;
import org.polarbeam.language.LanguageIdentifier;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.Response;
import org.polarbeam.record.Validity;

/**
 * What can be read off a response before the judge sees it.
 *
 * @param items its numbered items
 * @param language the language they are in; empty when there are none
 * @param validity {@link Validity#VALID} as far as reading goes, or the reason why not
 */
public record Reading(List<String> items, String language, Validity validity) {
  /** Ten were asked for; an endless list is read so far. */
  private static final int MOST_ITEMS = 50;

  /** The finish reason of an answer that reached its greatest length. */
  private static final String CUT_OFF = "length";

  /**
   * Reads a response.
   *
   * @param identifier tells the language; null to leave that to the judge
   */
  public static Reading of(Response response, LanguageIdentifier identifier) {
    List<String> items = items(response);
    if (items.isEmpty()) {
      String text = Thoughts.without(response.text()).strip();
      Validity why =
          text.isEmpty()
              ? Validity.EMPTY
              : Refusals.isOne(text) ? Validity.REFUSAL : Validity.UNREAD;
      return new Reading(items, "", why);
    }
    if (identifier == null) {
      return new Reading(items, response.language(), Validity.VALID);
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
    List<String> items = NumberedList.read(response.text()).stream().limit(MOST_ITEMS).toList();
    int last = items.size() - 1;
    boolean cutOff = CUT_OFF.equals(response.finishReason()) && last >= 0;
    return cutOff && !ItemText.isWhole(items.get(last)) ? items.subList(0, last) : items;
  }

  /** The judgement of a response that the judge need not see. */
  public Judgement unjudged(Response response) {
    return judgement(response, language, List.of(), "", validity);
  }

  /**
   * The judgement of a response with the judge's labels.
   *
   * @param labels one an item
   * @param told the language it is in
   */
  public Judgement judged(Response response, List<String> labels, String told, String judge) {
    boolean right = LanguageIdentifier.same(response.language(), told);
    boolean nobody = labels.stream().allMatch(Judgement.NULL::equals);
    return judgement(
        response,
        right ? response.language() : told,
        labels,
        judge,
        !right ? Validity.WRONG_LANGUAGE : nobody ? Validity.ALL_NULL : Validity.VALID);
  }

  private Judgement judgement(
      Response response, String told, List<String> labels, String judge, Validity why) {
    return new Judgement(
        response.id(),
        response.promptId(),
        response.model(),
        response.family(),
        response.language(),
        response.persona(),
        response.topic(),
        told,
        items.size(),
        labels,
        judge,
        why.label());
  }
}
