package org.polarbeam.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.record.Truth;

class TruthReaderTest {
  private static final String ROWS =
      "level,group,language,topic,polarity\ncountry,DK,da,f120,0.8\nlanguage,da,da,f120,0.8\n";

  private static List<Truth> read(String more) throws IOException {
    return TruthReader.read(List.of(CsvTable.read("t.csv", new StringReader(ROWS + more))));
  }

  @Test
  void aCountryHasOneLanguage() throws IOException {
    assertEquals(3, read("country,DK,da,f121,0.6\n").size());
    InputException e = assertThrows(InputException.class, () -> read("country,DK,en,f121,0.6\n"));
    assertTrue(e.getMessage().startsWith("t.csv, line 4, column language: DK"), e.getMessage());
  }

  @Test
  void aFurtherLevelIsReadAndASlipIsAsked() throws IOException {
    Truth truth = read("generation,to 29,,f120,0.6\n").get(1);
    assertEquals("generation", truth.level());
    assertEquals("", truth.language());
    for (String slip : List.of("contry", "Country", "languages", "globl")) {
      InputException e = assertThrows(InputException.class, () -> read(slip + ",DK,da,f121,0.6\n"));
      assertTrue(e.getMessage().contains("Did you mean"), e.getMessage());
    }
  }
}
