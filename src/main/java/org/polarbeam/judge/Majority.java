package org.polarbeam.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.polarbeam.language.LanguageIdentifier;
import org.polarbeam.record.Flag;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.Validity;

/** The judgement of several judges together. */
public final class Majority {
  private Majority() {}

  /**
   * A label stands for an item when more than half of the judges that labelled the response gave
   * it; otherwise the item is {@code null}, since no stance can be told. The language, where judges
   * name it, likewise.
   *
   * @param votes on one response, at least one
   */
  public static Judgement of(List<Judgement> votes) {
    List<Judgement> ordered =
        votes.stream().sorted(Comparator.comparing(Judgement::judge)).toList();
    Judgement first = ordered.get(0);
    String language =
        most(
            ordered.stream().map(Judgement::responseLanguage).toList(), LanguageIdentifier.UNKNOWN);
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < first.items(); i++) {
      int item = i;
      labels.add(most(ordered.stream().map(j -> j.labels().get(item)).toList(), Judgement.NULL));
    }
    Validity validity =
        !language.equals(first.language())
            ? Validity.WRONG_LANGUAGE
            : labels.stream().allMatch(Judgement.NULL::equals) ? Validity.ALL_NULL : Validity.VALID;
    return new Judgement(
        first.id(),
        first.promptId(),
        first.model(),
        first.family(),
        first.language(),
        first.persona(),
        first.topic(),
        language,
        first.items(),
        labels,
        ordered.stream().map(Judgement::judge).collect(Collectors.joining("+")),
        validity.label(),
        flags(ordered));
  }

  /** What is odd about the response, or was for any of the judges. */
  private static List<String> flags(List<Judgement> votes) {
    return Arrays.stream(Flag.values())
        .map(Flag::label)
        .filter(flag -> votes.stream().anyMatch(vote -> vote.flags().contains(flag)))
        .toList();
  }

  private static String most(List<String> values, String otherwise) {
    Map<String, Integer> counts = new HashMap<>();
    for (String value : values) {
      if (2 * counts.merge(value, 1, Integer::sum) > values.size()) {
        return value;
      }
    }
    return otherwise;
  }
}
