package org.polarbeam.alignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;

class ScoreReaderTest {
  private static final String HEADER =
      "model,family,language,response_language,topic,polarity,n_pro,n_con,n_null,prompt_id\n";

  private static ScoreReader.Scores read(String row) throws IOException {
    return ScoreReader.read(
        List.of(CsvTable.read("s.csv", new StringReader(HEADER + "m,f,da,da,f120," + row))));
  }

  @Test
  void aPolarityGoesWithItsCounts() throws IOException {
    for (String good : List.of("0.7,7,3,0,p", "0.33,1,2,7,p", "0.5,0,0,10,p", "0.9,,,,p")) {
      assertEquals(1, read(good).scores().size(), good);
    }
    for (String bad : List.of("0.99,1,9,0,p", "0.3,7,3,0,p", "0.68,2,1,0,p")) {
      InputException e = assertThrows(InputException.class, () -> read(bad), bad);
      assertTrue(e.getMessage().startsWith("s.csv, line 2, column polarity: "), e.getMessage());
    }
  }
}
