package org.polarbeam.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvFormatTest {
  @Test
  void givenCellsThatASpreadsheetWouldRun_thenTheyAreTextThereAndThemselvesHere()
      throws IOException {
    List<String> cells =
        List.of("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "-0.5", "'tis", "plain", "=");
    String sheet = CsvFormat.linesForPeople(List.of(List.of("text"), cells.subList(0, 1)));
    assertEquals("\ufefftext\n'=cmd|' /C calc'!A0\n", sheet);
    for (String cell : cells) {
      String lines = CsvFormat.linesForPeople(List.of(List.of("text"), List.of(cell)));
      boolean number = cell.equals("-0.5");
      String written = lines.lines().skip(1).findFirst().orElseThrow();
      assertFalse(!number && "=+-@".indexOf(written.charAt(0)) >= 0, written);
      CsvTable table = CsvTable.read("sheet.csv", new StringReader(lines));
      assertEquals(cell, table.rows().get(0).text("text"));
    }
  }
}
