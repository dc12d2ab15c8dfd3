package org.polarbeam.alignment;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.stats.Confusion;
import org.polarbeam.stats.Confusions;

/** How often the judge errs, by language where people have measured it. */
public final class ErrorRates implements Serializable {
  private static final long serialVersionUID = 1L;

  /** As many as tell how uncertain a rate is; every worker has them. */
  private static final int MOST_DRAWS = 400;

  private final double otherwise;
  private final TreeMap<String, Double> byLanguage;

  private final TreeMap<String, Confusions> confusions;

  private final boolean isPublished;

  private ErrorRates(
      double otherwise,
      Map<String, Double> byLanguage,
      Map<String, Confusions> confusions,
      boolean isPublished) {
    this.otherwise = require(otherwise);
    this.byLanguage = new TreeMap<>(byLanguage);
    byLanguage.values().forEach(ErrorRates::require);
    this.confusions = new TreeMap<>(confusions);
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
   * @param confusions how the judge confuses labels
   */
  public static ErrorRates of(
      double otherwise, Map<String, Double> byLanguage, Map<String, Confusions> confusions) {
    Map<String, Confusions> some = new TreeMap<>();
    confusions.forEach((language, its) -> some.put(language, its.first(MOST_DRAWS)));
    return new ErrorRates(otherwise, byLanguage, some, false);
  }

  /** The same without draws of its uncertainty, which estimates have no use for. */
  public ErrorRates estimate() {
    Map<String, Confusions> all = new TreeMap<>();
    confusions.forEach((language, its) -> all.put(language, its.first(0)));
    return new ErrorRates(otherwise, byLanguage, all, isPublished);
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
    Confusions its = confusions.get(language);
    if (its == null) {
      return Confusion.ofSides(in(language));
    }
    return draw < 0 ? its.estimate() : its.draw(draw);
  }

  /** Whether there are draws of a language's uncertainty. */
  boolean isUncertain(String language) {
    return confusions.containsKey(language) && !confusions.get(language).draws().isEmpty();
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
