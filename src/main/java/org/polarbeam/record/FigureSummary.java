package org.polarbeam.record;

import static org.polarbeam.record.Tables.CORRELATION;
import static org.polarbeam.record.Tables.HIGH;
import static org.polarbeam.record.Tables.LOW;
import static org.polarbeam.record.Tables.PERSONA_TELLS;
import static org.polarbeam.record.Tables.RESPONSES;
import static org.polarbeam.record.Tables.TOPICS_UNIT;

import java.io.Serializable;
import org.polarbeam.files.Table;

/**
 * A row of {@code alignment.csv} or {@code consistency.csv}: a figure with what bootstrap rounds
 * tell of its uncertainty.
 *
 * @param bootMean mean over rounds in which it is defined
 * @param bootSd standard deviation over them
 * @param ciLow lower end of the 95% interval; NaN where it is withheld
 * @param ciHigh upper end of it
 * @param rounds in how many rounds it is defined
 * @param covers what the interval is for, in words; empty where there is none
 * @param withheld why there is no interval; empty where there is one
 * @param fixedErr the standard error for these very topics, which a comparison with another run on
 *     them needs
 * @param topicsId names the topics, the same wherever they are the same
 */
public record FigureSummary(
    Figure figure,
    double estimate,
    double bootMean,
    double bootSd,
    double ciLow,
    double ciHigh,
    int responses,
    int topics,
    int rounds,
    String covers,
    String withheld,
    double fixedErr,
    String topicsId)
    implements Serializable {

  private static final String FIXED =
      "standard error for these very topics, by leaving out responses";
  private static final String TOPICS_ID = "the same where topics are the same";
  private static final String DEFINED = "in which it is defined";
  private static final String COVERS =
      "what the interval is for: topics like these, or these topics";
  private static final String WITHHELD = "why there is no interval";

  /** Agreement of responses and populations. */
  static final Table<FigureSummary> ALIGNMENT =
      interval(
              mean(
                  figures(
                          "alignment",
                          "agreement of responses and population, for every model, language, group and metric,"
                              + " with bootstrap intervals")
                      .text("level", "the kind of population", s -> s.figure().level())
                      .text("group", "the population", s -> s.figure().group())
                      .text(
                          "metric",
                          "spearman or pearson (correlation over responses), spearman_disattenuated (spearman"
                              + " divided by the root of the judge's reliability), mean_alignment (1 - mean absolute"
                              + " difference over responses); over topics: topic_distance (mean absolute"
                              + " difference), js_similarity (1 - Jensen-Shannon distance of pro and con),"
                              + " signed_bias (above 0: more pro than the population)",
                          s -> s.figure().metric())),
              "that these are about")
          .by("model", "language", "level", "group", "metric", "persona");

  /** Alignment by kind of topic. */
  static final Table<FigureSummary> CATEGORIES =
      interval(
              estimate(
                  figures(
                          "categories",
                          "agreement of responses with the speakers of the language by kind of topic")
                      .text("category", "the kind of topic", s -> s.figure().category())
                      .text("metric", "as in alignment.csv", s -> s.figure().metric())),
              "that these are about")
          .by("model", "language", "category", "metric", "persona");

  /** How well two answers to the same topic agree. */
  static final Table<FigureSummary> CONSISTENCY =
      interval(
              mean(
                  figures("consistency", "how well two answers to the same topic agree")
                      .text(
                          "metric",
                          "spearman, spearman_disattenuated (divided by the judge's reliability) or pearson",
                          s -> s.figure().metric())),
              "with several responses")
          .by("model", "language", "metric", "persona");

  private static Table.Declaration<FigureSummary> estimate(Table.Declaration<FigureSummary> table) {
    return table.number(
        "estimate", CORRELATION, "on the responses as they are", FigureSummary::estimate);
  }

  private static Table.Declaration<FigureSummary> mean(Table.Declaration<FigureSummary> table) {
    return estimate(table)
        .number("boot_mean", CORRELATION, "mean over bootstrap rounds", FigureSummary::bootMean);
  }

  /** What rounds tell of a figure, and what it rests on. */
  private static Table.Declaration<FigureSummary> interval(
      Table.Declaration<FigureSummary> table, String topics) {
    return table
        .number(
            "boot_sd",
            CORRELATION,
            "standard deviation over bootstrap rounds",
            FigureSummary::bootSd)
        .number("ci_low", CORRELATION, LOW, FigureSummary::ciLow)
        .number("ci_high", CORRELATION, HIGH, FigureSummary::ciHigh)
        .count("n_responses", RESPONSES, "that it rests on", FigureSummary::responses)
        .count("n_topics", TOPICS_UNIT, topics, FigureSummary::topics)
        .count("n_rounds", "rounds", DEFINED, FigureSummary::rounds)
        .text("covers", COVERS, FigureSummary::covers)
        .text("withheld", WITHHELD, FigureSummary::withheld)
        .number("std_err_fixed", CORRELATION, FIXED, FigureSummary::fixedErr)
        .text("topics_id", TOPICS_ID, FigureSummary::topicsId)
        .textIfAny("persona", PERSONA_TELLS, s -> s.figure().persona());
  }

  private static Table.Declaration<FigureSummary> figures(String name, String meaning) {
    return Table.of(FigureSummary.class, name, meaning)
        .text("model", "who answered", s -> s.figure().model())
        .text("family", "the model's family", s -> s.figure().family())
        .text("language", "the language of the prompts", s -> s.figure().language());
  }
}
