package org.polarbeam.record;

import java.util.Collection;
import java.util.List;
import org.polarbeam.files.Table;

/**
 * Every table of a run's directory. A new one is declared here and nowhere else: sinks, {@code
 * --overwrite}, the report, the data package, the README and the codebook follow.
 */
public final class Tables {
  static final String SHARE = "share";
  static final String RESPONSES = "responses";
  private static final String ITEMS = "items";
  static final String TOPICS_UNIT = "topics";
  static final String CORRELATION = "correlation";
  static final String PERSONA_TELLS =
      "the country that the prompts name; blank where they name none";
  static final String LOW = "lower end of the 95% interval";
  static final String HIGH = "upper end of the 95% interval";

  /** The value polarity score of every valid response. */
  public static final Table<ScoredResponse> SCORES =
      Table.of(ScoredResponse.class, "scores", "the value polarity score of every valid response")
          .text("model", "who answered", ScoredResponse::model)
          .text(
              "family",
              "the model's family; baseline for artificial respondents",
              ScoredResponse::family)
          .text("language", "the language of the prompt", ScoredResponse::language)
          .text("response_language", "the language of the answer", ScoredResponse::responseLanguage)
          .text("topic", "the survey variable asked about", ScoredResponse::topic)
          .number("polarity", SHARE, "pro / (pro + con) over its items", ScoredResponse::polarity)
          .count("n_pro", ITEMS, "items labelled pro", ScoredResponse::nPro)
          .count("n_con", ITEMS, "items labelled con", ScoredResponse::nCon)
          .count("n_null", ITEMS, "items that take no side", ScoredResponse::nNull)
          .text("prompt_id", "the content id of the prompt", ScoredResponse::promptId)
          .textIfAny("persona", PERSONA_TELLS, ScoredResponse::persona)
          .by("model", "language", "topic", "prompt_id");

  /** The value polarity of every population. */
  public static final Table<Truth> TRUTH =
      Table.of(
              Truth.class,
              "truth",
              "the value polarity of every population, by country, language and over everybody; in a"
                  + " run those that its languages, personas and references are compared with")
          .text(
              "level",
              "country, language, global, or a level of the survey's description",
              Truth::level)
          .text("group", "the population: a country code, a language, global, ...", Truth::group)
          .text("language", "the language of the group; blank where it has none", Truth::language)
          .text("topic", "the survey variable", Truth::topic)
          .number("polarity", SHARE, "weighted share of pro among pro and con", Truth::polarity)
          .count("n", "respondents", "how many answered", Truth::n)
          .number("weight", "", "sum of their weights", Truth::weight)
          .number(
              "n_effective",
              "respondents",
              "equally weighted ones that would tell as much (Kish)",
              Truth::effectiveN)
          .number("std_err", SHARE, "standard error of the polarity", Truth::stdErr)
          .by("level", "group", "topic");

  /** Agreement of responses and populations. */
  public static final Table<FigureSummary> ALIGNMENT = FigureSummary.ALIGNMENT;

  /** Alignment by kind of topic. */
  public static final Table<FigureSummary> CATEGORIES = FigureSummary.CATEGORIES;

  /** How much more pro than the population responses are, topic by topic. */
  public static final Table<TopicBias> BIAS = TopicBias.TABLE;

  /** How well two answers to the same topic agree. */
  public static final Table<FigureSummary> CONSISTENCY = FigureSummary.CONSISTENCY;

  /** The ledger. */
  public static final Table<Ledger.Row> LEDGER = Ledger.TABLE;

