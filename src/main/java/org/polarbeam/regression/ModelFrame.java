package org.polarbeam.regression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.stats.Design;
import org.polarbeam.stats.SingularDesignException;

/**
 * A table laid out for a {@link Formula}: rows with a blank in a column that it needs are left out,
 * factors are coded as R does (a factor of a term has a column for every level but the reference
 * where the term without it is in the model, too, and for every level otherwise), and columns that
 * depend on those before them are dropped.
 *
 * @param dropped the columns that were dropped
 * @param leftOut how many rows were left out for a blank
 */
public record ModelFrame(
    Design design, double[] outcome, Map<String, int[]> groups, List<String> dropped, int leftOut) {
  private static final double LARGEST = 1e100;
  private static final int MOST_LEVELS = 500;

  /**
   * Lays a table out.
   *
   * @throws InputException when a column is missing, is no number where one is needed, has a single
   *     level, or too many
   * @throws SingularDesignException when there are fewer rows than columns
   */
  public static ModelFrame of(Formula formula, CsvTable table) {
    table.require(formula.columns().toArray(String[]::new));
    List<CsvTable.Row> rows =
        table.rows().stream()
            .filter(r -> formula.columns().stream().noneMatch(c -> r.optional(c).isEmpty()))
            .toList();
    if (rows.isEmpty()) {
      throw InputException.in(
          table.file(), "no row has all of " + formula.columns(), "Give rows without blanks");
    }
    Coding coding = new Coding(formula, table, rows);
    List<String> terms = new ArrayList<>();
    List<double[]> columns = new ArrayList<>();
    for (Set<String> term : formula.terms().stream().sorted(coding.order()).toList()) {
      coding.add(term, terms, columns);
    }
    Map<String, int[]> groups = new LinkedHashMap<>();
    for (String group : formula.groups()) {
      List<String> names = List.copyOf(coding.levels(group));
      groups.put(group, rows.stream().mapToInt(r -> names.indexOf(r.optional(group))).toArray());
    }
    List<String> dropped = new ArrayList<>();
    Design design = design(terms, columns, dropped);
    return new ModelFrame(
        design,
        rows.stream().mapToDouble(r -> number(r, formula.outcome())).toArray(),
        groups,
        dropped,
        table.rows().size() - rows.size());
  }

  /** The design without the columns that depend on others. */
  private static Design design(List<String> terms, List<double[]> columns, List<String> dropped) {
    while (true) {
      double[][] x = new double[columns.get(0).length][columns.size()];
      for (int j = 0; j < columns.size(); j++) {
        for (int i = 0; i < x.length; i++) {
          x[i][j] = columns.get(j)[i];
        }
      }
      try {
        return Design.of(terms, x);
      } catch (SingularDesignException e) {
        int at = terms.indexOf(e.term());
        if (at < 0) {
          throw e;
        }
        dropped.add(terms.remove(at));
        columns.remove(at);
      }
    }
  }

  /** How the columns of a table are coded. */
  private static final class Coding {
    private final Formula formula;
    private final CsvTable table;
    private final List<CsvTable.Row> rows;
    private final Map<String, Boolean> isFactor = new LinkedHashMap<>();
    private final Map<String, Set<String>> levels = new LinkedHashMap<>();

    /** Terms that are in the model, or that a factor's having every level makes up for. */
    private final Set<Set<String>> spanned = new HashSet<>();

    Coding(Formula formula, CsvTable table, List<CsvTable.Row> rows) {
      this.formula = formula;
      this.table = table;
      this.rows = rows;
      formula.terms().forEach(term -> spanned.add(new HashSet<>(term)));
    }

    /** The intercept, then main effects, then interactions, as they were written. */
    Comparator<Set<String>> order() {
      return Comparator.comparingInt(Set::size);
    }

    private boolean isFactor(String column) {
      return isFactor.computeIfAbsent(
          column,
          c ->
              formula.factors().containsKey(c)
                  || rows.stream().noneMatch(r -> isNumber(r.optional(c))));
    }

    private static boolean isNumber(String text) {
      try {
        org.polarbeam.files.Numbers.decimal(text);
        return true;
      } catch (NumberFormatException e) {
        return false;
      }
    }

    Set<String> levels(String column) {
      return levels.computeIfAbsent(
          column,
          c -> {
            Set<String> all = new TreeSet<>();
            rows.forEach(r -> all.add(r.optional(c)));
            return all;
          });
    }

    void add(Set<String> term, List<String> terms, List<double[]> columns) {
      List<String> names = new ArrayList<>(List.of(""));
      List<double[]> values = new ArrayList<>();
      double[] ones = new double[rows.size()];
      Arrays.fill(ones, 1);
      values.add(ones);
      for (String column : term) {
        List<String> nextNames = new ArrayList<>();
        List<double[]> nextValues = new ArrayList<>();
        for (Map.Entry<String, double[]> coded : coded(column, term).entrySet()) {
          for (int k = 0; k < names.size(); k++) {
            nextNames.add(names.get(k) + (names.get(k).isEmpty() ? "" : ":") + coded.getKey());
            nextValues.add(product(values.get(k), coded.getValue()));
          }
        }
        names = nextNames;
        values = nextValues;
      }
      names.forEach(name -> terms.add(name.isEmpty() ? "Intercept" : name));
      columns.addAll(values);
    }

    private Map<String, double[]> coded(String column, Set<String> term) {
      Map<String, double[]> coded = new LinkedHashMap<>();
      if (!isFactor(column)) {
        coded.put(column, rows.stream().mapToDouble(r -> number(r, column)).toArray());
        return coded;
      }
      Set<String> without = new HashSet<>(term);
      without.remove(column);
      boolean isContrast = !spanned.add(without);
      Set<String> kept = new LinkedHashSet<>(levels(column));
      if (kept.size() > MOST_LEVELS) {
        throw InputException.at(
            table.file(),
            1,
            column,
            "it has " + kept.size() + " values and is to be a factor",
            "Give it as a random intercept, (1 | " + column + "), or leave it out");
      }
      if (isContrast) {
        if (kept.size() < 2) {
          throw InputException.at(
              table.file(),
              1,
              column,
              "it has the one value " + kept,
              "Leave it out of the formula");
        }
        kept.remove(reference(column));
      }
      for (String level : kept) {
        coded.put(
            column + "[" + level + "]",
            rows.stream().mapToDouble(r -> r.optional(column).equals(level) ? 1 : 0).toArray());
      }
      return coded;
    }

    private String reference(String column) {
      String named = formula.factors().getOrDefault(column, "");
      if (!named.isEmpty() && !levels(column).contains(named)) {
        throw InputException.at(
            table.file(),
            1,
            column,
            "no row has the reference " + named,
            "Give one of " + levels(column).stream().limit(10).toList());
      }
      return named.isEmpty() ? levels(column).iterator().next() : named;
    }

    private static double[] product(double[] a, double[] b) {
      double[] product = new double[a.length];
      Arrays.setAll(product, i -> a[i] * b[i]);
      return product;
    }
  }

  /** A number whose square is one, too. */
  private static double number(CsvTable.Row row, String column) {
    double number = row.number(column);
    if (Math.abs(number) > LARGEST) {
      throw row.bad(
          column, row.text(column) + " is too large to fit", "Divide the column by a constant");
    }
    return number;
  }
}
