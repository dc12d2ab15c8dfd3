package org.polarbeam.alignment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.polarbeam.record.Figure;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

/** The regressions' observations, put together from bootstrapped figures. */
public final class RoundRows {
  private RoundRows() {}

  /**
   * Rows of RQ1: the alignment of each model and language with the population of that language, its
   * self-consistency in the same round, and its capability. Baselines are left out.
   */
  public static List<CapabilityRegression.Row> forCapability(
      Collection<FigureRounds> figures,
      Metric metric,
      ConsistencyMetric consistencyMetric,
      Capabilities capabilities) {
    Map<String, double[]> consistency = new HashMap<>();
    for (FigureRounds f : figures) {
      if (f.figure().isConsistency() && f.figure().metric().equals(consistencyMetric.label())) {
        consistency.put(f.figure().model() + "\0" + f.figure().language(), f.values());
      }
    }
    List<CapabilityRegression.Row> rows = new ArrayList<>();
    for (FigureRounds f : figures) {
      Figure figure = f.figure();
      if (figure.level().equals(Level.LANGUAGE.label())
          && figure.group().equals(figure.language())
          && figure.metric().equals(metric.label())
          && !ScoredResponse.isBaseline(figure.family())) {
        capabilities.require(figure.model(), figure.language());
        double capability = capabilities.of(figure.model(), figure.language());
        double[] own = consistency.get(figure.model() + "\0" + figure.language());
        for (int i = 0; i < f.values().length; i++) {
          int round = f.first() + i;
          rows.add(
              new CapabilityRegression.Row(
                  figure.model(),
                  figure.family(),
                  figure.language(),
                  round,
                  f.values()[i],
                  own[round],
                  capability));
        }
      }
    }
    return rows;
  }

  /**
   * Rows of RQ2: the alignment of each model and language with the countries that speak the
   * language, and with those that bias is measured towards. Of the baselines only the random one
   * takes part.
   */
  public static List<BiasRegression.Row> forBias(
      Collection<FigureRounds> figures,
      Metric metric,
      TruthTable truths,
      Collection<String> references) {
    Map<String, String> languageOf = new HashMap<>();
    truths.groups(Level.COUNTRY).forEach(g -> languageOf.put(g.name(), g.language()));
    List<BiasRegression.Row> rows = new ArrayList<>();
    for (FigureRounds f : figures) {
      Figure figure = f.figure();
      boolean reference = references.contains(figure.group());
      boolean random = figure.model().equals(BiasRegression.RANDOM_BASELINE);
      if (figure.level().equals(Level.COUNTRY.label())
          && (reference || figure.language().equals(languageOf.get(figure.group())))
          && figure.metric().equals(metric.label())
          && (random || !ScoredResponse.isBaseline(figure.family()))) {
        for (int i = 0; i < f.values().length; i++) {
          rows.add(
              new BiasRegression.Row(
                  figure.model(),
                  figure.language(),
                  figure.group(),
                  reference ? figure.group() : "",
                  f.first() + i,
                  f.values()[i]));
        }
      }
    }
    return rows;
  }
}
