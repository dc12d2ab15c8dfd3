package org.polarbeam.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.polarbeam.Shared;
import org.polarbeam.files.CsvTable;

class LeastSquaresTest {

  @Test
  void givenMtcars_thenAsR() {
    List<CsvTable.Row> cars = Shared.table("known/mtcars.csv").rows();
    double[][] x = new double[cars.size()][];
    double[] y = new double[cars.size()];
    for (int i = 0; i < x.length; i++) {
      double wt = cars.get(i).number("wt");
      double six = cars.get(i).number("cyl") == 6 ? 1 : 0;
      double eight = cars.get(i).number("cyl") == 8 ? 1 : 0;
      x[i] = new double[] {1, wt, six, eight, wt * six, wt * eight};
      y[i] = cars.get(i).number("mpg");
    }
    LeastSquares fit =
        LeastSquares.fit(Design.of(List.of("1", "wt", "6", "8", "wt6", "wt8"), x), y);
    List<CsvTable.Row> expected = Shared.table("known/mtcars.ols.expected.csv").rows();
    for (int j = 0; j < 6; j++) {
      Coefficient c = fit.coefficients().get(j);
      near(expected.get(j).number("Estimate"), c.estimate());
      near(expected.get(j).number("Std. Error"), c.stdErr());
      near(expected.get(j).number("t value"), c.statistic());
      near(expected.get(j).number("Pr(>|t|)"), c.pValue());
    }
  }

  private static void near(double expected, double actual) {
    assertEquals(expected, actual, 1e-10 * Math.max(1, Math.abs(expected)));
  }

  @Test
  void givenExactLine_thenItIsFound() {
    double[][] x = {{1, 0}, {1, 1}, {1, 2}, {1, 5}};
    LeastSquares fit =
        LeastSquares.fit(Design.of(List.of("Intercept", "x"), x), new double[] {3, 5, 7, 13});
    assertEquals(3, fit.coefficients().get(0).estimate(), 1e-12);
    assertEquals(2, fit.coefficients().get(1).estimate(), 1e-12);
    assertEquals(1, fit.rSquared(), 1e-12);
  }

  @Test
  void givenFewerRowsThanColumns_thenRefused() {
    assertThrows(
        SingularDesignException.class, () -> Design.of(List.of("a", "b"), new double[][] {{1, 2}}));
  }
}