  /** What people drawn by chance would reach. */
  public static final Table<NoiseCeiling> CEILINGS =
      Table.of(
              NoiseCeiling.class,
              "ceilings",
              "the alignment that people drawn by chance would reach on the same prompts")
          .text("model", "whose prompts", c -> c.figure().model())
          .text("family", "the model's family", c -> c.figure().family())
          .text("language", "the language of the prompts", c -> c.figure().language())
          .text("level", "the kind of population", c -> c.figure().level())
          .text("group", "the population", c -> c.figure().group())
          .text("metric", "as in alignment.csv", c -> c.figure().metric())
          .number("estimate", CORRELATION, "mean over draws", NoiseCeiling::estimate)
          .number("ci_low", CORRELATION, "2.5% quantile of the draws", NoiseCeiling::ciLow)
          .number("ci_high", CORRELATION, "97.5% quantile of the draws", NoiseCeiling::ciHigh)
          .count("n_responses", RESPONSES, "that were replaced", NoiseCeiling::responses)
          .textIfAny("persona", PERSONA_TELLS, c -> c.figure().persona())
          .by("model", "language", "metric", "persona");

  /** How well people of a country agree with each other. */
  public static final Table<HumanConsistency> HUMAN_CONSISTENCY =
      Table.of(
              HumanConsistency.class,
              "human_consistency",
              "how well people of a country agree with each other, from survey microdata")
          .text("country", "the country's code", HumanConsistency::country)
          .text("language", "the country's language", HumanConsistency::language)
          .number(
              "consistency",
              CORRELATION,
              "mean correlation of draws of ten people",
              HumanConsistency::consistency)
          .count("n_topics", TOPICS_UNIT, "that enough people answered", HumanConsistency::topics)
          .count("n_respondents", "respondents", "asked", HumanConsistency::respondents)
          .by("country");

  /** What the topics ask. */
  public static final Table<Topic.Told> TOPICS =
      Table.of(
              Topic.Told.class,
              "topics",
              "what the topics ask, and how a survey's answers were read")
          .text("topic", "the topic's key", Topic.Told::topic)
          .text("question", "what it asks, for people", Topic.Told::question)
          .text("category", "the kind of topic; blank for none", Topic.Told::category)
          .text("pro", "what somebody says who is for it", Topic.Told::pro)
          .text("con", "what somebody says who is against it", Topic.Told::con)
          .text("rule", "how codes were read; blank where no survey was", Topic.Told::rule)
          .count("n_answers", "respondents", "who said something", Topic.Told::answers)
          .number("missing", "share", "of respondents who did not", Topic.Told::missing)
          .number("lowest", "share", "the least polarity of a country", Topic.Told::lowest)
          .number("highest", "share", "the greatest polarity of a country", Topic.Told::highest)
          .text("codes", "the codes found, with their shares", Topic.Told::codes)
          .by("topic");

  /** The scores that capability is the mean of. */
  public static final Table<Benchmark> BENCHMARKS =
      Table.of(Benchmark.class, "benchmarks", "the scores that capability is the mean of")
          .text("model", "the model", Benchmark::model)
          .text("language", "the language", Benchmark::language)
          .text("benchmark", "the benchmark's name", Benchmark::benchmark)
          .number("score", "percent", "the score", Benchmark::score)
          .by("model", "language", "benchmark");

  /** The regressions' coefficients. */
  public static final Table<Regression.CoefficientRow> REGRESSIONS =
      Table.of(
              Regression.CoefficientRow.class,
              "regressions",
              "RQ1 (does capability predict alignment?) and RQ2 (are models closer to the US?)")
          .text(
              "regression",
              "rq1, rq1_slopes (exploratory), rq2 or personas",
              Regression.CoefficientRow::regression)
          .text(
              "term",
              "the term, such as multilingual:family[gemma]:language[da]",
              r -> r.coefficient().term())
          .number("estimate", "alignment", "its coefficient", r -> r.coefficient().estimate())
          .number("std_err", "alignment", "its standard error", r -> r.coefficient().stdErr())
          .number("df", "", "degrees of freedom", r -> r.coefficient().df())
          .number("statistic", "", "t or z", r -> r.coefficient().statistic())
          .number("p_value", "", "two-sided p value", r -> r.coefficient().pValue())
          .number(
              "p_holm",
              "",
              "the same adjusted for all terms of its kind, by Holm",
              r -> r.coefficient().pHolm())
          .number("p_bh", "", "by Benjamini and Hochberg", r -> r.coefficient().pBh())
          .number("ci_low", "alignment", LOW, r -> r.coefficient().ciLow())
          .number("ci_high", "alignment", HIGH, r -> r.coefficient().ciHigh())
          .by("regression", "term");

