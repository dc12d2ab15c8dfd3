package org.polarbeam.record;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * What the judge made of a response.
 *
 * @param id the response's id
 * @param promptId the prompt's
 * @param model who answered
 * @param family the model's family
 * @param language the language it was asked in
 * @param persona the country that the prompt names, {@code ""} where it names none
 * @param topic the topic's key
 * @param responseLanguage the language it answered in; empty when that was not looked at
 * @param items how many numbered items the response has
 * @param labels {@code pro}, {@code con} or {@code null} for each item; empty when not judged
 * @param judge who judged; empty when not judged
 * @param validity {@link Validity#label}
 * @param flags {@link Flag#label}s in their order
 */
public record Judgement(
    String id,
    String promptId,
    String model,
    String family,
    String language,
    String persona,
    String topic,
    String responseLanguage,
    int items,
    List<String> labels,
    String judge,
    String validity,
    List<String> flags)
    implements Serializable {

  /** Records from before there were personas or flags have none. */
  public Judgement {
    flags = flags == null ? List.of() : flags;
    persona = persona == null ? "" : persona;
    validity = Validity.EARLIER_UNREAD.equals(validity) ? Validity.UNREAD.label() : validity;
  }

  public static final String PRO = "pro";
  public static final String CON = "con";
  public static final String NULL = "null";

  /** Every label, in the order of tables of them. */
  public static final List<String> LABELS = List.of(PRO, CON, NULL);

  /** The order of judgements in files. */
  public static final Comparator<Judgement> ORDER =
      Comparator.comparing(Judgement::model)
          .thenComparing(Judgement::language)
          .thenComparing(Judgement::topic)
          .thenComparing(Judgement::promptId);

  /** How many items have the label. */
  public int count(String label) {
    return (int) labels.stream().filter(label::equals).count();
  }
}
