package org.polarbeam.pipelines.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.polarbeam.files.Table;
import org.polarbeam.record.FigureSummary;
import org.polarbeam.record.Tables;

class WriteBigQueryTest {
  @Test
  void aRowOfBigQueryHasTypesAndLeavesBlanksOut() {
    Table<FigureSummary> table = Tables.ALIGNMENT.plain();
    List<String> row =
        List.of(
            "m",
            "f",
            "da",
            "country",
            "DK",
            "spearman",
            "0.25",
            "",
            "",
            "",
            "",
            "12",
            "3",
            "",
            "",
            "the figure is undefined",
            "",
            "");
    var result = WriteBigQuery.row(table, row, true);
    assertEquals(0.25, result.get("estimate"));
    assertEquals(12L, result.get("n_responses"));
    assertNull(result.get("ci_low"));
    assertEquals("spearman", result.get("metric"));
    assertEquals("SIMULATED", result.get("data"));
    var fields = WriteBigQuery.schema(table, true).getFields();
    assertEquals(
        List.of("FLOAT", "INTEGER"), List.of(fields.get(6).getType(), fields.get(11).getType()));
    assertEquals("p-1", WriteBigQuery.reference("p-1.runs", "t").getProjectId());
  }
}
