package org.polarbeam.regression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarbeam.alignment.RandomBaseline;
import org.polarbeam.regression.BiasRegression.Row;

/**
 * The coefficients of {@code alignment ~ us * model:language} in closed form. The formula has a
 * coefficient for each model, language and side (the reference, or the countries that speak the
 * language), so what least squares fits are those cells' means, and a coefficient is a difference
 * of them. That takes no matrix, however many models there are.
 */
final class BiasCells {
  private final List<String> terms = new ArrayList<>();

  /** Of each row, the cell that it is in. */
  private final int[] cellOf;

  private final int[] sizes;

  /** Of each term, the cells whose means it adds and takes away. */
  private final List<int[]> plus = new ArrayList<>();

  private final List<int[]> minus = new ArrayList<>();

  private BiasCells(int[] cellOf, int cells) {
    this.cellOf = cellOf;
    this.sizes = new int[cells];
    for (int cell : cellOf) {
      sizes[cell]++;
    }
  }

  /**
   * Lays rows out.
   *
   * @param references the sides besides the language's own countries
   * @return null where a cell is empty, so that means are not what is fitted
   */
  static BiasCells of(List<Row> rows, List<String> references) {
    TreeMap<String, TreeSet<String>> models = new TreeMap<>();
    rows.forEach(r -> models.computeIfAbsent(r.language(), l -> new TreeSet<>()).add(r.model()));
    TreeSet<String> all = new TreeSet<>();
    models.values().forEach(all::addAll);
    String base = all.contains(RandomBaseline.NAME) ? RandomBaseline.NAME : all.first();
    List<String> sides = new ArrayList<>(List.of(""));
    sides.addAll(references);
    Map<List<String>, Integer> cells =
        new TreeMap<>((a, b) -> String.join("\0", a).compareTo(String.join("\0", b)));
    for (String language : models.keySet()) {
      for (String model : models.get(language)) {
        for (String side : sides) {
          cells.put(List.of(language, model, side), cells.size());
        }
      }
      if (!models.get(language).contains(base)) {
        return null;
      }
    }
    int[] cellOf =
        rows.stream()
            .mapToInt(r -> cells.get(List.of(r.language(), r.model(), r.reference())))
            .toArray();
    BiasCells layout = new BiasCells(cellOf, cells.size());
    if (Arrays.stream(layout.sizes).anyMatch(n -> n == 0)) {
      return null;
    }
    String first = models.firstKey();
    for (String side : sides) {
      String prefix = side.isEmpty() ? "" : BiasRegression.term(side);
      String joint = side.isEmpty() ? "" : prefix + ":";
      layout.add(side.isEmpty() ? "Intercept" : prefix, cells, side, first, base, null, null);
      models.keySet().stream()
          .skip(1)
          .forEach(
              l -> layout.add(joint + "language[" + l + "]", cells, side, l, base, first, base));
      for (String model : all) {
        if (!model.equals(base)) {
          models.forEach(
              (l, its) -> {
                if (its.contains(model)) {
                  layout.add(
                      joint + "model[" + model + "]:language[" + l + "]",
                      cells,
                      side,
                      l,
                      model,
                      l,
                      base);
                }
              });
        }
      }
    }
    return layout;
  }

  /** A term: what a cell is on a side beyond the own side, less the same of another cell. */
  private void add(
      String term,
      Map<List<String>, Integer> cells,
      String side,
      String language,
      String model,
      String otherLanguage,
      String otherModel) {
    List<Integer> added = new ArrayList<>(List.of(cells.get(List.of(language, model, side))));
    List<Integer> taken = new ArrayList<>();
    if (!side.isEmpty()) {
      taken.add(cells.get(List.of(language, model, "")));
    }
    if (otherLanguage != null) {
      taken.add(cells.get(List.of(otherLanguage, otherModel, side)));
      if (!side.isEmpty()) {
        added.add(cells.get(List.of(otherLanguage, otherModel, "")));
      }
    }
    terms.add(term);
    plus.add(added.stream().mapToInt(Integer::intValue).toArray());
    minus.add(taken.stream().mapToInt(Integer::intValue).toArray());
  }

  List<String> terms() {
    return terms;
  }

  private double[] means(double[] y) {
    double[] means = new double[sizes.length];
    for (int i = 0; i < y.length; i++) {
      means[cellOf[i]] += y[i];
    }
    for (int c = 0; c < means.length; c++) {
      means[c] /= sizes[c];
    }
    return means;
  }

  /** The coefficients of an outcome. */
  double[] estimates(double[] y) {
    double[] means = means(y);
    double[] b = new double[terms.size()];
    for (int j = 0; j < b.length; j++) {
      for (int c : plus.get(j)) {
        b[j] += means[c];
      }
      for (int c : minus.get(j)) {
        b[j] -= means[c];
      }
    }
    return b;
  }

  /** What is left of an outcome. */
  double[] residuals(double[] y) {
    double[] means = means(y);
    double[] left = new double[y.length];
    Arrays.setAll(left, i -> y[i] - means[cellOf[i]]);
    return left;
  }
}
