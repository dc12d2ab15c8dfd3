package org.polarbeam.regression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.alignment.FigureRounds;
import org.polarbeam.alignment.Metric;
import org.polarbeam.alignment.Resampling;
import org.polarbeam.alignment.TopicBootstrap;
import org.polarbeam.record.Figure;
import org.polarbeam.record.Regression;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.stats.AdjustedP;
import org.polarbeam.stats.Coefficient;
import org.polarbeam.survey.Level;
import org.polarbeam.survey.TruthTable;

/**
 * What naming a country in the prompt does to the alignment with that country, compared with
 * language as the only cue:
 *
 * <ul>
 *   <li>{@code persona:model[m]:language[l]:country[c]}: asked in l and naming c, minus asked in l
 *       and naming none; without the country, the mean over countries.
 *   <li>{@code persona_over_language:model[m]:language[l]:country[c]}: asked in the study's source
 *       language and naming c, minus asked in c's own language l and naming none; {@code
 *       persona_over_language:model[m]} is the mean over countries that do not speak the former.
 * </ul>
 *
 * Both conditions share their draws of topics ({@link TopicBootstrap}), so that what naming a
 * country changes is not drowned in which topics were drawn.
 */
public final class PersonaEffect {
  /** The name in {@code regressions.csv}. */
  public static final String NAME = "personas";

  /** Alignment with one country: by whom, asked in what language, naming which country. */
  private record Key(String model, String language, String persona, String country) {
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::model)
            .thenComparing(Key::language)
            .thenComparing(Key::persona)
            .thenComparing(Key::country);
  }

  private PersonaEffect() {}

  /**
   * Compares.
   *
   * @param figures alignments with countries, of the prompts that name one and of those that name
   *     none; others are passed over
   * @param truths for the language of each country
   * @param source the language in which prompts that name a country are compared with others
   */
  public static Regression of(
      Collection<FigureRounds> figures,
      Metric metric,
      TruthTable truths,
      String source,
      Resampling resampling) {
    Basis basis = Basis.of(figures);
    Map<Key, double[]> rounds = new TreeMap<>(Key.ORDER);
    for (FigureRounds f : figures) {
      Figure is = f.figure();
      if (is.level().equals(Level.COUNTRY.label())
          && is.metric().equals(metric.label())
          && !ScoredResponse.isBaseline(is.family())) {
        rounds.put(new Key(is.model(), is.language(), is.persona(), is.group()), estimateFirst(f));
      }
    }
    Map<String, String> languageOf = new HashMap<>();
    truths.groups(Level.COUNTRY).forEach(g -> languageOf.put(g.name(), g.language()));
    Map<String, double[]> terms = new TreeMap<>();
    Map<String, List<double[]>> means = new TreeMap<>();
    rounds.forEach(
        (key, named) -> {
          if (!key.persona.equals(key.country)) {
            return;
          }
          String model = ":model[" + key.model + "]";
          String country = ":country[" + key.country + "]";
          double[] plain = rounds.get(new Key(key.model, key.language, "", key.country));
          if (plain != null) {
            String term = "persona" + model + ":language[" + key.language + "]";
            put(term, country, minus(named, plain), terms, means);
          }
          String own = languageOf.get(key.country);
          double[] cued = rounds.get(new Key(key.model, own, "", key.country));
          if (key.language.equals(source) && !own.equals(key.language) && cued != null) {
            String term = "persona_over_language" + model;
            put(term, ":language[" + own + "]" + country, minus(named, cued), terms, means);
          }
        });
    means.forEach((term, its) -> terms.put(term, mean(its)));
    TermRounds all = new TermRounds(resampling.rounds());
    terms.forEach(
        (term, values) -> {
          all.estimate(term, values[0]);
          for (int round = 1; round < values.length; round++) {
            all.put(term, round - 1, values[round]);
          }
        });
    Map<String, String> diagnostics = new LinkedHashMap<>();
    List<Coefficient> coefficients = all.coefficients(resampling, basis, diagnostics);
    for (String family : List.of("persona:", "persona_over_language:")) {
      coefficients =
          AdjustedP.among(
              coefficients, c -> c.term().startsWith(family) && !means.containsKey(c.term()));
    }
    return new Regression(NAME, coefficients, diagnostics, List.of());
  }

  /** The figure on the responses as they are, then in each round. */
  private static double[] estimateFirst(FigureRounds f) {
    double[] values = new double[f.values().length + 1];
    values[0] = f.estimate();
    System.arraycopy(f.values(), 0, values, 1, f.values().length);
    return values;
  }

  private static void put(
      String term,
      String rest,
      double[] values,
      Map<String, double[]> terms,
      Map<String, List<double[]>> means) {
    terms.put(term + rest, values);
    means.computeIfAbsent(term, t -> new ArrayList<>()).add(values);
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = new double[Math.min(a.length, b.length)];
    Arrays.setAll(difference, i -> a[i] - b[i]);
    return difference;
  }

  private static double[] mean(List<double[]> all) {
    double[] mean = new double[all.get(0).length];
    Arrays.setAll(mean, i -> all.stream().mapToDouble(v -> v[i]).average().orElse(Double.NaN));
    return mean;
  }
}
