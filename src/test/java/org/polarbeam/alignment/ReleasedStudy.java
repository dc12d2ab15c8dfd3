package org.polarbeam.alignment;

import java.util.List;
import org.polarbeam.Shared;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.regression.Capabilities;
import org.polarbeam.survey.TruthReader;
import org.polarbeam.survey.TruthTable;

/** The released study, where it is at hand. */
public final class ReleasedStudy {
  private ReleasedStudy() {}

  public static List<ScoredResponse> scores() {
    return ScoreReader.read(List.of(Shared.table("study/scores.csv"))).scores();
  }

  public static List<ScoredResponse> withBaselines() {
    return ScoreReader.read(
            List.of(Shared.table("study/scores.csv"), Shared.table("study/scores-baselines.csv")))
        .scores();
  }

  public static TruthTable truths() {
    return TruthTable.of(
        TruthReader.read(
            List.of(
                Shared.table("study/truth_country.csv"),
                Shared.table("study/truth_language.csv"),
                Shared.table("study/truth_global.csv"))));
  }

  public static Capabilities capabilities() {
    return Capabilities.read(Shared.table("study/benchmarks.csv"));
  }
}
