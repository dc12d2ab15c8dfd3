package org.polarbeam.prompt;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.polarbeam.language.LanguageIdentifier;
import org.polarbeam.record.Flag;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.Response;
import org.polarbeam.record.Validity;
import org.polarbeam.study.ListRule;

/**
 * What can be read off a response before the judge sees it.
 *
 * @param items its numbered items
 * @param language the language they are in; empty when there are none
 * @param validity {@link Validity#VALID} as far as reading goes, or the reason why not
 * @param flags what is odd about it, by {@link Flag#label}
 */
public record Reading(List<String> items, String language, Validity validity, List<String> flags) {
  private static final Pattern NOTHING = Pattern.compile("[\\s\\p{Z}\\p{Cf}]*");

  /**
   * Reads a response.
   *
   * @param identifier tells the language; null to leave that to the judge
   * @param lists which lists count
   */
  public static Reading of(Response response, LanguageIdentifier identifier, ListRule lists) {
    List<String> all = items(response);
    EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
    if (response.isCutOff()) {
      flags.add(Flag.CUT_OFF);
    }
    if (all.isEmpty()) {
      String text = Thoughts.without(response.text()).strip();
      if (NumberedList.isEcho(text)) {
        flags.add(Flag.ECHO);
      }
      Validity why =
          NOTHING.matcher(text).matches()
              ? Validity.EMPTY
              : Refusals.isOne(text) ? Validity.REFUSAL : Validity.UNREAD;
      return new Reading(all, "", why, labels(flags));
    }
    int asked = lists.asked(response.template());
    List<String> items = all.subList(0, lists.counted(all.size(), response.template()));
    int distinct = (int) items.stream().map(Reading::normal).distinct().count();
    if (lists.ofFlags().isFew(all.size(), response.template())) {
      flags.add(Flag.FEW);
    }
    if (lists.ofFlags().isAlike(distinct, items.size())) {
      flags.add(Flag.ALIKE);
    }
    if (all.size() > asked) {
      flags.add(Flag.MORE);
    }
    String language =
        identifier == null ? response.language() : identifier.identify(String.join("\n", items));
    boolean same = LanguageIdentifier.same(response.language(), language);
    Validity validity =
        lists.isFew(all.size(), response.template())
            ? Validity.FEW_ITEMS
            : lists.isAlike(distinct, items.size())
                ? Validity.ALIKE_ITEMS
                : same ? Validity.VALID : Validity.WRONG_LANGUAGE;
    return new Reading(
        List.copyOf(items), same ? response.language() : language, validity, labels(flags));
  }

  /** The items, without a last one in which the answer broke off: half may say the opposite. */
  public static List<String> items(Response response) {
    List<String> items =
        NumberedList.read(response.text()).stream().limit(ListRule.MOST + 1L).toList();
    int last = items.size() - 1;
    boolean cutOff = response.isCutOff() && last >= 0;
    return cutOff && !ItemText.isWhole(items.get(last)) ? items.subList(0, last) : items;
  }

  /** An item without what does not make it another: marks, blanks, large letters. */
  private static String normal(String item) {
    return Normalizer.normalize(item, Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "");
  }

  private static List<String> labels(Set<Flag> flags) {
    return flags.stream().map(Flag::label).toList();
  }

  /** The judgement of a response that the judge need not see. */
  public Judgement unjudged(Response response) {
    return judgement(response, language, List.of(), "", validity, flags);
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
    List<String> all = new ArrayList<>(flags);
    if (differ(labels)) {
      all.add(Flag.LABELS_DIFFER.label());
    }
    return judgement(
        response,
        right ? response.language() : told,
        labels,
        judge,
        !right ? Validity.WRONG_LANGUAGE : nobody ? Validity.ALL_NULL : Validity.VALID,
        all);
  }

  /** Whether items of the same text have different labels. */
  private boolean differ(List<String> labels) {
    Map<String, String> byText = new HashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      if (!label.equals(byText.computeIfAbsent(normal(items.get(i)), text -> label))) {
        return true;
      }
    }
    return false;
  }

  private Judgement judgement(
      Response response,
      String told,
      List<String> labels,
      String judge,
      Validity why,
      List<String> odd) {
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
        why.label(),
        odd);
  }
}
