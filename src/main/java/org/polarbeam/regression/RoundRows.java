package org.polarbeam.regression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.polarbeam.alignment.ConsistencyMetric;
import org.polarbeam.alignment.FigureRounds;
import org.polarbeam.alignment.Metric;
import org.polarbeam.alignment.RandomBaseline;
import org.polarbeam.record.Figure;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

/** The regressions' observations, put together from figures and their bootstrap rounds. */
public final class RoundRows {
  private RoundRows() {}

  /** Which of a figure's values become rows. */
  public enum Which {
    /** One a cell: on the responses as they are. */
    ESTIMATES {
      @Override
      double[] of(FigureRounds figure) {
        return new double[] {figure.estimate()};
      }
    },
    /** One a cell and round. */
    ROUNDS {
      @Override
      double[] of(FigureRounds figure) {
        return figure.values();
      }
    };

    abstract double[] of(FigureRounds figure);
  }

  /**
   * Rows of RQ1: the alignment of each model and language with the population of that language, its
   * self-consistency, and its capability. Baselines are left out.
   */
  public static List<CapabilityRegression.Row> forCapability(
      Collection<FigureRounds> figures,
      Metric metric,
      ConsistencyMetric consistencyMetric,
      Capabilities capabilities,
      Which which) {
    Map<String, double[]> consistency = new HashMap<>();
    for (FigureRounds f : figures) {
      if (f.figure().isConsistency() && f.figure().metric().equals(consistencyMetric.label())) {
        consistency.put(f.figure().model() + "\0" + f.figure().language(), which.of(f));
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
        double[] values = which.of(f);
        double[] own = consistency.get(figure.model() + "\0" + figure.language());
        for (int round = 0; round < values.length; round++) {
          rows.add(
              new CapabilityRegression.Row(
                  figure.model(),
                  figure.family(),
                  figure.language(),
                  round,
                  values[round],
                  own[round],
                  capability));
        }
      }
    }
    return rows;
  }

  /**
   * Rows of RQ2: the alignment of each model and language with the populations of a level that
   * speak the language, or are of none, and with those that bias is measured towards. Of the
   * baselines only the random one takes part.
   */
  public static List<BiasRegression.Row> forBias(
      Collection<FigureRounds> figures,
      Metric metric,
      TruthTable truths,
      Level level,
      Collection<String> references,
      Which which) {
    List<BiasRegression.Row> rows = new ArrayList<>();
    for (FigureRounds f : ofBias(figures, metric, truths, level, references)) {
      Figure figure = f.figure();
      boolean reference = references.contains(figure.group());
      double[] values = which.of(f);
      for (int round = 0; round < values.length; round++) {
        rows.add(
            new BiasRegression.Row(
                figure.model(),
                figure.language(),
                figure.group(),
                reference ? figure.group() : "",
                round,
                values[round]));
      }
    }
    return rows;
  }

  /** The figures that take part in RQ2. */
  private static List<FigureRounds> ofBias(
      Collection<FigureRounds> figures,
      Metric metric,
      TruthTable truths,
      Level level,
      Collection<String> references) {
    Map<String, String> languageOf = new HashMap<>();
    truths.groups(level).forEach(g -> languageOf.put(g.name(), g.language()));
    List<FigureRounds> all = new ArrayList<>();
    for (FigureRounds f : figures) {
      Figure figure = f.figure();
      boolean random = figure.model().equals(RandomBaseline.NAME);
      String spoken = languageOf.getOrDefault(figure.group(), "");
      if (figure.level().equals(level.label())
          && (references.contains(figure.group())
              || spoken.isEmpty()
              || figure.language().equals(spoken))
          && figure.metric().equals(metric.label())
          && (random || !ScoredResponse.isBaseline(figure.family()))) {
        all.add(f);
      }
    }
    return all;
  }

  /** What the figures of RQ2 rest on. */
  public static Basis basisOfBias(
      Collection<FigureRounds> figures,
      Metric metric,
      TruthTable truths,
      Level level,
      Collection<String> references) {
    return Basis.of(ofBias(figures, metric, truths, level, references));
  }
}
