package org.polarbeam.regression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.polarbeam.alignment.FigureRounds;
import org.polarbeam.alignment.Metric;
import org.polarbeam.alignment.Resampling;
import org.polarbeam.record.Figure;
import org.polarbeam.record.Truth;
import org.polarbeam.stats.Coefficient;
import org.polarbeam.survey.TruthTable;

/** The differences that naming a country makes, on figures made by hand. */
class PersonaEffectTest {
  private static final TruthTable TRUTHS =
      TruthTable.of(
          List.of(
              new Truth("country", "DK", "da", "f120", 0.5, null, null),
              new Truth("country", "NL", "nl", "f120", 0.5, null, null),
              new Truth("country", "US", "en", "f120", 0.5, null, null)));

  private final List<FigureRounds> figures = new ArrayList<>();

  /** A figure whose estimate is the first value, and its rounds all of them. */
  private void aligned(String language, String persona, String country, double... rounds) {
    Figure figure = new Figure("m", "f", language, persona, "country", country, "spearman");
    figures.add(new FigureRounds(figure, rounds[0], 30, false, 0, rounds));
  }

  private Map<String, Coefficient> terms() {
    Map<String, Coefficient> terms = new TreeMap<>();
    PersonaEffect.of(figures, Metric.SPEARMAN, TRUTHS, "en", Resampling.valid(3, 1))
        .coefficients()
        .forEach(c -> terms.put(c.term(), c));
    return terms;
  }

  @Test
  void givenBothConditions_thenTheirDifference() {
    aligned("en", "", "DK", 0.1, 0.3, 0.2);
    aligned("en", "DK", "DK", 0.2, 0.3, 0.6);
    aligned("en", "", "US", 0.5, 0.5, 0.5);
    aligned("en", "US", "US", 0.5, 0.3, 0.7);
    aligned("en", "DK", "US", 0.9, 0.9, 0.9); // a country that the prompt does not name
    Map<String, Coefficient> terms = terms();
    assertEquals(3, terms.size());
    assertEquals(0.1, terms.get("persona:model[m]:language[en]:country[DK]").estimate(), 1e-12);
    assertEquals(0.0, terms.get("persona:model[m]:language[en]:country[US]").estimate(), 1e-12);
    Coefficient mean = terms.get("persona:model[m]:language[en]"); // 0.05, -0.1, 0.3
    assertEquals(0.05, mean.estimate(), 1e-12); // the first, not the median
    assertEquals(Math.sqrt(0.08166666666666667 / 2), mean.stdErr(), 1e-12);
  }

  @Test
  void givenTheCountrysOwnLanguage_thenTheEnglishPromptIsComparedWithIt() {
    aligned("en", "DK", "DK", 0.4, 0.6);
    aligned("da", "", "DK", 0.1, 0.1);
    aligned("en", "NL", "NL", 0.2, 0.2);
    aligned("nl", "", "NL", 0.3, 0.3);
    aligned("en", "US", "US", 0.5, 0.5);
    aligned("nl", "DK", "DK", 0.9, 0.9); // not in English
    Map<String, Coefficient> terms = terms();
    assertEquals(
        0.3,
        terms.get("persona_over_language:model[m]:language[da]:country[DK]").estimate(),
        1e-12);
    assertEquals(
        -0.1,
        terms.get("persona_over_language:model[m]:language[nl]:country[NL]").estimate(),
        1e-12);
    assertEquals(0.1, terms.get("persona_over_language:model[m]").estimate(), 1e-12);
    assertEquals(3, terms.size());
  }

  @Test
  void givenARoundWithoutAFigure_thenThereIsNoIntervalAndItIsTold() {
    aligned("en", "", "DK", 0.1, Double.NaN, 0.2);
    aligned("en", "DK", "DK", 0.2, 0.3, 0.4);
    Coefficient effect = terms().get("persona:model[m]:language[en]:country[DK]");
    assertEquals(0.1, effect.estimate(), 1e-12);
    assertTrue(Double.isNaN(effect.ciLow()));
    assertEquals(
        "defined in 2 of 3 rounds",
        PersonaEffect.of(figures, Metric.SPEARMAN, TRUTHS, "en", Resampling.valid(3, 1))
            .diagnostics()
            .get("withheld:persona:model[m]:language[en]:country[DK]"));
  }
}