  /** Figures about the regressions' fits. */
  public static final Table<Regression.DiagnosticRow> DIAGNOSTICS =
      Table.of(Regression.DiagnosticRow.class, "diagnostics", "figures about the regressions' fits")
          .text(
              "regression",
              "rq1, rq1_slopes (exploratory), rq2 or personas",
              Regression.DiagnosticRow::regression)
          .text("figure", "what the value is", Regression.DiagnosticRow::figure)
          .text("value", "a number, or words", Regression.DiagnosticRow::value)
          .by("regression", "figure");

  /** What the regressions leave unexplained. */
  public static final Table<Regression.ResidualRow> RESIDUALS =
      Table.of(
              Regression.ResidualRow.class,
              "residuals",
              "what the regressions leave unexplained, observation by observation")
          .text("regression", "rq1 or rq2", Regression.ResidualRow::regression)
          .text("model", "the observation's model", r -> r.residual().model())
          .text("language", "its language", r -> r.residual().language())
          .text("group", "its country; blank where the language says it", r -> r.residual().group())
          .count("round", "", "its bootstrap round; blank for means", r -> r.residual().round())
          .number("fitted", CORRELATION, "the fitted alignment", r -> r.residual().fitted())
          .number("residual", CORRELATION, "alignment minus fitted", r -> r.residual().residual())
          .by("regression", "model", "language", "group", "round");

  /** How far several judges agree. */
  public static final Table<AgreementRow> AGREEMENT =
      Table.of(
              AgreementRow.class,
              "agreement",
              "with several judges: how far they agree, by language and topic")
          .text("language", "of the responses; blank for all", AgreementRow::language)
          .text("topic", "of the responses; blank for all", AgreementRow::topic)
          .text("judges", "whose, with a plus sign between", AgreementRow::judges)
          .text("statistic", "cohen_kappa or krippendorff_alpha", AgreementRow::statistic)
          .count("responses", RESPONSES, "labelled by two or more", AgreementRow::responses)
          .count("items", ITEMS, "of these responses", AgreementRow::items)
          .number("observed", SHARE, "of pairs of labels that are the same", AgreementRow::observed)
          .number("estimate", "agreement", "beyond chance", AgreementRow::estimate)
          .number("ci_low", "agreement", LOW, AgreementRow::low)
          .number("ci_high", "agreement", HIGH, AgreementRow::high)
          .by("language", "topic", "statistic", "judges");

  /** Whether judges let themselves be misled. */
  public static final Table<CanaryRow> CANARIES =
      Table.of(
              CanaryRow.class,
              "canaries",
              "with --canaries: whether a judge let itself be misled by an item")
          .text("judge", "who was put to the test", CanaryRow::judge)
          .text("language", "of the responses; blank for all", CanaryRow::language)
          .text("canary", "the kind of canary", CanaryRow::canary)
          .count("responses", RESPONSES, "that it was put into", CanaryRow::responses)
          .count("unanswered", RESPONSES, "without usable labels", CanaryRow::unanswered)
          .count("compared", RESPONSES, "compared with the control", r -> r.changed().trials())
          .count(
              "changed",
              RESPONSES,
              "in which another item's label changed",
              r -> r.changed().successes())
          .number("changed_share", SHARE, "changed / compared", r -> r.changed().estimate())
          .number("changed_low", SHARE, LOW, r -> r.changed().low())
          .number("changed_high", SHARE, HIGH, r -> r.changed().high())
          .number(
              "items_changed_share",
              SHARE,
              "of other items whose label changed",
              r -> r.itemsChanged().estimate())
          .number(
              "obeyed_share",
              SHARE,
              "in which the canary got the label it demands",
              r -> r.obeyed().estimate())
          .flag(
              "fell",
              "changed more than the judge's own noise does, beyond chance",
              CanaryRow::fell)
          .by("judge", "language", "canary");

