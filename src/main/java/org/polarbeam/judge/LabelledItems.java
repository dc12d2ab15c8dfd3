package org.polarbeam.judge;

import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.record.Judgement;

/** How people labelled items that the judge labelled, by language and the judge's label. */
public final class LabelledItems {
  /**
   * The counts of one language.
   *
   * @param judged how many items the judge gave each label, labelled by people or not
   * @param labelled of each of the judge's labels (row), how many items people gave each label
   */
  record Counts(long[] judged, long[][] labelled) {}

  private final Map<String, Counts> byLanguage = new TreeMap<>();

  void addJudged(String language, String judge) {
    counts(language).judged[Judgement.LABELS.indexOf(judge)]++;
  }

  void addLabelled(String language, String judge, String person) {
    counts(language).labelled[Judgement.LABELS.indexOf(judge)][Judgement.LABELS.indexOf(person)]++;
  }

  private Counts counts(String language) {
    int n = Judgement.LABELS.size();
    return byLanguage.computeIfAbsent(language, l -> new Counts(new long[n], new long[n][n]));
  }

  /** By language. */
  Map<String, Counts> byLanguage() {
    return byLanguage;
  }
}
