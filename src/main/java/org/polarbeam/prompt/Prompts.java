package org.polarbeam.prompt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.polarbeam.stats.Draws;
import org.polarbeam.study.Wording;

/** Builds prompts from wordings (paper, App. B). */
public final class Prompts {
  private Prompts() {}

  /** A topic variation in a template, with the random place that decides whether it is asked. */
  private record Combination(Wording template, Wording variation, long place) {}

  /**
   * Sub-samples the combinations of template and topic variation. Which are drawn depends on the
   * seed and the ids alone, so every language asks the same ones and its rows pair with the
   * others'.
   *
   * @param wordings the templates and variations of one language
   * @param count how many combinations to draw; all, if there are fewer
   * @param samples how often each is asked
   */
  public static List<Prompt> build(Iterable<Wording> wordings, long seed, int count, int samples) {
    List<Wording> templates = new ArrayList<>();
    List<Wording> variations = new ArrayList<>();
    wordings.forEach(w -> (w.isTemplate() ? templates : variations).add(w));
    List<Combination> combinations = new ArrayList<>();
    for (Wording template : templates) {
      for (Wording variation : variations) {
        String ids = "prompt\0" + template.id() + "\0" + variation.id();
        combinations.add(new Combination(template, variation, Draws.of(seed, ids, 0).nextLong()));
      }
    }
    return combinations.stream()
        .sorted(
            Comparator.comparingLong(Combination::place)
                .thenComparing(c -> c.template.id())
                .thenComparing(c -> c.variation.id()))
        .limit(count)
        .flatMap(c -> java.util.stream.IntStream.range(0, samples).mapToObj(s -> prompt(c, s)))
        .sorted(Prompt.ORDER)
        .toList();
  }

  private static Prompt prompt(Combination c, int sample) {
    String text = c.template.text().replace(Wording.PLACEHOLDER, c.variation.text());
    return new Prompt(
        Draws.idOf(c.variation.language(), c.variation.id(), c.template.id(), "" + sample, text),
        c.variation.language(),
        c.variation.topic(),
        c.variation.id(),
        c.template.id(),
        sample,
        text);
  }
}
