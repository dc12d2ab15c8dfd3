package org.polarbeam.alignment;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** The share of labels the judge gets wrong, by language where people have measured it. */
public final class ErrorRates implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double otherwise;
  private final TreeMap<String, Double> byLanguage;

  private ErrorRates(double otherwise, Map<String, Double> byLanguage) {
    this.otherwise = require(otherwise);
    this.byLanguage = new TreeMap<>(byLanguage);
    byLanguage.values().forEach(ErrorRates::require);
  }

  /** The same rate in every language, in [0, 1). */
  public static ErrorRates of(double rate) {
    return new ErrorRates(rate, Map.of());
  }

  /** Measured rates, and one for the languages without. */
  public static ErrorRates of(double otherwise, Map<String, Double> byLanguage) {
    return new ErrorRates(otherwise, byLanguage);
  }

  /** The rate in a language. */
  public double in(String language) {
    return byLanguage.getOrDefault(language, otherwise);
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
