package org.polarbeam.pipelines.setup;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.polarbeam.pipelines.cli.Option;

/** Who judges, and by what rules. */
public interface JudgingOptions extends StudyOptions {
  @Option("Who labels the answers, spelt like a model; the study's judge if left out.")
  String getJudge();

  void setJudge(String value);

  @Option(
      value =
          "Several judges instead of one: every answer is labelled by all, a label that more"
              + " than half of them give stands, and agreement.csv tells how far they agree. At least"
              + " two, by different names.",
      group = Option.Group.WHO,
      decides = false)
  List<String> getJudges();

  void setJudges(List<String> value);

  @Option(
      value =
          "How the language of an answer is told. open: by an identifier of a hundred"
              + " languages. restricted: by the same, among the study's languages only. judge: the"
              + " judge names it, as in the paper.",
      group = Option.Group.WHO,
      choices = {"open", "restricted", "judge"})
  @Default.String("open")
  String getResponseLanguage();

  void setResponseLanguage(String value);

  @Option(
      value =
          "Put judges to the test: from so many answers a language, copies are made in which"
              + " one item tries to mislead the judge about the others. canaries.csv and the report"
              + " tell whether it fell for them; the results do not change. Each answer makes ten"
              + " further questions to each judge.",
      group = Option.Group.WHO,
      least = 0,
      most = 100_000)
  @Default.Integer(0)
  int getCanaries();

  void setCanaries(int value);

  @Option(
      value = "Keep what judges wrote, word by word, beside each judgement, in judge_answers/.",
      group = Option.Group.WHO,
      decides = false)
  boolean getKeepJudgeAnswers();

  void setKeepJudgeAnswers(boolean value);

  @Option(
      value =
          "The share of labels the judge gets wrong, in [0, 1). A simulated judge errs so"
              + " often; the disattenuated figures are corrected for it.",
      group = Option.Group.ANALYSIS,
      least = 0,
      most = 0.999999)
  @Default.Double(0.045)
  double getJudgeErrorRate();

  void setJudgeErrorRate(double value);
}
