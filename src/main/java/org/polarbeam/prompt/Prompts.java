package org.polarbeam.prompt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.polarbeam.record.Prompt;
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
   * others'. They are asked without a country, and once more for each persona.
   *
   * @param wordings the templates, variations and personas of one language
   * @param count how many combinations to draw; all, if there are fewer
   * @param samples how often each is asked
   */
  public static List<Prompt> build(Iterable<Wording> wordings, long seed, int count, int samples) {
    List<Wording> templates = new ArrayList<>();
    List<Wording> variations = new ArrayList<>();
    List<Wording> personas = new ArrayList<>(Collections.singletonList(null));
    wordings.forEach(
        w -> (w.isTemplate() ? templates : w.isPersona() ? personas : variations).add(w));
    List<Combination> combinations = new ArrayList<>();
    for (Wording template : templates) {
      for (Wording variation : variations) {
        long place = place(seed, template.id(), variation.id());
        combinations.add(new Combination(template, variation, place));
      }
    }
    return combinations.stream()
        .sorted(
            Comparator.comparingLong(Combination::place)
                .thenComparing(c -> c.template.id())
                .thenComparing(c -> c.variation.id()))
        .limit(count)
        .flatMap(c -> personas.stream().flatMap(p -> prompts(c, p, samples)))
        .sorted(Prompt.ORDER)
        .toList();
  }

  /** The place of a combination among all, by which the first are drawn. */
  private static long place(long seed, String template, String variation) {
    return Draws.of(seed, "prompt\0" + template + "\0" + variation, 0).nextLong();
  }

  /**
   * The order in which prompts are drawn: all samples, languages and personas of the first come
   * first.
   */
  public static Comparator<Prompt> drawn(long seed) {
    return Comparator.comparingLong((Prompt p) -> place(seed, p.template(), p.variation()))
        .thenComparing(Prompt::template)
        .thenComparing(Prompt::variation);
  }

  private static Stream<Prompt> prompts(Combination c, Wording persona, int samples) {
    String text = text(c.template.text(), c.variation.text(), persona);
    return IntStream.range(0, samples).mapToObj(s -> prompt(c, persona, s, text));
  }

  /** The text of a prompt; where no country is named, its place goes with one blank beside it. */
  private static String text(String template, String topic, Wording persona) {
    String named =
        persona != null
            ? template.replace(Wording.PERSONA_PLACE, persona.text())
            : template
                .replace(" " + Wording.PERSONA_PLACE, "")
                .replace(Wording.PERSONA_PLACE + " ", "")
                .replace(Wording.PERSONA_PLACE, "");
    return named.replace(Wording.PLACEHOLDER, topic);
  }

  private static Prompt prompt(Combination c, Wording persona, int sample, String text) {
    return new Prompt(
        Draws.idOf(c.variation.language(), c.variation.id(), c.template.id(), "" + sample, text),
        c.variation.language(),
        persona == null ? "" : persona.id(),
        c.variation.topic(),
        c.variation.id(),
        c.template.id(),
        sample,
        text);
  }
}
