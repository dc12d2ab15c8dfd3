package org.polarbeam.alignment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.stats.Confusion;

/** How often the judge errs, by language where people have measured it. */
public final class ErrorRates implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double otherwise;
  private final TreeMap<String, Double> byLanguage;

  /** The estimate of each language, and after it draws of its uncertainty. */
  private final TreeMap<String, ArrayList<Confusion>> confusions = new TreeMap<>();

  private final boolean isPublished;

  private ErrorRates(
      double otherwise,
      Map<String, Double> byLanguage,
      Map<String, ? extends List<Confusion>> confusions,
      boolean isPublished) {
    this.otherwise = require(otherwise);
    this.byLanguage = new TreeMap<>(byLanguage);
    byLanguage.values().forEach(ErrorRates::require);
    confusions.forEach((language, its) -> this.confusions.put(language, new ArrayList<>(its)));
    this.isPublished = isPublished;
  }

  /** The same share of labels in every language, in [0, 1). */
  public static ErrorRates of(double rate) {
    return new ErrorRates(rate, Map.of(), Map.of(), false);
  }

  /** Measured rates, and one for the languages without. */
  public static ErrorRates of(double otherwise, Map<String, Double> byLanguage) {
    return new ErrorRates(otherwise, byLanguage, Map.of(), false);
  }

  /**
   * Measured rates, and one for the languages without.
   *
   * @param confusions how the judge confuses labels: the estimate, and after it draws of its
   *     uncertainty
   */
  public static ErrorRates of(
      double otherwise, Map<String, Double> byLanguage, Map<String, List<Confusion>> confusions) {
    return new ErrorRates(otherwise, byLanguage, confusions, false);
  }

  /** The same by which the published study's reliability is one minus the rate. */
  public ErrorRates asPublished() {
    return new ErrorRates(otherwise, byLanguage, confusions, true);
  }

  /** Whether reliability is the published study's. */
  public boolean isPublished() {
    return isPublished;
  }

  /** The rate in a language. */
  public double in(String language) {
    return byLanguage.getOrDefault(language, otherwise);
  }

  /**
   * How the judge confuses labels in a language. Where nobody has measured it sides are taken for
   * each other at the rate.
   *
   * @param draw of the uncertainty; negative for the estimate
   */
  Confusion confusion(String language, int draw) {
    List<Confusion> its = confusions.get(language);
    return its == null
        ? Confusion.ofSides(in(language))
        : its.get(draw < 0 || its.size() == 1 ? 0 : 1 + draw % (its.size() - 1));
  }

  /** Whether there are draws of a language's uncertainty. */
  boolean isUncertain(String language) {
    return confusions.containsKey(language);
  }

  private static double require(double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("judgeErrorRate must be in [0, 1), not " + rate);
    }
    return rate;
  }

  @Override
  public String toString() {
    return otherwise + (byLanguage.isEmpty() ? "" : " " + byLanguage);
  }
}
