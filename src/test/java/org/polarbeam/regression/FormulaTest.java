package org.polarbeam.regression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.polarbeam.Shared;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.record.Regression;
import org.polarbeam.stats.Coefficient;
import org.polarbeam.stats.MixedModel;
import org.polarbeam.stats.RandomIntercept;

/** The notation of models, and how tables are laid out for them. */
class FormulaTest {
  private static final String DATA =
      """
      y,a,b,x,id
      1,p,u,1,i
      2,p,v,2,j
      4,q,u,3,i
      3,q,v,1,j
      6,r,u,2,i
      8,r,v,,j
      5,p,u,4,i
      7,q,v,5,j
      9,r,u,3,i
      """;

  private static CsvTable table(String csv) {
    try {
      return CsvTable.read("d.csv", new StringReader(csv));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> terms(String formula) {
    return ModelFrame.of(Formula.parse(formula), table(DATA)).design().terms();
  }

  private static Regression fit(String formula, CsvTable table) {
    return FormulaFit.of(
        Formula.parse(formula),
        table,
        RandomIntercept.Method.REML,
        MixedModel.Errors.KENWARD_ROGER);
  }

  /** As R's model.matrix names and orders them, but for the brackets. */
  @Test
  void factorsAreCodedAsInR() {
    assertEquals(List.of("Intercept", "a[q]", "a[r]"), terms("y ~ a"));
    assertEquals(List.of("a[p]", "a[q]", "a[r]"), terms("y ~ 0 + a"));
    assertEquals(List.of("a[p]", "a[q]", "a[r]"), terms("y ~ a - 1"));
    assertEquals(List.of("Intercept", "a[p]", "a[r]"), terms("y ~ C(a, q)"));
    assertEquals(List.of("Intercept", "a[p]", "a[r]"), terms("y ~ C(a, Treatment(reference='q'))"));
    assertEquals(List.of("Intercept", "x"), terms("y ~ x"));
    assertEquals(
        List.of("Intercept", "a[q]", "a[r]", "b[v]", "a[q]:b[v]", "a[r]:b[v]"), terms("y ~ a*b"));
    assertEquals(List.of("Intercept", "a[p]:x", "a[q]:x", "a[r]:x"), terms("y ~ a:x"));
    assertEquals(List.of("Intercept", "x", "a[q]:x", "a[r]:x"), terms("y ~ x + a:x"));
    assertEquals(List.of("a[p]", "a[q]", "a[r]", "b[v]"), terms("y ~ 0 + a + b"));
  }

  @Test
  void rowsWithABlankAndDependentTermsAreLeftOutAndNamed() {
    ModelFrame frame = ModelFrame.of(Formula.parse("y ~ x + C(b)"), table(DATA));
    assertEquals(8, frame.outcome().length);
    assertEquals(1, frame.leftOut());
    CsvTable doubled = table("y,x,z\n1,1,2\n2,2,4\n4,3,6\n3,5,10\n");
    Regression fit = fit("y ~ x + z", doubled);
    assertTrue(fit.diagnostics().get("dropped").contains("z"), fit.diagnostics().toString());
    assertEquals(
        List.of("Intercept", "x", "sd:Residual", "r_squared"),
        fit.coefficients().stream().map(Coefficient::term).toList());
  }

  @Test
  void faultyFormulasAreRefusedInASentence() {
    for (String[] fault :
        new String[][] {
          {"y", "0 tildes"},
          {"y ~ a ~ b", "2 tildes"},
          {"y ~ ", null},
          {"y ~ 0", "by nothing"},
          {"y ~ y + a", "explain itself"},
          {"y ~ a + (x | id)", "intercepts alone"},
          {"y ~ (1 | id) + (1|id)", "there twice"},
          {"y ~ log(x)", "no name of a column"},
          {"y ~ a + - b", "takes a term away"},
          {"y ~ a +* b", "missing"},
          {"y ~ C(a, p) + C(a, q)", "two references"},
        }) {
      if (fault[1] == null) {
        assertEquals(List.of("Intercept"), terms(fault[0])); // the intercept alone
      } else {
        String message =
            assertThrows(InputException.class, () -> Formula.parse(fault[0])).getMessage();
        assertTrue(message.contains(fault[1]), fault[0] + ": " + message);
      }
    }
    for (String[] fault :
        new String[][] {
          {"y ~ nosuch", "nosuch"},
          {"y ~ C(a, z)", "no row has the reference z"},
          {"a ~ x", "column a"},
          {"y ~ x + (1 | y)", "each y has one row"},
        }) {
      String message =
          assertThrows(InputException.class, () -> fit(fault[0], table(DATA))).getMessage();
      assertTrue(message.contains(fault[1]), fault[0] + ": " + message);
    }
  }

  /** {@code mpg ~ wt * factor(cyl)} as R fits it. */
  @Test
  void leastSquaresByFormulaAreAsInR() {
    Map<String, Coefficient> ours = new TreeMap<>();
    fit("mpg ~ wt * C(cyl)", Shared.table("known/mtcars.csv"))
        .coefficients()
        .forEach(
            c ->
                ours.put(
                    c.term()
                        .replace("Intercept", "(Intercept)")
                        .replaceAll("cyl\\[(\\d)]", "factor(cyl)$1"),
                    c));
    int compared = 0;
    for (CsvTable.Row row : Shared.table("known/mtcars.ols.expected.csv").rows()) {
      Coefficient c = ours.get(row.text("term").strip());
      if (c != null) {
        assertEquals(row.number("Estimate"), c.estimate(), 1e-9, c.term());
        assertEquals(row.number("Std. Error"), c.stdErr(), 1e-9, c.term());
        compared++;
      }
    }
    assertEquals(6, compared, ours.keySet().toString());
  }
}
