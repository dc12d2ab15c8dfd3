package org.polarbeam.alignment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polarbeam.Shared;
import org.polarbeam.files.CsvTable;
import org.polarbeam.record.Estimate;
import org.polarbeam.record.Figure;
import org.polarbeam.record.ScoredResponse;
import org.polarbeam.survey.TruthTable;

class EstimatesTest {

  @Test
  void givenTheReleasedScores_thenEveryFigureIsThePublishedOne() {
    TruthTable truths = ReleasedStudy.truths();
    Map<String, Estimate> ours = new HashMap<>();
    Map<String, List<ScoredResponse>> cells = new HashMap<>();
    for (ScoredResponse r : ReleasedStudy.scores()) {
      cells.computeIfAbsent(r.model() + r.language(), k -> new ArrayList<>()).add(r);
    }
    for (List<ScoredResponse> cell : cells.values()) {
      for (Estimate e : Estimates.of(cell, truths, ErrorRates.of(0.045))) {
        Figure f = e.figure();
        ours.put(String.join("/", f.model(), f.language(), f.level(), f.group(), f.metric()), e);
      }
    }
    int compared = 0;
    for (CsvTable.Row row : Shared.table("study/expected/alignment.csv").rows()) {
      String key =
          String.join(
              "/", row.text("model"), row.text("language"), row.text("level"), row.text("group"));
      for (Metric metric : List.of(Metric.SPEARMAN, Metric.PEARSON, Metric.MEAN_ALIGNMENT)) {
        Estimate e = ours.get(key + "/" + metric.label());
        assertEquals(row.number(metric.label()), e.value(), 1e-12, key);
        assertEquals(row.number("n_responses"), e.responses(), key);
        assertEquals(row.number("n_topics"), e.topics(), key);
        compared++;
      }
    }
    assertEquals(9 * 4 * 18 * 3, compared);
    for (CsvTable.Row row : Shared.table("study/expected/consistency.csv").rows()) {
      String key = row.text("model") + "/" + row.text("language");
      for (ConsistencyMetric metric : ConsistencyMetric.values()) {
        Estimate e = ours.get(key + "///" + metric.label());
        assertEquals(row.number(metric.label()), e.value(), 1e-12, key);
        assertEquals(row.number("n_responses"), e.responses(), key);
      }
    }
  }
}
