package org.polarbeam.record;

import static org.polarbeam.record.Tables.HIGH;
import static org.polarbeam.record.Tables.LOW;
import static org.polarbeam.record.Tables.PERSONA_TELLS;
import static org.polarbeam.record.Tables.RESPONSES;
import static org.polarbeam.record.Tables.SHARE;

import java.io.Serializable;
import org.polarbeam.files.Table;

/**
 * A row of {@code bias.csv}: how much more pro than the speakers of its language a cell's responses
 * to a topic are.
 *
 * @param polarity mean over the responses
 * @param truth of the population
 * @param bias polarity − truth
 * @param stdErr its standard error; NaN for a single response
 * @param ciLow lower end of the 95% interval, by t
 * @param ciHigh upper end of it
 */
public record TopicBias(
    String model,
    String family,
    String language,
    String persona,
    String topic,
    double polarity,
    double truth,
    double bias,
    double stdErr,
    double ciLow,
    double ciHigh,
    int responses)
    implements Serializable {
  /** How much more pro than the population responses are, topic by topic. */
  static final Table<TopicBias> TABLE =
      Table.of(
              TopicBias.class,
              "bias",
              "how much more pro than the speakers of the language responses are, topic by topic")
          .text("model", "who answered", TopicBias::model)
          .text("family", "the model's family", TopicBias::family)
          .text("language", "the language of the prompts", TopicBias::language)
          .text("topic", "the survey variable", TopicBias::topic)
          .number("polarity", SHARE, "mean over responses", TopicBias::polarity)
          .number("truth", SHARE, "of the speakers of the language", TopicBias::truth)
          .number("bias", SHARE, "the first less the second", TopicBias::bias)
          .number(
              "std_err",
              SHARE,
              "of the bias: over responses, and of the survey where it is known",
              TopicBias::stdErr)
          .number("ci_low", SHARE, LOW, TopicBias::ciLow)
          .number("ci_high", SHARE, HIGH, TopicBias::ciHigh)
          .count("n_responses", RESPONSES, "that it rests on", TopicBias::responses)
          .textIfAny("persona", PERSONA_TELLS, TopicBias::persona)
          .by("model", "language", "topic", "persona");
}
