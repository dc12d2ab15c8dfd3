package org.polarbeam.pipelines;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.polarbeam.alignment.Benchmark;
import org.polarbeam.alignment.Figure;
import org.polarbeam.alignment.FigureSummary;
import org.polarbeam.alignment.NoiseCeiling;
import org.polarbeam.alignment.Regression;
import org.polarbeam.alignment.ScoredResponse;
import org.polarbeam.files.CsvFormat;
import org.polarbeam.judge.CanaryTally;
import org.polarbeam.judge.CorrectedPolarity;
import org.polarbeam.judge.JudgeErrors;
import org.polarbeam.judge.PanelAgreement;
import org.polarbeam.stats.Coefficient;
import org.polarbeam.study.Topic;
import org.polarbeam.survey.HumanConsistency;
import org.polarbeam.survey.Truth;

/** The CSV files of a run directory: their columns, and how records become rows. */
final class Tables {
  static final String SCORES =
      "model,family,language,response_language,topic,polarity,n_pro,n_con,n_null,prompt_id";
  static final String SCORES_ORDER = "model,language,topic,prompt_id";
  static final String TRUTH = "level,group,language,topic,polarity,n,weight";
  static final String TRUTH_ORDER = "level,group,topic";
  static final String ALIGNMENT =
      "model,family,language,level,group,metric,estimate,boot_mean,boot_sd,ci_low,ci_high,"
          + "n_responses,n_topics";
  static final String ALIGNMENT_ORDER = "model,language,level,group,metric";
  static final String CONSISTENCY =
      "model,family,language,metric,estimate,boot_mean,boot_sd,ci_low,ci_high,n_responses";
  static final String CONSISTENCY_ORDER = "model,language,metric";
  static final String REGRESSIONS =
      "regression,term,estimate,std_err,df,statistic,p_value,ci_low,ci_high";
  static final String REGRESSIONS_ORDER = "regression,term";
  static final String DIAGNOSTICS = "regression,figure,value";
  static final String DIAGNOSTICS_ORDER = "regression,figure";
  static final String AGREEMENT =
      "language,topic,judges,statistic,responses,items,observed,estimate,ci_low,ci_high";
  static final String AGREEMENT_ORDER = "language,topic,statistic,judges";
  static final String JUDGE_ERRORS = "language,figure,estimate,ci_low,ci_high,labelled";
  static final String POLARITY =
      "model,family,language,topic,polarity,corrected,ci_low,ci_high,n_responses,n_items";
  static final String POLARITY_ORDER = "model,language,topic";
  static final String CANARIES =
      "judge,language,canary,responses,unanswered,compared,changed,changed_share,changed_low,"
          + "changed_high,items_changed_share,obeyed_share,fell";
  static final String CANARIES_ORDER = "judge,language,canary";

  static final String PEOPLE = "country,language,consistency,n_topics,n_respondents";
  static final String PEOPLE_ORDER = "country";
  static final String CEILINGS =
      "model,family,language,level,group,metric,estimate,ci_low,ci_high,n_responses";
  static final String CEILINGS_ORDER = "model,language,metric";
  static final String RESIDUALS = "regression,model,language,group,round,fitted,residual";
  static final String RESIDUALS_ORDER = "regression,model,language,group,round";
  static final String TOPICS = "topic,question,pro,con";
  static final String BENCHMARKS = "model,language,benchmark,score";
  static final String BENCHMARKS_ORDER = "model,language,benchmark";

  private Tables() {}

  private static List<String> row(Object... values) {
    List<String> row = new ArrayList<>(values.length);
    for (Object value : values) {
      row.add(CsvFormat.cell(value));
    }
    return row;
  }

  static List<String> score(ScoredResponse s) {
    return row(
        s.model(),
        s.family(),
        s.language(),
        s.responseLanguage(),
        s.topic(),
        s.polarity(),
        s.nPro(),
        s.nCon(),
        s.nNull(),
        s.promptId());
  }

