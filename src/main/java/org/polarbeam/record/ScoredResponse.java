package org.polarbeam.record;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Locale;

/**
 * The value polarity score of one valid response.
 *
 * @param model the model that answered
 * @param family its family; {@code baseline} for artificial respondents
 * @param language the language it was asked in
 * @param persona the country that the prompt names, {@code ""} where it names none
 * @param responseLanguage the language it answered in
 * @param topic the survey variable, lower case
 * @param polarity pro / (pro + con), in [0, 1]
 * @param nPro items labelled pro; null when unknown
 * @param nCon items labelled con; null when unknown
 * @param nNull items labelled null; null when unknown
 * @param promptId the prompt's id
 */
public record ScoredResponse(
    String model,
    String family,
    String language,
    String persona,
    String responseLanguage,
    String topic,
    double polarity,
    Integer nPro,
    Integer nCon,
    Integer nNull,
    String promptId)
    implements Serializable {

  /** The order of rows in {@code scores.csv}, and in which a cell's numbers are summed. */
  public static final Comparator<ScoredResponse> ORDER =
      Comparator.comparing(ScoredResponse::model)
          .thenComparing(ScoredResponse::language)
          .thenComparing(ScoredResponse::topic)
          .thenComparing(ScoredResponse::promptId)
          .thenComparing(ScoredResponse::polarity)
          .thenComparing(ScoredResponse::nPro, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(ScoredResponse::nCon, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(ScoredResponse::family);

  private static final String BASELINE = "baseline";

  /** Of a judgement in which some item takes a side. */
  public static ScoredResponse of(Judgement j) {
    int pro = j.count(Judgement.PRO);
    int con = j.count(Judgement.CON);
    return new ScoredResponse(
        j.model(),
        j.family(),
        j.language(),
        j.persona(),
        j.responseLanguage(),
        j.topic(),
        pro / (double) (pro + con),
        pro,
        con,
        j.count(Judgement.NULL),
        j.promptId());
  }

  /** Whether an artificial respondent gave it, which no regression on capability counts. */
  public boolean isBaseline() {
    return isBaseline(family);
  }

  /** Whether a family is that of artificial respondents. */
  public static boolean isBaseline(String family) {
    return family.toLowerCase(Locale.ROOT).equals(BASELINE);
  }
}
