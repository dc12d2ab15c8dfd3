package org.polarbeam.regression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;

/** What a table of rounds may hold. */
class RoundTableTest {
  private static CsvTable table(String row) throws IOException {
    String header = "model,family,language,round,alignment,consistency,multilingual\n";
    return CsvTable.read("rounds.csv", new StringReader(header + row));
  }

  /** Divided by the judge's reliability, a self-consistency near one goes beyond it. */
  @Test
  void aCorrectedConsistencyMayExceedOneAndAnAlignmentMayNot() throws IOException {
    assertEquals(
        1.03, CapabilityRegression.read(table("m,f,da,1,0.5,1.03,0.5\n")).get(0).consistency());
    assertThrows(
        InputException.class, () -> CapabilityRegression.read(table("m,f,da,1,1.03,0.5,0.5\n")));
  }
}