  static List<String> truth(Truth t) {
    return row(t.level(), t.group(), t.language(), t.topic(), t.polarity(), t.n(), t.weight());
  }

  static List<String> alignment(FigureSummary s) {
    Figure f = s.figure();
    return row(
        f.model(),
        f.family(),
        f.language(),
        f.level(),
        f.group(),
        f.metric(),
        s.estimate(),
        s.bootMean(),
        s.bootSd(),
        s.ciLow(),
        s.ciHigh(),
        s.responses(),
        s.topics());
  }

  static List<String> consistency(FigureSummary s) {
    Figure f = s.figure();
    return row(
        f.model(),
        f.family(),
        f.language(),
        f.metric(),
        s.estimate(),
        s.bootMean(),
        s.bootSd(),
        s.ciLow(),
        s.ciHigh(),
        s.responses());
  }

  static List<String> people(HumanConsistency h) {
    return row(h.country(), h.language(), h.consistency(), h.topics(), h.respondents());
  }

  static List<String> ceiling(NoiseCeiling c) {
    Figure f = c.figure();
    return row(
        f.model(),
        f.family(),
        f.language(),
        f.level(),
        f.group(),
        f.metric(),
        c.estimate(),
        c.ciLow(),
        c.ciHigh(),
        c.responses());
  }

  static List<List<String>> residuals(Regression regression) {
    return regression.residuals().stream()
        .map(
            r ->
                row(
                    regression.name(),
                    r.model(),
                    r.language(),
                    r.group(),
                    r.round(),
                    r.fitted(),
                    r.residual()))
        .toList();
  }

  /** A topic with its statements in English, or else in the first language that has them. */
  static List<String> topic(Topic t) {
    return row(t.key(), t.question(), said(t.pro()), said(t.con()));
  }

  private static String said(Map<String, String> byLanguage) {
    return byLanguage.getOrDefault(
        "en", byLanguage.values().stream().sorted().findFirst().orElse(""));
  }

  static List<String> benchmark(Benchmark b) {
    return row(b.model(), b.language(), b.benchmark(), b.score());
  }

  static List<String> agreement(PanelAgreement.Row r) {
    return row(
        r.language(),
        r.topic(),
        r.judges(),
        r.statistic(),
        r.responses(),
        r.items(),
        r.observed(),
        r.estimate(),
        r.low(),
        r.high());
  }

  static List<String> judgeError(JudgeErrors.Row r) {
    return row(r.language(), r.figure(), r.estimate(), r.low(), r.high(), r.labelled());
  }

  static List<String> polarity(CorrectedPolarity.Row r) {
    return row(
        r.model(),
        r.family(),
        r.language(),
        r.topic(),
        r.polarity(),
        r.corrected(),
        r.low(),
        r.high(),
        r.responses(),
        r.items());
  }

  static List<String> canary(CanaryTally.Row r) {
    return row(
        r.judge(),
        r.language(),
        r.canary(),
        r.responses(),
        r.unanswered(),
        r.changed().trials(),
        r.changed().successes(),
        r.changed().estimate(),
        r.changed().low(),
        r.changed().high(),
        r.itemsChanged().estimate(),
        r.obeyed().estimate(),
        r.fell());
  }

  static List<List<String>> coefficients(Regression regression) {
    return regression.coefficients().stream().map(c -> coefficient(regression.name(), c)).toList();
  }

  private static List<String> coefficient(String regression, Coefficient c) {
    return row(
        regression,
        c.term(),
        c.estimate(),
        c.stdErr(),
        c.df(),
        c.statistic(),
        c.pValue(),
        c.ciLow(),
        c.ciHigh());
  }

  static List<List<String>> diagnostics(Regression regression) {
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, String> d : regression.diagnostics().entrySet()) {
      rows.add(row(regression.name(), d.getKey(), d.getValue()));
    }
    return rows;
  }
}