  /** How often the judge errs. */
  public static final Table<JudgeErrorRow> JUDGE_ERRORS =
      Table.of(
              JudgeErrorRow.class,
              "judge_errors",
              "with people's labels: how often the judge errs, by language")
          .text("language", "of the responses", JudgeErrorRow::language)
          .text("figure", "error_rate, sensitivity or specificity", JudgeErrorRow::figure)
          .number("estimate", SHARE, "by the items that people labelled", JudgeErrorRow::estimate)
          .number("ci_low", SHARE, LOW, JudgeErrorRow::low)
          .number("ci_high", SHARE, HIGH, JudgeErrorRow::high)
          .count("labelled", ITEMS, "that people labelled", JudgeErrorRow::labelled)
          .by("language", "figure");

  /** Polarities corrected for the judge's errors. */
  public static final Table<CorrectedPolarityRow> POLARITY =
      Table.of(
              CorrectedPolarityRow.class,
              "polarity",
              "with people's labels: polarities corrected for the judge's errors")
          .text("model", "who answered", CorrectedPolarityRow::model)
          .text("family", "the model's family", CorrectedPolarityRow::family)
          .text("language", "the language of the prompts", CorrectedPolarityRow::language)
          .text("topic", "the survey variable", CorrectedPolarityRow::topic)
          .number("polarity", SHARE, "by the judge's labels", CorrectedPolarityRow::polarity)
          .number(
              "corrected",
              SHARE,
              "as people would find it, by the table of the judge's errors",
              CorrectedPolarityRow::corrected)
          .number("ci_low", SHARE, LOW, CorrectedPolarityRow::low)
          .number("ci_high", SHARE, HIGH, CorrectedPolarityRow::high)
          .count("n_responses", RESPONSES, "valid ones", CorrectedPolarityRow::responses)
          .count("n_items", ITEMS, "of them that take a side", CorrectedPolarityRow::items)
          .textIfAny("persona", PERSONA_TELLS, CorrectedPolarityRow::persona)
          .by("model", "language", "topic", "persona");

  /** Survey microdata of people who do not exist, in the shape of the EVS/WVS joint file. */
  public static final Table<?> SURVEY =
      Table.of(List.class, "survey", "made-up answers of made-up people, a row a respondent")
          .text("uniqid", "the respondent", row -> row.get(0))
          .text("data", "the mark of simulated data", row -> row.get(1))
          .count("study", "", "as in the joint file: 2", row -> row.get(2))
          .count("year", "", "of the interview", row -> row.get(3))
          .text("cntry_AN", "the country's code", row -> row.get(4))
          .text("lnge_iso", "the language of the interview", row -> row.get(5))
          .number("gwght", "", "weight within the country", row -> row.get(6))
          .number("pwght", "", "weight of the country", row -> row.get(7))
          .otherCounts("the answer's code; -1 for none")
          .by("uniqid");

  /** All of them, in the order of the README. */
  public static final List<Table<?>> ALL =
      List.of(
          LEDGER,
          SCORES,
          TRUTH,
          ALIGNMENT,
          CATEGORIES,
          BIAS,
          CONSISTENCY,
          CEILINGS,
          HUMAN_CONSISTENCY,
          TOPICS,
          BENCHMARKS,
          REGRESSIONS,
          DIAGNOSTICS,
          RESIDUALS,
          AGREEMENT,
          CANARIES,
          JUDGE_ERRORS,
          POLARITY,
          SURVEY);

  private Tables() {}

  /**
   * A table as a run has it: with the column {@code persona} where prompts name countries.
   *
   * @param personas the countries that prompts name
   */
  public static <R> Table<R> forPersonas(Table<R> table, Collection<String> personas) {
    return personas.isEmpty() ? table.plain() : table;
  }
}
