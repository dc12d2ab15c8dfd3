package org.polarbeam.alignment;

import java.util.List;
import org.polarbeam.Shared;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.survey.TruthReader;
import org.polarbeam.survey.TruthTable;

/** The released study, where it is at hand. */
final class ReleasedStudy {
  private ReleasedStudy() {}

  static List<ScoredResponse> scores() {
    return ScoreReader.read(List.of(Shared.table("study/scores.csv"))).scores();
  }

  static List<ScoredResponse> withBaselines() {
    return ScoreReader.read(
            List.of(Shared.table("study/scores.csv"), Shared.table("study/scores-baselines.csv")))
        .scores();
  }

  static TruthTable truths() {
    return TruthTable.of(
        TruthReader.read(
            List.of(
                Shared.table("study/truth_country.csv"),
                Shared.table("study/truth_language.csv"),
                Shared.table("study/truth_global.csv"))));
  }

  static Capabilities capabilities() {
    return Capabilities.read(Shared.table("study/benchmarks.csv"));
  }
}
