package org.polarbeam.record;

import java.io.Serializable;
import java.util.Comparator;
import org.polarbeam.alignment.ConsistencyMetric;
import org.polarbeam.alignment.Metric;

/**
 * What a number is: the alignment of a model's responses in a language with a group, or (level and
 * group empty) their self-consistency.
 *
 * @param persona the country that the prompt names, {@code ""} where it names none
 * @param metric as {@link Metric#label} or {@link ConsistencyMetric#label}
 * @param category the kind of topics that it is on; empty for all
 */
public record Figure(
    String model,
    String family,
    String language,
    String persona,
    String level,
    String group,
    String metric,
    String category)
    implements Serializable {

  /** One on topics of every kind. */
  public Figure(
      String model,
      String family,
      String language,
      String persona,
      String level,
      String group,
      String metric) {
    this(model, family, language, persona, level, group, metric, "");
  }

  /** The order of rows in {@code alignment.csv} and {@code consistency.csv}. */
  public static final Comparator<Figure> ORDER =
      Comparator.comparing(Figure::model)
          .thenComparing(Figure::language)
          .thenComparing(Figure::persona)
          .thenComparing(Figure::level)
          .thenComparing(Figure::group)
          .thenComparing(Figure::metric)
          .thenComparing(Figure::category);

  /** Whether the prompts name no country: the language is the only cue. */
  public boolean isPlain() {
    return persona.isEmpty();
  }

  /** Whether topics of every kind count. */
  public boolean isOnAllTopics() {
    return category.isEmpty();
  }

  /** Whether it is a self-consistency, which has no group. */
  public boolean isConsistency() {
    return level.isEmpty();
  }
}
