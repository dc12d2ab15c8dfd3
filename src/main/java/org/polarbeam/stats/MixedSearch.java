package org.polarbeam.stats;

import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/**
 * Finds the ratios of standard deviations that maximise a mixed model's likelihood: every set of
 * factors is tried with its ratios at zero, the rest searched on the scale of logarithms.
 */
final class MixedSearch {
  /** No ratio is searched above this. */
  static final double GREATEST = Math.exp(12);

  private static final double LEAST_LOG = -12;
  private static final double GREATEST_LOG = 12;
  private static final int GRID = 25;
  private static final int EVALUATIONS = 4000;
  private static final double STEP = 1e-3;

  /** A gain below this share of the criterion is rounding, and no reason to leave zero. */
  private static final double SAME = 1e-12;

  private MixedSearch() {}

  static double[] best(MixedProblem problem) {
    double[] best = new double[problem.factors];
    double least = problem.at(best).criterion();
    for (int set = 1; set < 1 << problem.factors; set++) {
      double[] found = inside(problem, set);
      double value = problem.at(found).criterion();
      if (value < least - SAME * Math.abs(least)) {
        least = value;
        best = found;
      }
    }
    return best;
  }

  /** The best with the factors of a set above zero. */
  private static double[] inside(MixedProblem problem, int set) {
    int free = Integer.bitCount(set);
    MultivariateFunction criterion = logs -> problem.at(thetas(problem, set, logs)).criterion();
    double[] start = new double[free];
    double least = Double.POSITIVE_INFINITY;
    int points = free == 1 ? GRID : (int) Math.pow(5, free);
    for (int point = 0; point < points; point++) {
      double[] logs = new double[free];
      int rest = point;
      for (int k = 0; k < free; k++) {
        logs[k] = free == 1 ? LEAST_LOG + point : 2.0 * (rest % 5 - 2);
        rest /= 5;
      }
      double value = criterion.value(logs);
      if (value < least) {
        least = value;
        start = logs;
      }
    }
    double[] found = free == 1 ? brent(criterion, start) : simplex(criterion, start);
    return thetas(problem, set, polished(criterion, found));
  }

  /**
   * Newton's steps by central differences. Where the criterion is flat its value tells too little:
   * half of its digits are left for the place of the minimum, and all of the slope's.
   */
  private static double[] polished(MultivariateFunction criterion, double[] found) {
    double[] best = found;
    for (int step = 0; step < 3; step++) {
      int n = best.length;
      double[] slope = new double[n];
      double[][] curve = new double[n][n];
      double here = criterion.value(best);
      for (int i = 0; i < n; i++) {
        double up = criterion.value(moved(best, i, STEP, i, 0));
        double down = criterion.value(moved(best, i, -STEP, i, 0));
        slope[i] = (up - down) / (2 * STEP);
        curve[i][i] = (up - 2 * here + down) / (STEP * STEP);
        for (int j = 0; j < i; j++) {
          curve[i][j] =
              (criterion.value(moved(best, i, STEP, j, STEP))
                      - criterion.value(moved(best, i, STEP, j, -STEP))
                      - criterion.value(moved(best, i, -STEP, j, STEP))
                      + criterion.value(moved(best, i, -STEP, j, -STEP)))
                  / (4 * STEP * STEP);
          curve[j][i] = curve[i][j];
        }
      }
      DecompositionSolver solver =
          new LUDecomposition(new Array2DRowRealMatrix(curve, false)).getSolver();
      if (!solver.isNonSingular()) {
        return best;
      }
      double[] newton = solver.solve(new ArrayRealVector(slope, false)).toArray();
      double[] next = best.clone();
      for (int i = 0; i < n; i++) {
        next[i] -= newton[i];
      }
      if (!(criterion.value(next) <= here + 1e-8) || Math.abs(newton[0]) > 0.1) {
        return best;
      }
      best = next;
    }
    return best;
  }

  private static double[] moved(double[] at, int i, double byI, int j, double byJ) {
    double[] x = at.clone();
    x[i] += byI;
    x[j] += byJ;
    return x;
  }

  private static double[] brent(MultivariateFunction criterion, double[] start) {
    double at =
        new BrentOptimizer(1e-9, 1e-11)
            .optimize(
                new MaxEval(500),
                GoalType.MINIMIZE,
                new UnivariateObjectiveFunction(v -> criterion.value(new double[] {v})),
                new SearchInterval(start[0] - 1, start[0] + 1, start[0]))
            .getPoint();
    return new double[] {at};
  }

  /** Nelder and Mead's, begun anew where it ended until that changes nothing. */
  private static double[] simplex(MultivariateFunction criterion, double[] start) {
    double[] best = start;
    double least = criterion.value(start);
    for (int again = 0; again < 6; again++) {
      double[] found =
          new SimplexOptimizer(new SimpleValueChecker(-1, 1e-11))
              .optimize(
                  new MaxEval(EVALUATIONS),
                  new ObjectiveFunction(criterion),
                  GoalType.MINIMIZE,
                  new InitialGuess(best),
                  new NelderMeadSimplex(best.length, again == 0 ? 1 : 0.05))
              .getPoint();
      double value = criterion.value(found);
      boolean isDone = least - value < 1e-10;
      if (value < least) {
        least = value;
        best = found;
      }
      if (isDone) {
        break;
      }
    }
    return best;
  }

  private static double[] thetas(MixedProblem problem, int set, double[] logs) {
    double[] theta = new double[problem.factors];
    int next = 0;
    for (int k = 0; k < theta.length; k++) {
      if ((set >> k & 1) == 1) {
        double log = Math.max(2 * LEAST_LOG, Math.min(GREATEST_LOG, logs[next++]));
        theta[k] = Math.exp(log);
      }
    }
    return theta;
  }
}
